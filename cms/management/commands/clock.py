"""``manage.py clock``: tick now, then at the beginning of each minute, until told to stop."""

import logging
import signal
import threading
from datetime import datetime, timedelta

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connections
from django.utils import timezone

from cms import jobs

SIGNALS = (signal.SIGTERM, signal.SIGINT)
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run due jobs every minute. SIGTERM and Ctrl-C end it; a job in hand is finished first."

    def handle(self, **_options: object) -> None:
        stop = threading.Event()
        before = {number: signal.signal(number, lambda *_: stop.set()) for number in SIGNALS}
        try:
            run_until(stop)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def run_until(stop: threading.Event) -> None:
    while not stop.is_set():
        began = timezone.now()
        tick_safely()
        stop.wait(seconds_until(next_minute(began)))


def tick_safely() -> None:
    """A tick whose failure (a database that is away, say) is written down and waits for the next minute."""
    close_old_connections()
    try:
        jobs.tick()
    except Exception:
        logger.exception("a tick failed; the next one comes in a minute")
        connections.close_all()
    close_old_connections()


def next_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)


def seconds_until(moment: datetime) -> float:
    """Nothing when it has passed: a tick that took long is followed by the next at once."""
    return max(0.0, (moment - timezone.now()).total_seconds())
