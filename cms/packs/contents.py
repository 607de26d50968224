"""What a pack holds, once it has been read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from .references import Reference
from .registry import PACKABLES, PAGE, Packable
from .schema import Schema, schema_of

SHOWN_FAULTS = 20


def stem_of(file: str) -> str:
    """A file's name without folders and endings."""
    return PurePosixPath(file).name.partition(".")[0]


@dataclass(frozen=True)
class Fault:
    """What is wrong, in which file, at which key."""

    file: str
    key: str
    text: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.key, self.text) if part)


class PackError(Exception):
    """A pack cannot be used; ``faults`` says why. Nothing has been changed."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        more = len(self.faults) - SHOWN_FAULTS
        lines = [str(fault) for fault in self.faults[:SHOWN_FAULTS]]
        super().__init__("\n".join(lines + ([f"… and {more} more"] if more > 0 else [])))


@dataclass(frozen=True)
class Manifest:
    """``pack.toml``: what the pack is, whose it is, and what it needs."""

    id: str
    version: str
    minimum_application_version: str
    licence: str
    authors: tuple[str, ...]
    source_language: str
    languages: tuple[str, ...]
    title: dict[str, str]
    credit: dict[str, str]
    main_place: UUID | None = None


@dataclass(frozen=True)
class PackObject:
    """One object and the file it is in."""

    file: str
    model: str
    uuid: UUID
    fields: dict[str, Any]

    @property
    def packable(self) -> Packable:
        """The registration; :func:`cms.packs.format.read_pack` has made sure there is one."""
        found = PACKABLES.get(self.model)
        if found is None:
            raise LookupError(self.model)
        return found

    @property
    def schema(self) -> Schema:
        return schema_of(self.packable)

    @property
    def stem(self) -> str:
        """What the file's name says of the object: all before the first dot."""
        return stem_of(self.file)

    @property
    def reference(self) -> Reference:
        return Reference(self.packable.kind, self.uuid)


@dataclass(frozen=True)
class PackPage(PackObject):
    """A page with words of its own: in the source language, or in one that has its own structure."""

    locale: str
    parent: Reference | None
    position: int


@dataclass(frozen=True)
class Translated:
    """One text: where it stands, the words, and the words in the other language."""

    context: str
    source: str
    text: str


@dataclass(frozen=True)
class PackTranslation:
    """A page's words in a language that follows the source's structure.

    ``links`` are addresses that differ in this language, by wagtail-localize's path.
    """

    file: str
    locale: str
    page: UUID
    texts: tuple[Translated, ...]
    links: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pack:
    """A pack in memory; read by :func:`cms.packs.format.read_pack`, which lets only sound ones through."""

    manifest: Manifest
    objects: tuple[PackObject, ...]
    pages: tuple[PackPage, ...]
    translations: tuple[PackTranslation, ...]
    changes: str = ""

    @cached_property
    def source_pages(self) -> list[PackPage]:
        """Sorted once: they are asked for page by page."""
        return self.pages_in(self.manifest.source_language)

    @cached_property
    def sources(self) -> dict[UUID, PackPage]:
        """The same by their uuid."""
        return {page.uuid: page for page in self.source_pages}

    def pages_in(self, locale: str) -> list[PackPage]:
        """Pages with words of their own in a language, parents before children, siblings in order."""
        below: dict[Reference | None, list[PackPage]] = {}
        for page in sorted(self.pages, key=lambda page: (page.position, page.file)):
            if page.locale == locale:
                below.setdefault(page.parent, []).append(page)
        ordered: list[PackPage] = []
        waiting = list(reversed(below.get(None, [])))
        while waiting:
            page = waiting.pop()
            ordered.append(page)
            waiting += reversed(below.get(Reference(PAGE, page.uuid), []))
        return ordered

    @property
    def own_locales(self) -> list[str]:
        """Languages whose pages are written, not translated; the source first."""
        written = {page.locale for page in self.pages}
        return [code for code in self.manifest.languages if code in written]

    @property
    def translated_locales(self) -> list[str]:
        translated = {translation.locale for translation in self.translations}
        return [code for code in self.manifest.languages if code in translated]

    def translations_in(self, locale: str) -> dict[UUID, PackTranslation]:
        return {translation.page: translation for translation in self.translations if translation.locale == locale}
