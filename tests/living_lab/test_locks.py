"""Casting shares a round, closing takes it alone."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest
from django.conf import settings
from django.db import connection, connections

from living_lab import locks
from living_lab.models import Round
from tests.factories import RoundFactory

pytestmark = pytest.mark.django_db(transaction=True)

Lock = Callable[[Round], AbstractContextManager[None]]


def gets_through(lock: Lock, round_: Round) -> bool:
    """Does another connection get a lock at once, without waiting for ours?"""

    def attempt() -> bool:
        function = "pg_try_advisory_xact_lock" + ("_shared" if lock is locks.casting else "")
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {function}(%s, %s)", [locks.NAMESPACE, round_.pk])
                return bool(cursor.fetchone()[0])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(attempt).result(30)


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (locks.casting, locks.casting, True),
        (locks.casting, locks.closing, False),
        (locks.closing, locks.casting, False),
        (locks.closing, locks.closing, False),
    ],
    ids=["many cast together", "closing waits for casting", "casting waits for closing", "one closes"],
)
def test_who_waits_for_whom_on_postgresql(first: Lock, second: Lock, together: bool) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no advisory locks; see the test of IMMEDIATE below")
    round_, other = RoundFactory(), RoundFactory()

    with first(round_):
        assert gets_through(second, round_) is together
        assert gets_through(second, other)
    assert gets_through(second, round_)


@pytest.mark.parametrize("lock", [locks.casting, locks.closing])
def test_a_second_writer_waits_on_sqlite(lock: Lock) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL waits by advisory locks; see above")
    with lock(RoundFactory()):
        other = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_both_locks_are_transactions() -> None:
    round_ = RoundFactory(name="ennen")

    def fail_inside(lock: Lock) -> None:
        with lock(round_):
            Round.objects.filter(pk=round_.pk).update(name="jälkeen")
            raise ZeroDivisionError

    for lock in (locks.casting, locks.closing):
        with pytest.raises(ZeroDivisionError):
            fail_inside(lock)

    assert Round.objects.get(pk=round_.pk).name == "ennen"
