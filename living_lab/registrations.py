"""What this room lets the others know of itself."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cms import desk, jobs, parts, roles, versions
from cms.packs import registry as packable
from living_lab import data_map, keeping, queries, search
from living_lab.closing import close_due_votes
from living_lab.models import Answer, Idea, Result, Round, RoundIndexPage, RoundPage
from living_lab.parts import rounds_part

ROOM = "living_lab"
RUNS_ROUNDS = (
    *("living_lab.view_round", "living_lab.add_round", "living_lab.change_round"),
    *("living_lab.moderate_idea", "living_lab.answer_idea"),
)


def register() -> None:
    """Called from ``AppConfig.ready()``."""
    versions.watch(ROOM, Round, Idea, Answer, Result, RoundPage, RoundIndexPage)
    packable.register_page(RoundIndexPage)
    parts.register(rounds_part())
    desk.register(desk.DeskPanel("ideas", _("Ideas to read"), queries.waiting_ideas))
    desk.register(desk.DeskPanel("answers", _("Ideas without an answer"), queries.unanswered_ideas))
    desk.register(desk.DeskPanel("hidden-rounds", _("A round has begun but is not public"), queries.hidden_rounds))
    jobs.register(jobs.Job("close-votes", _("Count votes that are over"), close_due_votes, every=timedelta(minutes=1)))
    for role in (roles.Role.COORDINATOR, roles.Role.ADMINISTRATOR):
        roles.grant(role, *RUNS_ROUNDS)
    search.register_source()
    keeping.register()
    data_map.register()
