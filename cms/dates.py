"""Dates as people say them, in the active language and the site's zone."""

from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.places import clock, zone


def day(instant: datetime, *, with_year: bool = False) -> str:
    """A short date: 6.12. or 6.12.2026."""
    pattern = "SHORT_DATE_FORMAT" if with_year else pgettext("day and month", "j.n.")
    return date_format(instant.astimezone(zone()), pattern)


def calendar_day(value: date) -> str:
    """The same of a date that has no time."""
    return date_format(value, pgettext("day and month", "j.n."))


def day_and_clock(instant: datetime) -> str:
    """A date with the time of day."""
    return _("%(day)s at %(time)s") % {"day": day(instant), "time": clock(instant)}


def last_moment(instant: datetime) -> str:
    """An end that is not included, as people say it: midnight is the day before, else the clock is told."""
    local = instant.astimezone(zone())
    if local.time() == time(0, 0):
        return day(local - timedelta(minutes=1))
    return day_and_clock(instant)


def span(start: datetime, end: datetime) -> str:
    """From a day to a last moment: 26.10.–22.11."""
    return f"{day(start)}–{last_moment(end)}"
