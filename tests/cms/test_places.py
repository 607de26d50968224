"""What pages say of a place, in words, in each language, at every boundary."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpRequest
from django.utils import timezone, translation

from cms.freshness import Freshness
from cms.models.places import Reason
from cms.opening import DayException, Hours, WeeklySpan
from cms.places import open_now, open_now_said, week, week_for
from tests.factories import OpeningExceptionFactory, PlaceFactory

HELSINKI = ZoneInfo("Europe/Helsinki")
MONDAY = date(2026, 11, 23)
WEEKDAYS = Hours([WeeklySpan(day, time(10), time(16, 30)) for day in range(5)], [], HELSINKI)


def at(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=days), time(hour, minute), HELSINKI)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    translation.activate("en")


# --- Open now -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "is_open", "detail"),
    [
        (at(9, 59), False, "opens today at 10"),
        (at(10), True, "until 16.30"),
        (at(16, 29), True, "until 16.30"),
        (at(16, 30), False, "opens tomorrow at 10"),
        (at(17, days=4), False, "opens on Monday at 10"),
        (at(12, days=6), False, "opens tomorrow at 10"),
    ],
)
def test_words_say_whether_the_door_is_open(now: datetime, is_open: bool, detail: str) -> None:
    said = open_now(WEEKDAYS, now)

    assert said.is_open is is_open
    assert said.detail.replace(":", ".") == detail


def test_a_far_opening_is_told_by_its_date_and_an_unknown_one_frankly() -> None:
    later = Hours([], [DayException(MONDAY + timedelta(days=20), time(10), time(16))], HELSINKI)

    assert open_now(later, at(9)).detail == "opens on 13 December at 10"
    assert open_now(Hours([], [], HELSINKI), at(9)).detail == "we do not know yet when it opens"


def test_a_week_away_is_told_by_its_date_for_the_name_of_the_day_would_be_todays() -> None:
    mondays = Hours([WeeklySpan(0, time(10), time(16))], [], HELSINKI)

    assert open_now(mondays, at(17)).detail == "opens on 30 November at 10"


@pytest.mark.parametrize("language", ["fi", "sv", "en", "fi-simple"])
def test_every_language_has_words_for_every_state(language: str) -> None:
    translation.activate(language)

    for hours in range(24 * 7):
        said = open_now(WEEKDAYS, at(0) + timedelta(hours=hours))
        assert said.headline
        assert said.detail
        assert "%(" not in said.detail


# --- The week -------------------------------------------------------------------------------------------
def test_the_week_runs_from_monday_to_sunday_and_marks_today() -> None:
    days = week(WEEKDAYS, MONDAY + timedelta(days=6))

    assert [day.today for day in days] == [False] * 6 + [True]
    assert [bool(day.spans) for day in days] == [True] * 5 + [False] * 2
    assert days[0].text.replace(":", ".") == "10–16.30"
    assert days[6].text == "closed"


def test_the_bars_are_within_the_drawn_day() -> None:
    hours = Hours(
        [WeeklySpan(0, time(6), time(9)), WeeklySpan(0, time(12), time(14)), WeeklySpan(0, time(19), time(2))],
        [],
        HELSINKI,
    )
    (first, second, third) = week(hours, MONDAY)[0].spans

    assert (first.start_percent, first.end_percent) == (0, 8.3)
    assert (second.start_percent, second.end_percent) == (33.3, 50)
    assert (third.start_percent, third.end_percent) == (91.7, 100)


@pytest.mark.parametrize(
    ("reason", "text"), [(Reason.HOLIDAY, "closed (public holiday)"), (Reason.OTHER, "closed"), ("", "closed")]
)
def test_an_exception_tells_its_reason(reason: str, text: str) -> None:
    hours = Hours([WeeklySpan(0, time(10), time(16))], [DayException(MONDAY, None, None, reason)], HELSINKI)

    assert week(hours, MONDAY)[0].text == text


@pytest.mark.parametrize("today", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_week_when_the_clock_changes_has_seven_days(today: date) -> None:
    days = week(Hours([WeeklySpan(6, time(0), time(12))], [], HELSINKI), today)

    assert len(days) == 7
    assert days[6].today
    assert days[6].text == "0–12"


# --- A place of the database ------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_place_is_its_rows_in_two_queries(django_assert_num_queries: pytest.FixtureRequest) -> None:
    place = PlaceFactory()
    OpeningExceptionFactory(place=place, date=MONDAY)

    with django_assert_num_queries(2):
        hours = place.hours

    assert hours.spans_on(MONDAY) == []
    assert len(hours.spans_on(MONDAY + timedelta(days=1))) == 1


@pytest.mark.django_db
def test_the_page_is_told_when_what_it_says_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    request = HttpRequest()
    request.freshness = Freshness(at(9))
    monkeypatch.setattr(timezone, "now", lambda: at(9))

    assert not open_now_said(request, PlaceFactory().hours).is_open
    assert request.freshness.valid_until == at(10)


@pytest.mark.django_db
def test_the_week_turns_at_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    request = HttpRequest()
    request.freshness = Freshness(at(12))
    monkeypatch.setattr(timezone, "now", lambda: at(12))

    week_for(request, PlaceFactory().hours)

    assert request.freshness.valid_until == at(0, days=1)
