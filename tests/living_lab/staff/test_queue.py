"""The queue: the oldest first, one round or all."""

import datetime as dt
from typing import Any

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
from tests.living_lab.staff.conftest import at, decide

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


# --- Many from one network ------------------------------------------------------------------------
def test_a_flood_waits_in_a_list_of_its_own(lab: Lab, admin: Client) -> None:
    mine = IdeaFactory(round=lab.round(), state=State.WAITING)
    flood = IdeaFactory.create_batch(2, round=mine.round, state=State.WAITING, held=True)

    assert list(admin.get(at("ideas")).context["ideas"]) == [mine]
    assert list(admin.get(f"{at('ideas')}?tila=held").context["ideas"]) == flood


def test_all_that_are_ticked_are_returned_with_one_reason(lab: Lab, admin: Client) -> None:
    round_ = lab.round()
    ticked = IdeaFactory.create_batch(3, round=round_, state=State.WAITING, held=True)
    kept = IdeaFactory(round=round_, state=State.WAITING, held=True)
    genuine = IdeaFactory(round=round_, state=State.WAITING)
    url = f"{at('ideas')}?tila=held&kierros={round_.pk}"
    pks = [str(idea.pk) for idea in (*ticked, genuine)]

    answer = admin.post(url, {"idea": [*pks, "x", ""], "reason": "advert", "note": "Ei mainoksia."})

    assert answer.url == url
    returned = Idea.objects.filter(state=State.RETURNED, return_reason="advert", return_note="Ei mainoksia.")
    assert set(returned) == set(ticked)
    assert set(Idea.objects.filter(state=State.WAITING)) == {kept, genuine}


def test_without_a_reason_or_a_tick_nothing_is_returned_and_ticks_stay(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(), state=State.WAITING, held=True)
    url = f"{at('ideas')}?tila=held"

    reasonless = admin.post(url, {"idea": str(idea.pk), "note": "Ei"})
    unticked = admin.post(url, {"reason": "advert", "note": "Ei"})

    assert [row["ticked"] for row in reasonless.context["rows"]] == [True]
    assert reasonless.context["form"].errors
    assert unticked.context["form"].non_field_errors()
    assert Idea.objects.get().is_waiting


def test_nothing_is_returned_together_from_the_common_list(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(), state=State.WAITING)

    admin.post(at("ideas"), {"idea": str(idea.pk), "reason": "advert", "note": "Ei"})

    assert Idea.objects.get().is_waiting


def test_everything_on_a_page_can_be_ticked_without_a_script(lab: Lab, admin: Client) -> None:
    IdeaFactory.create_batch(3, round=lab.round(), state=State.WAITING, held=True)
    page = admin.get(f"{at('ideas')}?tila=held")

    ticked = admin.get(f"{at('ideas')}{page.context['tick_all_url']}")

    assert [row["ticked"] for row in page.context["rows"]] == [False] * 3
    assert [row["ticked"] for row in ticked.context["rows"]] == [True] * 3


def test_the_next_to_read_is_of_the_same_list(lab: Lab, admin: Client) -> None:
    genuine = IdeaFactory(round=lab.round(), state=State.WAITING)
    flood = IdeaFactory.create_batch(2, round=genuine.round, state=State.WAITING, held=True)

    assert decide(admin, genuine, publish="1").url == at("ideas")
    assert decide(admin, flood[0], publish="1").url == at("read", flood[1].pk)
    assert decide(admin, flood[1], publish="1").url == f"{at('ideas')}?tila=held"


@pytest.mark.parametrize("number", [1, 40])
def test_a_long_list_takes_no_more_queries(
    lab: Lab, admin: Client, number: int, django_assert_max_num_queries: Any
) -> None:
    IdeaFactory.create_batch(number, round=lab.round(), state=State.WAITING, held=True)
    admin.get(at("ideas"))

    with django_assert_max_num_queries(16):
        admin.get(f"{at('ideas')}?tila=held")


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
