"""A round's stage is a function of the clock; what may be done is a table."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import assume, given
from hypothesis import strategies as st

from cms.moderation.rules import State
from living_lab.models import Round
from living_lab.reasons import ReturnReason
from living_lab.rules import (
    ALLOWED,
    Action,
    Schedule,
    Stage,
    choices,
    may,
    may_reschedule,
    may_resend,
    next_change,
    read_by,
    stage_at,
)
from tests.factories import RoundFactory
from tests.living_lab.factories import HELSINKI, MICROSECOND

ORDER = [Stage.UPCOMING, Stage.IDEAS, Stage.GATHERING, Stage.VOTING, Stage.ANSWERS]

# Read as a table: in which stages (upcoming, ideas, gathering, voting, answers) each thing may be done.
MAY = {
    Action.TELL_IDEA: "- x - - -",
    Action.ENTER_IDEA: "x x x - -",
    Action.RESEND_IDEA: "- x x - -",
    Action.PUBLISH_IDEA: "x x x - -",
    Action.RETURN_IDEA: "x x x x -",
    Action.CAST_BALLOT: "- - - x -",
    Action.LET_BALLOTS_IN: "- - - x -",
    Action.ANSWER_IDEA: "- - - - x",
    Action.SEE_RESULT: "- - - - x",
    Action.HIDE_TEXT: "x x x x x",
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("stage", ORDER)
def test_what_may_be_done_in_each_stage(action: Action, stage: Stage) -> None:
    assert may(action, stage) is (MAY[action].split()[ORDER.index(stage)] == "x")


def test_every_action_stands_in_the_table() -> None:
    assert set(ALLOWED) == set(Action) == set(MAY)


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


def local(*parts: int, fold: int = 0) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=HELSINKI, fold=fold)


SCHEDULES = {
    "an ordinary autumn": Schedule(
        local(2026, 9, 1, 8), local(2026, 9, 15, 16), local(2026, 9, 18, 8), local(2026, 10, 2, 16)
    ),
    "ideas end when voting opens": Schedule(
        local(2026, 9, 1), local(2026, 9, 15), local(2026, 9, 15), local(2026, 10, 2)
    ),
    "over the spring change": Schedule(
        local(2026, 3, 29, 1), local(2026, 3, 29, 2, 59), local(2026, 3, 29, 4), local(2026, 3, 29, 5)
    ),
    "over the autumn change": Schedule(
        local(2026, 10, 25, 2, 30),
        local(2026, 10, 25, 3, 30),
        local(2026, 10, 25, 3, 15, fold=1),
        local(2026, 10, 25, 4),
    ),
    "in UTC": Schedule(utc(2026, 1, 1), utc(2026, 1, 2), utc(2026, 1, 3), utc(2026, 1, 4)),
}


@pytest.mark.parametrize("zone", [dt.UTC, HELSINKI], ids=["clock in UTC", "clock in Helsinki"])
@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=SCHEDULES)
def test_a_phase_begins_at_its_instant_and_is_over_at_its_end(schedule: Schedule, zone: dt.tzinfo) -> None:
    instants = [schedule.ideas_open, schedule.ideas_close, schedule.voting_open, schedule.voting_close]
    assert schedule.is_ordered
    for place, instant in enumerate(instants):
        exact = instant.astimezone(dt.UTC)
        before, at, after = ((exact + step).astimezone(zone) for step in (-MICROSECOND, 0 * MICROSECOND, MICROSECOND))
        joined = place == 1 and schedule.ideas_close == schedule.voting_open
        reached = ORDER[place + 2 if joined else place + 1]
        if place == 2 and schedule.ideas_close == schedule.voting_open:
            assert stage_at(schedule, before) is Stage.IDEAS
        else:
            assert stage_at(schedule, before) is ORDER[place]
        assert stage_at(schedule, at) is reached
        assert stage_at(schedule, after) is reached


def test_the_repeated_hour_of_autumn_is_two_hours() -> None:
    """3.30 comes twice on 25 October; a phase that ends at the first one is over at the second."""
    schedule = SCHEDULES["over the autumn change"]

    assert stage_at(schedule, local(2026, 10, 25, 3, 29, 59)) is Stage.IDEAS
    assert stage_at(schedule, local(2026, 10, 25, 3, 0, fold=1)) is Stage.GATHERING
    assert stage_at(schedule, local(2026, 10, 25, 3, 29, fold=1)) is Stage.VOTING


# --- Properties -----------------------------------------------------------------------------------
CHANGES = (utc(2026, 3, 29, 1), utc(2026, 10, 25, 1))
ZONES = st.sampled_from([dt.UTC, HELSINKI])


@st.composite
def instants(draw: st.DrawFn) -> dt.datetime:
    """Instants near a change of the clock, told in UTC or in Helsinki time."""
    around = draw(st.sampled_from(CHANGES))
    seconds = draw(st.integers(-3 * 3600, 3 * 3600) | st.integers(-90 * 86400, 90 * 86400))
    step = draw(st.sampled_from([-1, 0, 1]))
    return (around + dt.timedelta(seconds=seconds, microseconds=step)).astimezone(draw(ZONES))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    dates = sorted(draw(st.lists(instants(), min_size=4, max_size=4)), key=lambda date: date.timestamp())
    schedule = Schedule(*dates)
    assume(schedule.is_ordered)
    return schedule


@given(schedules(), st.lists(instants(), min_size=2, max_size=8))
def test_time_never_takes_a_round_back(schedule: Schedule, moments: list[dt.datetime]) -> None:
    in_order = sorted(moments, key=lambda moment: moment.timestamp())
    places = [ORDER.index(stage_at(schedule, moment)) for moment in in_order]

    assert places == sorted(places)


@given(schedules(), instants())
def test_the_next_change_is_exactly_where_the_stage_changes(schedule: Schedule, now: dt.datetime) -> None:
    here, change = stage_at(schedule, now), next_change(schedule, now)
    if change is None:
        assert here is Stage.ANSWERS
        return
    exact = change.astimezone(dt.UTC)
    assert exact > now.astimezone(dt.UTC)
    assert stage_at(schedule, exact - MICROSECOND) is here
    assert stage_at(schedule, exact) is not here


@given(schedules(), schedules(), instants())
def test_what_has_begun_stays_begun_and_what_has_ended_stays_ended(
    old: Schedule, new: Schedule, now: dt.datetime
) -> None:
    allowed = may_reschedule(old, new, now)
    moment = now.timestamp()
    broken = False
    for began, end, began_then, end_then in (
        (old.ideas_open, old.ideas_close, new.ideas_open, new.ideas_close),
        (old.voting_open, old.voting_close, new.voting_open, new.voting_close),
    ):
        if began.timestamp() <= moment:
            broken |= began_then.timestamp() != began.timestamp()
            broken |= end_then.timestamp() < end.timestamp()
            broken |= end.timestamp() <= moment and end_then.timestamp() != end.timestamp()

    assert allowed is not broken


@given(schedules(), instants())
def test_saving_a_round_unchanged_is_always_allowed(schedule: Schedule, now: dt.datetime) -> None:
    elsewhere = Schedule(
        *(
            date.astimezone(HELSINKI)
            for date in (schedule.ideas_open, schedule.ideas_close, schedule.voting_open, schedule.voting_close)
        )
    )

    assert may_reschedule(schedule, elsewhere, now)


@st.composite
def changed(draw: st.DrawFn) -> tuple[Schedule, Schedule]:
    """A schedule and the same with some of its dates moved."""
    old = draw(schedules())
    moves = draw(st.lists(st.sampled_from([0, 0, -1, 1, 3600, -86400]), min_size=4, max_size=4))
    dates = (old.ideas_open, old.ideas_close, old.voting_open, old.voting_close)
    return old, Schedule(*(date + dt.timedelta(seconds=move) for date, move in zip(dates, moves, strict=True)))


@given(changed(), instants())
def test_a_change_of_dates_never_takes_an_open_or_ended_vote_back(
    schedules_: tuple[Schedule, Schedule], now: dt.datetime
) -> None:
    old, new = schedules_
    here = stage_at(old, now)
    stays = stage_at(new, now) is here

    assert stays or here not in {Stage.VOTING, Stage.ANSWERS} or not may_reschedule(old, new, now)


# --- One idea -------------------------------------------------------------------------------------
# What those who read ideas may do with one, by its state and the stage of its round: publish, return, take down.
CHOICES = {
    State.WAITING: "pr pr pr r -",
    State.RETURNED: "p p p - -",
    State.PUBLISHED: "rt rt rt rt t",
    State.WITHDRAWN: "- - - - -",
}
LETTERS = {"p": Action.PUBLISH_IDEA, "r": Action.RETURN_IDEA, "t": Action.HIDE_TEXT}


@pytest.mark.parametrize("state", State)
def test_what_can_be_decided_depends_on_state_and_stage(state: State) -> None:
    told = [{LETTERS[letter] for letter in cell if letter in LETTERS} for cell in CHOICES[state].split()]

    assert [choices(state, stage) for stage in ORDER] == told


@pytest.mark.parametrize("reason", ["", *ReturnReason])
@pytest.mark.parametrize("state", State)
def test_only_a_returned_idea_that_is_not_here_already_is_told_again(state: State, reason: str) -> None:
    may_be = state is State.RETURNED and reason != ReturnReason.ALREADY

    assert [may_resend(state, reason, stage) for stage in ORDER] == [False, may_be, may_be, False, False]


@pytest.mark.parametrize(
    ("received", "days", "voting_open", "read"),
    [
        ((12, 1, 0, 30), 3, (12, 20, 8), (12, 5, 0)),
        ((12, 1, 23, 59), 3, (12, 20, 8), (12, 5, 0)),
        ((12, 1, 12, 0), 30, (12, 20, 8), (12, 20, 8)),
        ((10, 23, 23, 30), 3, (12, 20, 8), (10, 27, 0)),  # the clock goes back in between
        ((3, 27, 23, 30), 3, (12, 20, 8), (3, 31, 0)),  # and forward
    ],
)
def test_ideas_are_promised_to_be_read_by_the_end_of_a_day_or_before_voting(
    received: tuple[int, ...], days: int, voting_open: tuple[int, ...], read: tuple[int, ...]
) -> None:
    def local(*when: int) -> dt.datetime:
        return dt.datetime(2026, *when, tzinfo=HELSINKI)

    assert read_by(local(*received), days, local(*voting_open).astimezone(dt.UTC)) == local(*read)


# --- The database ---------------------------------------------------------------------------------
DAY = dt.timedelta(days=1)
WRONG = {
    "ideas close before they open": {"ideas_close": -1},
    "ideas close as they open": {"ideas_close": 0},
    "voting opens while ideas are gathered": {"voting_open": 1.5},
    "voting closes before it opens": {"voting_close": 2.5},
    "voting closes as it opens": {"voting_close": 3},
}


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_the_database_refuses_phases_out_of_order(wrong: dict[str, float]) -> None:
    start = utc(2026, 9, 1)
    days = {"ideas_open": 0, "ideas_close": 2, "voting_open": 3, "voting_close": 4}
    made = RoundFactory(**{name: start + day * DAY for name, day in days.items()})

    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=made.pk).update(**{name: start + day * DAY for name, day in wrong.items()})
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundFactory(**{name: start + day * DAY for name, day in (days | wrong).items()})


@pytest.mark.django_db
def test_the_database_takes_voting_that_opens_as_ideas_close() -> None:
    made = RoundFactory()

    Round.objects.filter(pk=made.pk).update(voting_open=made.ideas_close)

    made.refresh_from_db()
    assert made.ideas_close == made.voting_open
    assert [a < b or a == b for a, b in pairwise([made.ideas_close, made.voting_open, made.voting_close])] == [
        True,
        True,
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("votes", [0, 21, 32_000])
def test_the_database_refuses_an_unreasonable_number_of_votes(votes: int) -> None:
    made = RoundFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=made.pk).update(votes_each=votes)
