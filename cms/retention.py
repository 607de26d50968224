"""What is kept, why and how long: the data map, purging, and a person's own data.

Every model field of the project's rooms stands in exactly one :class:`Record`; a test fails for a field
that does not. Rooms register records, purges and person-data handlers in ``AppConfig.ready()``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from cms.registries import Registry


class Basis(StrEnum):
    """Why the law lets the municipality keep something; the value is how the privacy notice puts it."""

    PARTICIPATION = "GDPR 6(1)(e), kuntalaki 22 §: residents take part"
    INFORMING = "GDPR 6(1)(e), kuntalaki 29 §: residents are told"
    STAFF_WORK = "GDPR 6(1)(e): the municipality's work needs accounts it can answer for"
    SECURITY = "GDPR 6(1)(c) and 32: access must be controlled and traceable"
    AGREEMENT = "GDPR 6(1)(a) for people who can be recognised, else 6(1)(e)"
    COPYRIGHT = "GDPR 6(1)(c), tekijänoikeuslaki 3 §: who made a work is told"
    RUNNING = "no personal data; the site needs it to run"


UNTIL_DELETED = "until staff delete it"
WITH_OBJECT = "with what it belongs to"
WITH_ACCOUNT = "with the account, which is erased when the work ends"
UNTIL_ACCOUNT_ERASED = "until the account is erased"


@dataclass(frozen=True)
class Record:
    """Fields of one model that are kept for one purpose on one basis for one time.

    ``model`` is a label such as ``cms.User``; ``personal`` tells whether the fields are personal data.
    """

    model: str
    fields: tuple[str, ...]
    purpose: str
    basis: Basis
    retention: str
    personal: bool = False


def page_record(model: str, *own: str, purpose: str = "a public page", retention: str = UNTIL_DELETED) -> Record:
    """The record of a page type: the fields every page of ours has, and its own."""
    return Record(model, ("lead", "art", "menu_title", *own), purpose, Basis.INFORMING, retention)


@dataclass(frozen=True)
class Purge:
    """Deletes what has been kept long enough; with ``dry_run`` only counts. Returns the number of rows.

    ``label`` is what it deletes, as the staff page of jobs tells it.
    """

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


RECORDS: Registry[Record] = Registry("field of the data map")
PURGES: Registry[Purge] = Registry("purge")
PERSON_DATA: Registry[PersonData] = Registry("person data")


def describe(*records: Record) -> None:
    """Add records to the data map, each under every field that it is about.

    Raises:
        ValueError: another record is about the same field.
    """
    for record in records:
        for name in record.fields:
            RECORDS.register(f"{record.model}.{name}", record)


def data_map() -> list[Record]:
    """Every record once, model by model in the order they were described."""
    by_model: dict[str, list[Record]] = {}
    for record in dict.fromkeys(RECORDS):
        by_model.setdefault(record.model, []).append(record)
    return [record for records in by_model.values() for record in records]


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
