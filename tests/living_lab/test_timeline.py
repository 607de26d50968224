"""The round as a picture: stones, chips and words about time that are true when shown."""

import datetime as dt

import pytest
from django.utils import translation

from living_lab import timeline
from living_lab.models import Round
from living_lab.rules import Stage
from tests.living_lab.factories import HELSINKI, MICROSECOND


def local(*parts: int, fold: int = 0) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=HELSINKI, fold=fold)


@pytest.fixture
def round_() -> Round:
    """From 9 March to 30 April 2026, over the spring change of the clock."""
    return Round(
        ideas_open=local(2026, 3, 9, 8),
        ideas_close=local(2026, 3, 29, 16),
        voting_open=local(2026, 4, 1, 8),
        voting_close=local(2026, 5, 1),
        answers_due=dt.date(2026, 5, 20),
        votes_each=3,
    )


STATES = {
    (2026, 3, 1): ["next", "next", "next"],
    (2026, 3, 20): ["now", "next", "next"],
    (2026, 3, 30): ["done", "next", "next"],
    (2026, 4, 10): ["done", "now", "next"],
    (2026, 5, 10): ["done", "done", "now"],
}


@pytest.mark.parametrize(("day", "states"), STATES.items())
def test_stones_are_done_now_or_ahead(round_: Round, day: tuple[int, ...], states: list[str]) -> None:
    assert [stone.state for stone in timeline.stages(round_, local(*day))] == states


def test_exactly_one_stone_says_where_we_are(round_: Round) -> None:
    stones = timeline.stages(round_, local(2026, 4, 10))

    assert [bool(stone.now_text) for stone in stones] == [False, True, False]


@pytest.mark.parametrize("language", ["fi", "sv", "en", "fi-simple"])
def test_every_stage_has_a_word_of_its_own(round_: Round, language: str) -> None:
    with translation.override(language):
        chips = [timeline.chip(round_, local(*day)) for day in STATES]
        chips.append(timeline.chip(round_, local(2026, 5, 10), answered=True))

    assert len({chip.label for chip in chips}) == 6
    assert all("%" not in chip.label for chip in chips)


def test_answered_is_said_only_after_the_vote(round_: Round) -> None:
    now = local(2026, 4, 10)

    assert timeline.chip(round_, now, answered=True) == timeline.chip(round_, now)


@pytest.mark.parametrize(
    ("now", "days"),
    [(local(2026, 3, 22, 0, 0), "7"), (local(2026, 3, 27, 23, 59), "2"), (local(2026, 3, 28, 0, 0), "1")],
)
def test_days_left_are_days_of_the_calendar(round_: Round, now: dt.datetime, days: str) -> None:
    with translation.override("en"):
        assert timeline.time_left(round_.ideas_close, now).startswith(f"{days} day")


def test_the_last_day_tells_the_time(round_: Round) -> None:
    with translation.override("en"):
        words = timeline.time_left(round_.ideas_close, local(2026, 3, 29, 2, 59))

    assert "day left" not in words
    assert "4" in words or "16" in words


def test_days_left_hold_until_midnight_in_helsinki(round_: Round) -> None:
    midnight = local(2026, 3, 20).astimezone(dt.UTC)

    before, at = (timeline.time_left(round_.ideas_close, instant) for instant in (midnight - MICROSECOND, midnight))

    assert before != at


def test_an_end_at_midnight_is_told_as_the_day_before(round_: Round) -> None:
    with translation.override("fi"):
        voting = timeline.stages(round_, local(2026, 4, 10))[1]

    assert voting.when == "1.4.–30.4."


@pytest.mark.parametrize("stage", Stage)
def test_the_order_of_the_picture_is_the_order_of_time(stage: Stage) -> None:
    assert timeline.ORDER.index(stage) == list(Stage).index(stage)
