"""Runs inside the site's own process environment and does what a test asks, one line of JSON at a time.

A journey cannot wait three weeks for a vote to close, so it moves a round's dates; whatever a person does,
it does in the browser.
"""

import json
import sys
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.utils import timezone  # noqa: E402 -- after set-up
from wagtail.models import Page  # noqa: E402

from cms.jobs import tick  # noqa: E402
from cms.management.commands.first_admin import make_first_admin  # noqa: E402
from cms.models import User  # noqa: E402
from cms.moderation.rules import State  # noqa: E402
from cms.tokens import new_key  # noqa: E402
from cms.versions import bump  # noqa: E402
from living_lab.actions.answers import answer_idea  # noqa: E402
from living_lab.actions.ideas import publish_idea, receive_idea  # noqa: E402
from living_lab.actions.rounds import RoundTexts, create_round  # noqa: E402
from living_lab.casting import give_vote  # noqa: E402
from living_lab.models import Answer, Idea, Round  # noqa: E402
from living_lab.staff.forms import DATES, free_slug  # noqa: E402
from workshops.actions import make_group, move_notes, write_note  # noqa: E402
from workshops.models import Workshop  # noqa: E402

DAYS_APART, FORTNIGHT = timedelta(days=4), timedelta(days=14)
STAGES = {
    "ideas": (-1, 2, 3, 4),
    "gathering": (-3, -1, 2, 4),
    "voting": (-4, -3, -1, 2),
    "answers": (-5, -4, -3, -1),
}


def make_staff(role: str, password: str) -> str:
    """A member of staff in a role's group, who works in Finnish; gives their user name."""
    number = User.objects.count() + 1
    user = User.objects.create_user(f"tekija-{number}", f"tekija-{number}@example.fi", password)
    user.groups.add(Group.objects.get(name=role))
    return str(user.username)


def make_round(
    name: str, stage: str, ideas: list[dict[str, str]] | None = None, texts: dict[str, str] | None = None
) -> dict[str, Any]:
    """A public round in a stage with published ideas; gives its slug, its number and its address."""
    by, dates = _administrator(), _dates("ideas")
    words = {"lead": "Mikä auttaisi?", "for_whom": "", "decision": ""} | (texts or {})
    answers_due = dates["voting_close"].date() + FORTNIGHT
    round_ = Round(name=name, slug=free_slug(name), answers_due=answers_due, votes_each=2, **dates)
    page = create_round(round_, RoundTexts(**words), by)
    page.get_latest_revision().publish(user=by)
    for words in ideas or []:
        idea = Idea(round=round_, **{"language": "fi", "text": ""} | words)
        publish_idea(receive_idea(idea, new_key(), network=new_key()), by)
    move_round(round_.slug, stage)
    return {"slug": round_.slug, "number": round_.pk, "address": page.url}


def many_ideas(slug: str, number: int) -> None:
    """So many public ideas at once, as a big round has in the end."""
    round_ = Round.objects.get(slug=slug)
    Idea.objects.bulk_create(
        Idea(round=round_, title=f"Idea {count}", text="Kaikille iloa", language="fi", state=State.PUBLISHED)
        for count in range(number)
    )
    bump("living_lab")


def tell_ideas(slug: str, ideas: list[dict[str, str]]) -> None:
    """Ideas that nobody has read yet."""
    round_ = Round.objects.get(slug=slug)
    for words in ideas:
        receive_idea(Idea(round=round_, **{"language": "fi", "text": ""} | words), new_key(), network=new_key())


def vote(slug: str, titles: list[str]) -> None:
    """One device's votes, by the titles of ideas."""
    round_, credential = Round.objects.get(slug=slug), new_key()
    for idea in Idea.objects.filter(round=round_, title__in=titles):
        give_vote(round_, credential, idea.pk, network=new_key())


def answer(slug: str, title: str, status: str, text: str) -> None:
    """The municipality's answer to an idea."""
    idea = Idea.objects.get(round__slug=slug, title=title)
    given = Answer(idea=idea, status=status, text=text, unit="Hyvinvointipalvelut", language="fi")
    answer_idea(given, _administrator())


def make_workshop(round_number: int, title: str, question: str, groups: dict[str, list[str]]) -> int:
    """A workshop held yesterday; notes under "" are in no group. Gives its number."""
    by = _administrator()
    workshop = Workshop.objects.create(
        title=title, question=question, held_on=timezone.localdate() - timedelta(days=1), place="Pääkirjasto",
        participants=14, round=Round.objects.get(pk=round_number),
    )  # fmt: skip
    for name, texts in groups.items():
        notes = [write_note(workshop, sent_id=uuid4(), text=text, language="fi").pk for text in texts]
        if name:
            move_notes(workshop, notes, make_group(workshop, name, by), by)
    return int(workshop.pk)


def move_round(slug: str, stage: str) -> None:
    """Set a round's dates so that it is in a stage now, with days to go."""
    Round.objects.filter(slug=slug).update(**_dates(stage))
    bump("living_lab")


def run_jobs() -> list[str]:
    """One tick of the clock."""
    return [run.name for run in tick()]


def page_id_at(path: str) -> int:
    """The page that answers at an address."""
    language, *slugs = path.strip("/").split("/")
    page = Page.objects.get(depth=2, locale__language_code=language)
    for slug in slugs:
        page = page.get_children().get(slug=slug)
    return int(page.pk)


def count(model: str, **filters: Any) -> int:
    """Rows of a model such as ``living_lab.Ballot``."""
    return int(apps.get_model(model).objects.filter(**filters).count())


def _dates(stage: str) -> dict[str, datetime]:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    return {name: now + DAYS_APART * offset for name, offset in zip(DATES, STAGES[stage], strict=True)}


def _administrator() -> User:
    found = User.objects.filter(is_superuser=True).first()
    assert found, "the first administrator is made when the site starts"
    return found


ACTIONS = {
    action.__name__: action
    for action in (
        *(make_first_admin, make_staff, make_round, make_workshop, move_round, run_jobs),
        *(many_ideas, tell_ideas, vote, answer, page_id_at, count),
    )
}

if __name__ == "__main__":
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            told = {"result": ACTIONS[asked["do"]](**asked["with"])}
        except Exception as error:  # noqa: BLE001 -- told to the test, which fails with it
            told = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
