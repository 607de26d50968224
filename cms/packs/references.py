"""Typed references: how one object of a pack names another, in any database."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

KEY = "$ref"


@dataclass(frozen=True, order=True)
class Reference:
    """``page:<uuid>``: a kind of the registry and an identity that survives copying."""

    kind: str
    uuid: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.uuid}"

    @property
    def json(self) -> dict[str, str]:
        return {KEY: str(self)}


def parse_reference(text: Any) -> Reference:
    """Read ``kind:uuid``.

    Raises:
        ValueError: it is not written so.
    """
    if not isinstance(text, str):
        raise ValueError("a reference is written as 'kind:uuid'")  # noqa: TRY004 -- all faults of a pack are alike
    kind, colon, rest = text.partition(":")
    if not (kind and colon):
        raise ValueError(f"'{text}' is not a reference; one is written as 'kind:uuid'")
    return Reference(kind, parse_uuid(rest))


def parse_json_reference(value: Any) -> Reference:
    """Read ``{"$ref": "kind:uuid"}``.

    Raises:
        ValueError: it is not written so.
    """
    if not isinstance(value, dict) or set(value) != {KEY}:
        raise ValueError('a reference is written as {"$ref": "kind:uuid"}, or null')
    return parse_reference(value[KEY])


def parse_uuid(text: Any) -> UUID:
    """Read a uuid in its one usual form, lower case with hyphens.

    Raises:
        ValueError: it is not written so.
    """
    try:
        uuid = UUID(text)
    except (AttributeError, TypeError, ValueError):
        raise ValueError(f"'{text}' is not a uuid") from None
    if str(uuid) != text:
        raise ValueError(f"the uuid '{text}' must be written as '{uuid}'")
    return uuid
