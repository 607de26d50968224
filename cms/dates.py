"""Dates and times of day as people say them, in the active language and the site's zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def zone() -> ZoneInfo:
    """Where the clocks on the wall are."""
    return ZoneInfo(settings.TIME_ZONE)


def clock(instant: datetime) -> str:
    """A time of day as people write it in the active language, without needless zeros: 10 or 10.30."""
    local = instant.astimezone(zone())
    return date_format(local, "TIME_FORMAT" if local.minute else pgettext("format of a whole hour", "G"))


def day(instant: datetime, *, with_year: bool = False) -> str:
    """A short date: 6.12., with the year when asked for or when it is not this year."""
    return calendar_day(instant.astimezone(zone()).date(), with_year=with_year)


def calendar_day(value: date, *, with_year: bool = False) -> str:
    """The same of a date that has no time."""
    with_year = with_year or value.year != timezone.localdate().year
    return date_format(value, "SHORT_DATE_FORMAT" if with_year else pgettext("day and month", "j.n."))


def day_and_clock(instant: datetime) -> str:
    """A date with the time of day."""
    return _("%(day)s at %(time)s") % {"day": day(instant), "time": clock(instant)}


def last_moment(instant: datetime) -> str:
    """An end that is not included, as people say it: midnight is the day before, else the clock is told."""
    local = instant.astimezone(zone())
    if local.time() == time(0, 0):
        return day(local - timedelta(minutes=1))
    return day_and_clock(instant)


def last_day(instant: datetime) -> str:
    """The day of an end that is not included: of midnight, the day before."""
    return day(instant - timedelta(microseconds=1))


def span(start: datetime, end: datetime) -> str:
    """From a beginning to a last moment: 26.10.–22.11., or with the clock when the day does not end it."""
    if end.astimezone(zone()).time() == time(0, 0):
        return f"{day(start)}–{last_moment(end)}"
    return f"{day_and_clock(start)} – {last_moment(end)}"


def since_words(since: datetime, now: datetime) -> str:
    """Since when something waits: today and yesterday with the clock, earlier days with how long ago."""
    days = (now.astimezone(zone()).date() - since.astimezone(zone()).date()).days
    if days <= 0:
        return _("today at %(time)s") % {"time": clock(since)}
    if days == 1:
        return _("yesterday at %(time)s") % {"time": clock(since)}
    words = {"day": day(since), "days": days}
    return ngettext("%(day)s, %(days)s day ago", "%(day)s, %(days)s days ago", days) % words
