"""Rounds as a part of any page."""

import datetime as dt
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from cms.freshness import Freshness
from living_lab.parts import ALL_OPEN, rounds_part
from living_lab.rules import Stage
from tests.factories import HOSTILE, RoundFactory
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import HOSTILE_SHOWN, Lab

pytestmark = pytest.mark.django_db


def cards(uuid: object, language: str = "fi") -> list[str]:
    return [card.title for card in rounds_part().show(uuid, language, None)["cards"]]  # type: ignore[arg-type]


def test_all_open_rounds_and_the_latest_past_one_are_shown(lab: Lab) -> None:
    ideas, voting, past = lab.round(Stage.IDEAS), lab.round(Stage.VOTING), lab.round(Stage.ANSWERS)
    lab.round(Stage.ANSWERS, voting_close=past.voting_close - dt.timedelta(hours=1))
    RoundFactory(stage=Stage.VOTING)

    assert cards(ALL_OPEN) == [round_.pages.get().title for round_ in (voting, ideas, past)]


def test_one_chosen_round_is_shown(lab: Lab) -> None:
    lab.round()
    chosen = lab.round(Stage.ANSWERS)

    assert cards(chosen.uuid) == [chosen.pages.get().title]


@pytest.mark.parametrize("language", ["fi", "sv", "ar"])
def test_a_hidden_or_unknown_round_shows_nothing(lab: Lab, language: str) -> None:
    assert cards(RoundFactory().uuid, language) == []
    assert cards(uuid4(), language) == []
    assert "muted" in render_to_string(rounds_part().template, {"part": {"cards": []}})


def test_the_page_is_told_when_the_clock_changes_the_part(lab: Lab, clock: Clock) -> None:
    round_ = lab.round(Stage.IDEAS)
    clock.to(round_.ideas_close - dt.timedelta(minutes=1))
    request = RequestFactory().get("/")
    request.freshness = Freshness(timezone.now())  # type: ignore[attr-defined]

    rounds_part().show(ALL_OPEN, "fi", request)

    assert request.freshness.valid_until <= round_.ideas_close  # type: ignore[attr-defined]


def test_words_of_a_part_are_text(lab: Lab) -> None:
    lab.round(Stage.VOTING)

    shown = render_to_string(rounds_part().template, {"part": rounds_part().show(ALL_OPEN, "fi", None)})

    assert HOSTILE not in shown
    assert HOSTILE_SHOWN in shown


def test_editors_choose_among_rounds(lab: Lab) -> None:
    round_ = lab.round()

    choices = rounds_part().choices()

    assert choices[0][0] == ALL_OPEN
    assert (round_.uuid, round_.name) in choices
