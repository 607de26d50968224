"""Values in two forms: as a pack writes them, and as this database stores them.

Each codec does four things for one type of value: tells what is wrong with a pack's value, lists its
references, turns it into the stored form and back.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError

from .references import Reference, parse_json_reference

Find = Callable[[Reference], Any]  # a reference to this database's number, or None when there is none yet
Name = Callable[[str, Any], Reference]  # a kind and a number to the reference


@dataclass(frozen=True)
class Problem:
    """What is wrong, and at which key below the value that was looked at."""

    path: str
    text: str

    def within(self, outer: str) -> "Problem":
        return Problem(f"{outer}{self.path}", self.text)


class Codec:
    """A value that is the same in both forms."""

    def problems(self, value: Any) -> Iterator[Problem]:
        yield from ()

    def references(self, value: Any) -> Iterator[Reference]:
        yield from ()

    def stored(self, value: Any, find: Find) -> Any:
        return value

    def canonical(self, stored: Any, name: Name) -> Any:
        return stored


class Cleaned(Codec):
    """A plain value that the block or model field itself accepts."""

    def __init__(self, clean: Callable[[Any], Any], kind: type, expected: str) -> None:
        self.clean, self.kind, self.expected = clean, kind, expected

    def problems(self, value: Any) -> Iterator[Problem]:
        if type(value) is not self.kind:  # True is not a whole number here
            yield Problem("", f"must be {self.expected}")
            return
        try:
            self.clean(value)
        except ValidationError as error:
            yield from (Problem("", message) for message in error.messages)


class Moment(Codec):
    """A date or a time of day, written by ISO 8601; times without seconds."""

    def __init__(self, kind: type[date] | type[time], *, optional: bool) -> None:
        self.kind, self.optional = kind, optional

    def problems(self, value: Any) -> Iterator[Problem]:
        if value is None and self.optional:
            return
        example = "2026-01-31" if self.kind is date else "09:30"
        try:
            right = isinstance(value, str) and self._written(self.kind.fromisoformat(value)) == value
        except ValueError:
            right = False
        if not right:
            yield Problem("", f"must be written like {example}{', or be null' if self.optional else ''}")

    def stored(self, value: str | None, find: Find) -> Any:
        return self.kind.fromisoformat(value) if value else None

    def canonical(self, stored: Any, name: Name) -> str | None:
        return None if stored is None else self._written(stored)

    def _written(self, moment: Any) -> str:
        return f"{moment:%H:%M}" if isinstance(moment, time) else moment.isoformat()


class Referring(Codec):
    """A reference, or null."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def problems(self, value: Any) -> Iterator[Problem]:
        if value is None:
            return
        try:
            reference = parse_json_reference(value)
        except ValueError as error:
            yield Problem("", str(error))
            return
        if reference.kind != self.kind:
            yield Problem("", f"must lead to a {self.kind}, not to {reference}")

    def references(self, value: Any) -> Iterator[Reference]:
        if value is not None:
            yield parse_json_reference(value)

    def stored(self, value: Any, find: Find) -> Any:
        return None if value is None else find(parse_json_reference(value))

    def canonical(self, stored: Any, name: Name) -> dict[str, str] | None:
        return None if stored is None else name(self.kind, stored).json
