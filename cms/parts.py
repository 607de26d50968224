"""The registry of page parts: how an upper room shows itself inside any page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from cms.registries import Registry


@dataclass(frozen=True)
class Part:
    """What a page stores: which kind, which object."""

    kind: str
    uuid: UUID

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.uuid}"

    @property
    def stored(self) -> dict[str, str]:
        return {"kind": self.kind, "uuid": str(self.uuid)}

    @classmethod
    def from_key(cls, key: str) -> "Part | None":
        kind, _, uuid = key.partition(":")
        return cls.from_stored({"kind": kind, "uuid": uuid})

    @classmethod
    def from_stored(cls, value: Any) -> "Part | None":
        if isinstance(value, Part) or not value:
            return value or None
        try:
            return cls(str(value["kind"]), UUID(str(value["uuid"])))
        except (KeyError, TypeError, ValueError):
            return None


@dataclass(frozen=True)
class PartKind:
    """A registration.

    ``choices`` gives (uuid, label) for editors; ``show`` gives the template's ``part`` for an object in a
    language, or None when there is nothing to show, and tells the request's freshness when that changes
    by the clock.
    """

    kind: str
    label: Any
    template: str
    choices: Callable[[], list[tuple[UUID, str]]]
    show: Callable[[UUID, str, HttpRequest | None], Any]


KINDS: Registry[PartKind] = Registry("page part")


def register(kind: PartKind) -> None:
    """Let pages show this kind of part."""
    KINDS.register(kind.kind, kind)


def grouped_choices() -> list[tuple[str, Any]]:
    """Choices of a select, grouped by kind; the empty choice first."""
    groups = [
        (str(kind.label), [(Part(kind.kind, uuid).key, label) for uuid, label in kind.choices()]) for kind in KINDS
    ]
    return [("", "—"), *groups]
