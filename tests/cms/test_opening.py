"""Opening hours are right at every instant: boundaries, midnight, exceptions, the two days when the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.opening import DayException, Hours, WeeklySpan, next_midnight

HELSINKI = ZoneInfo("Europe/Helsinki")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # 3.00 becomes 4.00; 4.00 becomes 3.00
SECOND = timedelta(seconds=1)


def at(day: date, hour: int, minute: int = 0, *, fold: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), HELSINKI).replace(fold=fold).astimezone(UTC)


def hours(*weekly: WeeklySpan, exceptions: tuple[DayException, ...] = ()) -> Hours:
    return Hours(weekly, exceptions, HELSINKI)


def every_day(opens: time, closes: time) -> Hours:
    return hours(*(WeeklySpan(day, opens, closes) for day in range(7)))


# --- A plain day ----------------------------------------------------------------------------------------
MONDAY = date(2026, 11, 23)
TEN_TO_FOUR = hours(WeeklySpan(0, time(10), time(16)))


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        (at(MONDAY, 10) - SECOND, False),
        (at(MONDAY, 10), True),
        (at(MONDAY, 16) - SECOND, True),
        (at(MONDAY, 16), False),
    ],
)
def test_the_door_moves_exactly_at_the_times_told(instant: datetime, is_open: bool) -> None:
    assert TEN_TO_FOUR.state_at(instant).is_open is is_open


def test_an_open_door_tells_when_it_closes_and_a_closed_one_when_it_opens() -> None:
    assert TEN_TO_FOUR.state_at(at(MONDAY, 12)).until == at(MONDAY, 16)
    assert TEN_TO_FOUR.state_at(at(MONDAY, 17)).opens_at == at(MONDAY + timedelta(days=7), 10)


def test_without_hours_the_door_is_closed_and_no_opening_is_in_sight() -> None:
    state = hours().state_at(at(MONDAY, 12))

    assert (state.is_open, state.until, state.opens_at) == (False, None, None)


def test_two_spans_of_a_day_are_in_order_and_touching_ones_are_one_open_door() -> None:
    split = hours(
        WeeklySpan(0, time(13, 30), time(20)), WeeklySpan(0, time(9), time(12)), WeeklySpan(0, time(12), time(13))
    )

    assert [span.start for span in split.spans_on(MONDAY)] == [at(MONDAY, 9), at(MONDAY, 12), at(MONDAY, 13, 30)]
    assert split.state_at(at(MONDAY, 10)).until == at(MONDAY, 13)
    assert split.state_at(at(MONDAY, 13)).opens_at == at(MONDAY, 13, 30)


# --- Exceptions -----------------------------------------------------------------------------------------
def test_an_exception_replaces_the_week_on_its_day() -> None:
    closed = hours(WeeklySpan(0, time(10), time(16)), exceptions=(DayException(MONDAY, None, None, "holiday"),))
    shorter = hours(WeeklySpan(0, time(10), time(16)), exceptions=(DayException(MONDAY, time(12), time(14), "staff"),))

    assert closed.spans_on(MONDAY) == []
    assert not closed.state_at(at(MONDAY, 12)).is_open
    assert closed.reason_on(MONDAY) == "holiday"
    assert shorter.state_at(at(MONDAY, 13)).until == at(MONDAY, 14)
    assert not shorter.state_at(at(MONDAY, 11)).is_open
    assert shorter.reason_on(MONDAY + timedelta(days=1)) == ""


def test_an_exception_can_open_a_day_the_week_keeps_closed() -> None:
    sunday = MONDAY - timedelta(days=1)
    extra = hours(exceptions=(DayException(sunday, time(12), time(15)),))

    assert extra.state_at(at(sunday, 12)).is_open


# --- Midnight and the clock -------------------------------------------------------------------------------
def test_a_span_past_midnight_belongs_to_the_day_it_began() -> None:
    night = hours(WeeklySpan(0, time(22), time(2)))
    tuesday = MONDAY + timedelta(days=1)

    assert night.state_at(at(tuesday, 1)).until == at(tuesday, 2)
    assert not night.state_at(at(MONDAY, 1)).is_open


def test_a_span_to_the_same_time_is_a_whole_day() -> None:
    whole = hours(WeeklySpan(0, time(0), time(0)))

    assert whole.state_at(at(MONDAY, 0)).is_open
    assert whole.state_at(at(MONDAY, 0)).until == at(MONDAY + timedelta(days=1), 0)


@pytest.mark.parametrize(("day", "length"), [(SPRING, 5), (AUTUMN, 7), (MONDAY, 6)])
def test_a_span_over_a_change_of_the_clock_is_as_long_as_it_really_is(day: date, length: int) -> None:
    (span,) = every_day(time(0), time(6)).spans_on(day)

    assert span.end - span.start == timedelta(hours=length)


def test_a_time_that_the_spring_skips_is_an_hour_later() -> None:
    (span,) = every_day(time(3, 30), time(10)).spans_on(SPRING)

    assert span.start == at(SPRING, 4, 30)


def test_a_span_that_the_spring_swallows_never_opens() -> None:
    swallowed = hours(WeeklySpan(6, time(3, 30), time(4, 15)))

    assert swallowed.spans_on(SPRING) == []
    assert swallowed.state_at(at(SPRING, 1)).opens_at == at(SPRING + timedelta(days=7), 3, 30)


def test_closing_at_a_time_that_the_autumn_shows_twice_is_the_first_of_them() -> None:
    (span,) = every_day(time(1), time(3, 30)).spans_on(AUTUMN)

    assert span.end == at(AUTUMN, 3, 30, fold=0)
    assert not every_day(time(1), time(3, 30)).state_at(at(AUTUMN, 3, 30, fold=1)).is_open


@pytest.mark.parametrize(("day", "length"), [(SPRING, 23), (AUTUMN, 25), (MONDAY, 24)])
def test_midnight_comes_when_the_date_changes(day: date, length: int) -> None:
    assert next_midnight(at(day, 0), HELSINKI) - at(day, 0) == timedelta(hours=length)


# --- Whatever the timetable -------------------------------------------------------------------------------
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
WEEKLY = st.lists(st.builds(WeeklySpan, st.integers(0, 6), TIMES, TIMES), max_size=8)


def days_near(first: date, last: date) -> st.SearchStrategy[date]:
    return st.dates(first, last)


DAYS = st.one_of(
    days_near(SPRING - timedelta(days=2), SPRING + timedelta(days=2)),
    days_near(AUTUMN - timedelta(days=2), AUTUMN + timedelta(days=2)),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
EXCEPTIONS = st.lists(
    st.one_of(
        st.builds(DayException, DAYS, TIMES, TIMES, st.just("event")),
        st.builds(DayException, DAYS, st.none(), st.none(), st.just("holiday")),
    ),
    max_size=4,
)
TIMETABLES = st.builds(lambda weekly, exceptions: Hours(weekly, exceptions, HELSINKI), WEEKLY, EXCEPTIONS)
INSTANTS = st.builds(lambda day, minutes: at(day, 0) + timedelta(minutes=minutes), DAYS, st.integers(0, 25 * 60 - 1))


def open_by_definition(timetable: Hours, instant: datetime) -> bool:
    day = instant.astimezone(HELSINKI).date()
    return any(span.covers(instant) for back in (0, 1) for span in timetable.spans_on(day - timedelta(days=back)))


@given(TIMETABLES, INSTANTS)
def test_the_state_is_what_the_spans_say(timetable: Hours, now: datetime) -> None:
    assert timetable.state_at(now).is_open is open_by_definition(timetable, now)


@given(TIMETABLES, INSTANTS)
def test_the_door_moves_at_the_instant_told_and_not_before(timetable: Hours, now: datetime) -> None:
    state = timetable.state_at(now)
    moves_at = state.until if state.is_open else state.opens_at

    if moves_at is None or moves_at - now > timedelta(days=40):
        return  # always open, or beyond the horizon
    assert moves_at > now
    assert timetable.state_at(moves_at).is_open is not state.is_open
    assert timetable.state_at(moves_at - SECOND).is_open is state.is_open


@given(TIMETABLES, INSTANTS)
def test_the_next_change_is_never_late(timetable: Hours, now: datetime) -> None:
    """Every quarter of an hour until then, what would be said is what is said now."""
    change = timetable.next_change(now)
    said, today = timetable.state_at(now), now.astimezone(HELSINKI).date()

    assert now < change <= next_midnight(now, HELSINKI)
    instant = now
    while instant < change:
        assert timetable.state_at(instant) == said
        assert instant.astimezone(HELSINKI).date() == today
        instant += timedelta(minutes=15)
    assert timetable.state_at(change - SECOND) == said


@given(TIMETABLES, DAYS)
def test_the_spans_of_a_day_are_in_order_and_none_is_empty(timetable: Hours, day: date) -> None:
    spans = timetable.spans_on(day)

    assert spans == sorted(spans, key=lambda span: span.start)
    assert all(span.start < span.end for span in spans)
