"""Ballots held back at the desk: how many, and one decision; never what is on them."""

import pytest
from django.test import Client

from living_lab.models import Ballot
from living_lab.rules import Stage
from tests.factories import BallotFactory, IdeaFactory
from tests.living_lab.factories import Lab, fields_of, part, signed_in, staff
from tests.living_lab.staff.conftest import at

pytestmark = pytest.mark.django_db


def test_the_desk_tells_how_many_are_held_back_while_voting_is_open(lab: Lab, admin: Client) -> None:
    calm, busy, over = lab.round(Stage.VOTING), lab.round(Stage.VOTING), lab.round(Stage.ANSWERS)
    for round_ in (busy, over):
        BallotFactory.create_batch(3, round=round_, held=True)
    BallotFactory(round=calm)

    told = [at("held", round_.pk) in admin.get(at("desk", round_.pk)).content.decode() for round_ in (calm, busy, over)]

    assert told == [False, True, False]


def test_the_coordinator_lets_them_in_with_one_press(lab: Lab, admin: Client) -> None:
    round_ = lab.round(Stage.VOTING)
    idea = IdeaFactory(round=round_, title="salainen valinta")
    BallotFactory.create_batch(3, round=round_, ideas=[idea], held=True)
    BallotFactory.create_batch(2, round=round_, ideas=[idea])

    shown = admin.get(at("held", round_.pk))
    answer = admin.post(at("held", round_.pk), fields_of(shown))

    assert shown.context["counts"] == {"counted": 2, "held": 3}
    assert "salainen valinta" not in shown.content.decode()
    assert answer.url == at("desk", round_.pk)
    assert Ballot.objects.waiting().count() == 0
    assert Ballot.objects.counted().count() == 5
    assert 'method="post"' not in part(admin.get(at("held", round_.pk)).content.decode(), "main")


@pytest.mark.parametrize("seen", ["1", "0", "", "abc", "-1", "٣"])
def test_a_flood_that_came_after_the_page_was_opened_is_not_let_in(lab: Lab, admin: Client, seen: str) -> None:
    round_ = lab.round(Stage.VOTING)
    BallotFactory.create_batch(4, round=round_, held=True)

    answer = admin.post(at("held", round_.pk), {"seen": seen})

    assert answer.status_code == 409
    assert answer.context["counts"]["held"] == 4
    assert Ballot.objects.waiting().count() == 4


def test_after_the_close_nobody_is_let_in(lab: Lab, admin: Client) -> None:
    round_ = lab.round(Stage.ANSWERS)
    BallotFactory(round=round_, held=True)

    assert admin.post(at("held", round_.pk), {"seen": "1"}).status_code == 409
    assert not Ballot.objects.filter(let_in=True).exists()


def test_who_does_not_run_rounds_decides_nothing(lab: Lab) -> None:
    round_ = lab.round(Stage.VOTING)
    BallotFactory(round=round_, held=True)
    looker = signed_in(staff("living_lab.view_round", "living_lab.moderate_idea"))

    assert at("held", round_.pk) not in looker.get(at("desk", round_.pk)).content.decode()
    looker.post(at("held", round_.pk), {"seen": "1"})
    assert not Ballot.objects.filter(let_in=True).exists()
