"""The queue: the oldest first, one round or all."""

import datetime as dt

import pytest
from django.test import Client

from cms.moderation.rules import State
from living_lab.models import Idea
from tests.factories import (
    HOSTILE,
    IdeaFactory,
)
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import Lab, fields_of
from tests.living_lab.staff.conftest import at

pytestmark = pytest.mark.django_db


def test_the_queue_shows_the_oldest_that_waits_first(lab: Lab, admin: Client) -> None:
    waiting = IdeaFactory.create_batch(3, round=lab.round(), state=State.WAITING)
    IdeaFactory(round=lab.round())

    assert list(admin.get(at("ideas")).context["ideas"]) == waiting


@pytest.mark.parametrize("query", ["tila=xx", "tila=", "kierros=abc", "kierros=999999999999999999999999", "p=-1", "p=x",
                                   f"kierros={HOSTILE}", "kierros=٣", "p=999"])  # fmt: skip
def test_a_garbage_query_harms_nothing(lab: Lab, admin: Client, query: str) -> None:
    IdeaFactory(round=lab.round(), state=State.WAITING)

    answer = admin.get(f"{at('ideas')}?{query}")

    assert answer.status_code == 200
    assert HOSTILE not in answer.content.decode()


def test_the_queue_of_one_round(lab: Lab, admin: Client) -> None:
    mine, _other = (IdeaFactory(round=lab.round(), state=State.WAITING) for _ in range(2))

    assert list(admin.get(f"{at('ideas')}?kierros={mine.round.pk}").context["ideas"]) == [mine]


def test_the_next_to_read_is_of_the_round_being_read(lab: Lab, admin: Client) -> None:
    first = IdeaFactory(round=lab.round(), state=State.WAITING)
    IdeaFactory(round=lab.round(), state=State.WAITING)
    mine = IdeaFactory(round=first.round, state=State.WAITING)
    query = f"?kierros={first.round.pk}"
    page = admin.get(f"{at('ideas')}{query}")
    assert [row["url"] for row in page.context["rows"]] == [f"{at('read', i.pk)}{query}" for i in (first, mine)]
    assert all(query[1:] in tab["url"] for tab in page.context["tabs"])

    for idea, following in ((first, at("read", mine.pk)), (mine, at("ideas"))):
        url = f"{at('read', idea.pk)}{query}"
        seen = fields_of(admin.get(url), "body")["seen"]
        assert admin.post(url, {"seen": seen, "publish": "1"}).url == f"{following}{query}"


@pytest.mark.parametrize(("days", "late"), [(0, False), (3, False), (4, True)])
def test_what_has_waited_longer_than_promised_is_marked(
    lab: Lab, admin: Client, clock: Clock, days: int, late: bool
) -> None:
    idea = IdeaFactory(round=lab.round(read_within_days=3), state=State.WAITING)
    Idea.objects.update(received_at=clock() - dt.timedelta(days=days))

    for page in (admin.get(at("ideas")), admin.get(at("read", idea.pk))):
        row = page.context["rows"][0] if "rows" in page.context else page.context
        assert row["waited"].is_late is late
        assert row["waited"].words in page.content.decode()
