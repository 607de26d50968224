"""Dates that a round usually has."""

from datetime import date, datetime, time, timedelta
from typing import Any

from cms.dates import zone

# Days nobody works, as month and day: those that have the same date every year.
FIXED_HOLIDAYS = {(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)}
SATURDAY = 5


def proposed_dates(now: datetime) -> dict[str, Any]:
    """Dates a round usually has: two weeks of ideas, a pause to read, two weeks of voting, three to answer.

    Each is counted from the one before it and falls on a day when somebody is at work.
    """
    opens = working_day(now.astimezone(zone()).date() + timedelta(days=1))
    closes = working_day(opens + timedelta(days=14))
    votes = working_day(closes + timedelta(days=3))
    ends = working_day(votes + timedelta(days=14))

    def at(day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), zone())

    return {
        "ideas_open": at(opens, 8),
        "ideas_close": at(closes, 16),
        "voting_open": at(votes, 8),
        "voting_close": at(ends, 16),
        "answers_due": working_day(ends + timedelta(days=21)),
    }


def working_day(day: date) -> date:
    """The day itself, or the next that is neither at a weekend nor a holiday of a fixed date."""
    while day.weekday() >= SATURDAY or (day.month, day.day) in FIXED_HOLIDAYS:
        day += timedelta(days=1)
    return day
