"""Casting shares a round, closing takes it alone: an acknowledged ballot is always counted.

PostgreSQL: advisory locks that end with the transaction. SQLite: every transaction is IMMEDIATE, so writers
already wait for each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from living_lab.models import Round

NAMESPACE = 7_401  # keeps our locks apart from any other use of advisory locks


@contextmanager
def casting(round_: Round) -> Iterator[None]:
    """A transaction in which the round cannot close."""
    with transaction.atomic():
        _take("pg_advisory_xact_lock_shared", round_)
        yield


@contextmanager
def closing(round_: Round) -> Iterator[None]:
    """A transaction in which nobody casts."""
    with transaction.atomic():
        _take("pg_advisory_xact_lock", round_)
        yield


def _take(function: str, round_: Round) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s, %s)", [NAMESPACE, round_.pk])
