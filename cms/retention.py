"""What is kept, why and how long: the data map, purging, and a person's own data.

Every model field of the project's rooms stands in exactly one :class:`Record`; a test fails for a field
that does not. Rooms register records, purges and person-data handlers in ``AppConfig.ready()``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from cms.registries import Registry


@dataclass(frozen=True)
class Record:
    """Fields of one model that are kept for one purpose on one basis for one time.

    ``model`` is a label such as ``cms.User``; ``personal`` tells whether the fields are personal data.
    """

    model: str
    fields: tuple[str, ...]
    purpose: str
    basis: str
    retention: str
    personal: bool = False


@dataclass(frozen=True)
class Purge:
    """Deletes what has been kept long enough; with ``dry_run`` only counts. Returns the number of rows."""

    name: str
    label: Any
    run: Callable[[datetime, bool], int]


@dataclass(frozen=True)
class PersonData:
    """Finds, gives and erases what one room holds of a person known by an e-mail address.

    ``erase`` runs in a transaction that a rehearsal takes back: what cannot be taken back (files) waits for
    ``transaction.on_commit``. It returns the number of things erased.
    """

    name: str
    export: Callable[[str], list[dict[str, Any]]]
    erase: Callable[[str], int]


@dataclass(frozen=True)
class ErasureReport:
    """Rows erased per room."""

    erased: dict[str, int] = field(default_factory=dict)


RECORDS: list[Record] = []
PURGES: Registry[Purge] = Registry("purge")
PERSON_DATA: Registry[PersonData] = Registry("person data")


def describe(*records: Record) -> None:
    """Add records to the data map."""
    RECORDS.extend(record for record in records if record not in RECORDS)


def purge(now: datetime, *, dry_run: bool) -> dict[str, int]:
    """Run every purge; rows per purge."""
    return {item.name: item.run(now, dry_run) for item in PURGES}


def export_person(email: str) -> dict[str, list[dict[str, Any]]]:
    """Everything the rooms hold of the person."""
    return {item.name: item.export(email) for item in PERSON_DATA}


def erase_person(email: str, *, dry_run: bool = False) -> ErasureReport:
    """Erase it, in all rooms or in none; with ``dry_run`` only tell what would be erased."""
    with transaction.atomic():
        report = ErasureReport({item.name: item.erase(email) for item in PERSON_DATA})
        transaction.set_rollback(dry_run)
    return report
