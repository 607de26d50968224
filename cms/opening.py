"""When a door is open: pure functions of the clock, right over midnight and daylight saving.

Times on the wall are turned into instants in the site's zone, so a span that crosses a change of the
clock is as long as it really is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

DAYS_AHEAD = 60


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Reason(models.TextChoices):
    HOLIDAY = "holiday", _("public holiday")
    STAFF = "staff", _("staff day")
    EVENT = "event", _("event")
    OTHER = "other", _("other reason")


@dataclass(frozen=True)
class WeeklySpan:
    """``weekday`` 0–6 from Monday; ``closes`` not later than ``opens`` means the next day."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class DayException:
    """Hours that replace the weekly ones on ``date``; ``opens`` None means closed."""

    date: date
    opens: time | None
    closes: time | None
    reason: str = ""


@dataclass(frozen=True)
class Span:
    """From ``start`` (included) to ``end`` (not included), both aware."""

    start: datetime
    end: datetime

    def covers(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


@dataclass(frozen=True)
class OpenState:
    """``until`` is when the open door closes; ``opens_at`` when the closed one opens, None if not in sight."""

    is_open: bool
    until: datetime | None
    opens_at: datetime | None


@dataclass(frozen=True)
class Hours:
    """A place's whole timetable."""

    weekly: Sequence[WeeklySpan]
    exceptions: Sequence[DayException]
    zone: ZoneInfo

    def spans_on(self, day: date) -> list[Span]:
        """Spans that begin on ``day``, in order; one that a change of the clock swallows whole is left out."""
        special = [item for item in self.exceptions if item.date == day]
        pairs: Iterable[tuple[time, time]]
        if special:
            pairs = [(item.opens, item.closes) for item in special if item.opens and item.closes]
        else:
            pairs = [(item.opens, item.closes) for item in self.weekly if item.weekday == day.weekday()]
        spans = [self._span(day, opens, closes) for opens, closes in pairs]
        return sorted((span for span in spans if span.start < span.end), key=lambda span: span.start)

    def reason_on(self, day: date) -> str:
        """Why ``day`` differs from the week, or an empty string."""
        return next((item.reason for item in self.exceptions if item.date == day), "")

    def state_at(self, now: datetime) -> OpenState:
        """Is the door open at ``now`` (aware), and when does that change."""
        today = now.astimezone(self.zone).date()
        spans = [span for offset in range(-1, DAYS_AHEAD) for span in self.spans_on(today + timedelta(days=offset))]
        covering = [span.end for span in spans if span.covers(now)]
        if covering:
            return OpenState(is_open=True, until=self._joined_end(max(covering), spans), opens_at=None)
        return OpenState(
            is_open=False, until=None, opens_at=min((s.start for s in spans if s.start > now), default=None)
        )

    def next_change(self, now: datetime) -> datetime:
        """The next instant at which what is said about the hours may differ: a door moves or the date changes."""
        state = self.state_at(now)
        midnight = next_midnight(now, self.zone)
        return min(instant for instant in (state.until, state.opens_at, midnight) if instant)

    def _span(self, day: date, opens: time, closes: time) -> Span:
        end_day = day if closes > opens else day + timedelta(days=1)
        return Span(_instant(day, opens, self.zone), _instant(end_day, closes, self.zone))

    @staticmethod
    def _joined_end(end: datetime, spans: list[Span]) -> datetime:
        """Spans that touch or overlap are one open door."""
        for span in sorted(spans, key=lambda item: item.start):
            if span.start <= end < span.end:
                end = span.end
        return end


def next_midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """The first instant of tomorrow in ``zone``."""
    return _instant(now.astimezone(zone).date() + timedelta(days=1), time.min, zone)


def _instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """A wall time as an instant. In UTC, because times of one zone compare by the wall, not by the clock."""
    return datetime.combine(day, wall, zone).astimezone(UTC)
