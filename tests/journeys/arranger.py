"""Runs inside the site's own process environment and does what a test asks, one line of JSON at a time.

A journey cannot wait three weeks for a vote to close, so it moves a round's dates; whatever a person does,
it does in the browser.
"""

import json
import sys
from datetime import datetime, timedelta
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402 -- after set-up
from django.apps import apps  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from wagtail.models import Page  # noqa: E402

from cms.jobs import tick  # noqa: E402
from cms.management.commands.first_admin import make_first_admin  # noqa: E402
from cms.models import User  # noqa: E402
from cms.tokens import new_key  # noqa: E402
from cms.versions import bump  # noqa: E402
from living_lab.actions import RoundTexts, create_round, publish_idea, receive_idea  # noqa: E402
from living_lab.models import Idea, Round  # noqa: E402
from living_lab.staff_forms import DATES, free_slug  # noqa: E402

FORTNIGHT = timedelta(days=14)
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
    round_ = Round(name=name, slug=free_slug(name), answers_due=dates["voting_close"].date() + FORTNIGHT, votes_each=2, **dates)
    page = create_round(round_, RoundTexts(**words), by)
    page.get_latest_revision().publish(user=by)
    for words in ideas or []:
        publish_idea(receive_idea(Idea(round=round_, **{"language": "fi", "text": ""} | words), new_key()), by)
    move_round(round_.slug, stage)
    return {"slug": round_.slug, "number": round_.pk, "address": page.url}


def move_round(slug: str, stage: str) -> None:
    """Set a round's dates so that it is in a stage now. Hours, so that no phase ends while a test runs."""
    Round.objects.filter(slug=slug).update(**_dates(stage))
    bump("living_lab")


def run_jobs() -> list[str]:
    """One tick of the clock."""
    return [run.name for run in tick()]


def page_url(title: str, language: str) -> str:
    """The address of a live page."""
    return str(Page.objects.live().get(title=title, locale__language_code=language).url)


def page_id(slug: str, language: str) -> int:
    return int(Page.objects.get(slug=slug, locale__language_code=language).pk)


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
    now = timezone.now()
    return {name: now + timedelta(hours=12 * offset) for name, offset in zip(DATES, STAGES[stage], strict=True)}


def _administrator() -> User:
    found = User.objects.filter(is_superuser=True).first()
    assert found, "the first administrator is made when the site starts"
    return found


ACTIONS = {
    action.__name__: action
    for action in (make_first_admin, make_staff, make_round, move_round, run_jobs, page_url, page_id, page_id_at, count)
}

if __name__ == "__main__":
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"result": ACTIONS[asked["do"]](**asked["with"])}
        except Exception as error:  # noqa: BLE001 -- told to the test, which fails with it
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
