"""What this room lets the others know of itself."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cms import desk as desks
from cms import jobs, parts, roles, versions
from cms.packs import registry as packable
from living_lab import data_map, desk, keeping, search
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
    versions.watch(ROOM, Round, Answer, Result, RoundPage, RoundIndexPage)
    versions.watch(ROOM, Idea, when=lambda idea: idea.is_published)  # nobody empties the cache by sending ideas
    packable.register_page(RoundIndexPage)
    parts.register(rounds_part())
    desks.register(desks.DeskPanel(desk.IDEAS, _("Ideas to read"), desk.waiting_ideas))
    desks.register(desks.DeskPanel("held-ideas", _("Ideas, many from the same network"), desk.held_ideas))
    desks.register(desks.DeskPanel("held-ballots", _("Ballots held back for you to decide"), desk.held_ballots))
    desks.register(desks.DeskPanel("answers", _("Ideas without an answer"), desk.unanswered_ideas))
    desks.register(desks.DeskPanel("hidden-rounds", _("A round has begun but is not public"), desk.hidden_rounds))
    jobs.register(jobs.Job("close-votes", _("Count votes that are over"), close_due_votes, every=timedelta(minutes=1)))
    for role in (roles.Role.COORDINATOR, roles.Role.ADMINISTRATOR):
        roles.grant(role, *RUNS_ROUNDS)
    search.register_source()
    keeping.register()
    data_map.register()
