"""The clock: due jobs from one table in code, each with a lock and its last result.

``manage.py tick`` runs what is due; ``manage.py clock`` ticks every minute. A lock is a row updated only
where it is free, so two clocks never run one job at once; it frees itself after :data:`LOCK_TIME`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cms.models.running import JobRun
from cms.places import zone
from cms.registries import Registry

LOCK_TIME = timedelta(minutes=15)
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """``run`` gets the present instant and returns what it did in a few words.

    Due every ``every`` (default each minute), or once a day from ``daily_at`` on the wall clock.
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
    if last_started is None:
        return job.daily_at is None or _todays(job.daily_at, now) <= now
    if job.daily_at is None:
        return now - last_started >= job.every - timedelta(seconds=5)
    return last_started < _latest(job.daily_at, now)


def tick(now: datetime | None = None) -> list[JobRun]:
    """Run every due job; a failing one is recorded and does not stop the others."""
    now = now or timezone.now()
    started = dict(JobRun.objects.values_list("name", "started_at"))
    due = [job for job in JOBS if is_due(job, started.get(job.name), now)]
    return [run for job in due if (run := _run(job, now))]


def _run(job: Job, now: datetime) -> JobRun | None:
    JobRun.objects.get_or_create(name=job.name)
    free = Q(locked_until__isnull=True) | Q(locked_until__lt=now)
    if not JobRun.objects.filter(free, name=job.name).update(locked_until=now + LOCK_TIME, started_at=now):
        return None
    try:
        message, succeeded = job.run(now), True
    except Exception as error:  # one broken job must not stop the clock; the staff page shows it
        logger.exception("job %s failed", job.name)
        message, succeeded = f"{type(error).__name__}: {error}", False
    JobRun.objects.filter(name=job.name).update(
        locked_until=None, finished_at=timezone.now(), succeeded=succeeded, message=message
    )
    return JobRun.objects.get(name=job.name)


def _todays(wall: time, now: datetime) -> datetime:
    return datetime.combine(now.astimezone(zone()).date(), wall, zone())


def _latest(wall: time, now: datetime) -> datetime:
    """The last instant at or before ``now`` when the wall clock showed ``wall``."""
    todays = _todays(wall, now)
    return todays if todays <= now else _todays(wall, now - timedelta(days=1))
