"""The clock: due jobs from one table in code, each with a lock and its last result.

``manage.py tick`` runs what is due; ``manage.py clock`` ticks every minute. A lock is a row updated only
where it is free and nobody has started the job since it was found due, so two clocks never run one job at
once or twice; it frees itself after :data:`LOCK_TIME`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cms.dates import zone
from cms.models.running import JobRun
from cms.registries import Registry

LOCK_TIME = timedelta(minutes=15)
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """``run`` gets the present instant and returns what it did in a few words.

    Due once in every ``every`` (default each minute; spans are counted from midnight UTC of 1 January 1970),
    or once a day from ``daily_at`` on the wall clock.
    """

    name: str
    label: Any
    run: Callable[[datetime], str]
    every: timedelta = timedelta(minutes=1)
    daily_at: time | None = None


JOBS: Registry[Job] = Registry("job")


def register(job: Job) -> None:
    JOBS.register(job.name, job)


def is_due(job: Job, last_started: datetime | None, now: datetime) -> bool:
    """Should ``job`` run at ``now``. Aware instants; a daily job missed while the site was down runs late."""
    if job.daily_at is None:
        return last_started is None or last_started < _began(job.every, now)
    if last_started is None:
        return _on(_today(now), job.daily_at) <= now
    return last_started < _latest(job.daily_at, now)


def tick(now: datetime | None = None) -> list[JobRun]:
    """Run every due job; a failing one is recorded and does not stop the others."""
    now = now or timezone.now()
    started = dict(JobRun.objects.values_list("name", "started_at"))
    due = [job for job in JOBS if is_due(job, started.get(job.name), now)]
    return [run for job in due if (run := _run(job, started.get(job.name), now))]


def _run(job: Job, last_started: datetime | None, now: datetime) -> JobRun | None:
    """Run ``job`` unless somebody else runs it or has run it since; None then."""
    lock = now + LOCK_TIME
    if not _take(job, last_started, now, lock):
        return None
    try:
        message, succeeded = job.run(now), True
    except Exception as error:  # one broken job must not stop the clock; the staff page shows it
        logger.exception("job %s failed", job.name)
        message, succeeded = f"{type(error).__name__}: {error}", False
    JobRun.objects.filter(name=job.name, locked_until=lock).update(
        locked_until=None, succeeded=succeeded, message=message
    )
    return JobRun(name=job.name, started_at=now, succeeded=succeeded, message=message)


def _take(job: Job, last_started: datetime | None, now: datetime, lock: datetime) -> bool:
    """Lock the job's row, if it is free and still as it was when the job was found due."""
    JobRun.objects.get_or_create(name=job.name)
    unchanged = Q(started_at=last_started) if last_started else Q(started_at__isnull=True)
    free = Q(locked_until__isnull=True) | Q(locked_until__lte=now)
    return bool(JobRun.objects.filter(free, unchanged, name=job.name).update(locked_until=lock, started_at=now))


def _began(every: timedelta, now: datetime) -> datetime:
    """When the present span of ``every`` began."""
    return now - (now - datetime.fromtimestamp(0, UTC)) % every


def _today(now: datetime) -> date:
    return now.astimezone(zone()).date()


def _on(day: date, wall: time) -> datetime:
    """The instant at which the wall clock shows ``wall`` on ``day``. In UTC, to be compared as an instant."""
    return datetime.combine(day, wall, zone()).astimezone(UTC)


def _latest(wall: time, now: datetime) -> datetime:
    """The last instant at or before ``now`` when the wall clock showed ``wall``."""
    today = _today(now)
    todays = _on(today, wall)
    return todays if todays <= now else _on(today - timedelta(days=1), wall)
