"""What pages say of a place: is the door open now, and the week."""

from datetime import date, datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.components import Day, OpenNow, OpenSpan
from cms.dates import clock, zone
from cms.freshness import valid_until
from cms.opening import Hours, Reason, Span, Weekday, next_midnight

DAY_BEGINS, DAY_ENDS = 8, 20  # hours that the week's drawing spans


def open_now(hours: Hours, now: datetime) -> OpenNow:
    """Say in words whether the door is open."""
    state = hours.state_at(now)
    if state.is_open and state.until:
        return OpenNow(is_open=True, headline=_("Open now"), detail=_("until %(time)s") % {"time": clock(state.until)})
    if state.opens_at:
        return OpenNow(is_open=False, headline=_("Closed now"), detail=_opens_next(state.opens_at, now))
    return OpenNow(is_open=False, headline=_("Closed now"), detail=_("we do not know yet when it opens"))


def open_now_said(request: HttpRequest | None, hours: Hours) -> OpenNow:
    """The same for a page being made; the page is told when it changes."""
    now = timezone.now()
    valid_until(request, hours.next_change(now))
    return open_now(hours, now)


def week_for(request: HttpRequest | None, hours: Hours) -> list[Day]:
    """Seven days from this Monday, with exceptions in force; the page being made is told when they change."""
    now = timezone.now()
    valid_until(request, next_midnight(now, zone()))
    return week(hours, now.astimezone(zone()).date())


def week(hours: Hours, today: date) -> list[Day]:
    """The week that ``today`` is in."""
    monday = today - timedelta(days=today.weekday())
    return [_day(hours, monday + timedelta(days=offset), today) for offset in range(7)]


def _day(hours: Hours, day: date, today: date) -> Day:
    spans = hours.spans_on(day)
    text = ", ".join(f"{clock(span.start)}–{clock(span.end)}" for span in spans) or pgettext("of a door", "closed")
    reason = hours.reason_on(day)
    if reason and reason != Reason.OTHER:
        text = f"{text} ({Reason(reason).label})"
    return Day(str(Weekday(day.weekday()).label), text, day == today, tuple(_drawn(span, day) for span in spans))


def _drawn(span: Span, day: date) -> OpenSpan:
    def percent(instant: datetime) -> float:
        local = instant.astimezone(zone())
        hour = local.hour + local.minute / 60 + 24 * (local.date() - day).days
        return round(max(0.0, min(100.0, (hour - DAY_BEGINS) / (DAY_ENDS - DAY_BEGINS) * 100)), 1)

    return OpenSpan(percent(span.start), percent(span.end))


def _opens_next(opens_at: datetime, now: datetime) -> str:
    days = (opens_at.astimezone(zone()).date() - now.astimezone(zone()).date()).days
    words = {"time": clock(opens_at)}
    if days == 0:
        return _("opens today at %(time)s") % words
    if days == 1:
        return _("opens tomorrow at %(time)s") % words
    if days < 7:
        return _("opens on %(day)s at %(time)s") % (words | {"day": _on_day(opens_at)})
    return _("opens on %(date)s at %(time)s") % (
        words | {"date": date_format(opens_at.astimezone(zone()), pgettext("day and month", "j.n."))}
    )


def _on_day(instant: datetime) -> str:
    """The weekday as a time: "maanantaina". Languages decline it, so each day is a string of its own."""
    names = [
        pgettext("opens on", "Monday"),
        pgettext("opens on", "Tuesday"),
        pgettext("opens on", "Wednesday"),
        pgettext("opens on", "Thursday"),
        pgettext("opens on", "Friday"),
        pgettext("opens on", "Saturday"),
        pgettext("opens on", "Sunday"),
    ]
    return names[instant.astimezone(zone()).weekday()]
