"""Dates that a new round is offered."""

import datetime as dt

from living_lab.proposing import proposed_dates
from living_lab.rules import Schedule
from living_lab.staff.forms import DATES
from tests.living_lab.factories import HELSINKI


def test_no_date_proposed_is_one_when_nobody_works() -> None:
    for days in range(400):
        start = dt.datetime(2026, 1, 1, 12, tzinfo=HELSINKI) + dt.timedelta(days=days)
        proposed = proposed_dates(start)
        assert Schedule(*(proposed[name] for name in DATES)).is_ordered
        for day in proposed.values():
            assert day.weekday() < 5
            assert (day.month, day.day) not in {(12, 6), (12, 24), (12, 25), (12, 26), (1, 1), (1, 6), (5, 1)}
