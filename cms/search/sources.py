"""The registry of search sources. A source finds things in one language by its own means."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cms.languages import direction
from cms.registries import Registry

MOST_HITS = 20


@dataclass(frozen=True)
class SearchHit:
    """One thing found. ``language`` is that of its words, which may not be the page's."""

    title: str
    url: str
    text: str
    language: str

    @property
    def dir(self) -> str:
        return direction(self.language)


@dataclass(frozen=True)
class SearchSource:
    """A registration: ``search(query, language, limit)`` gives the best hits first.

    ``query`` holds at least one and at most a few words in small letters, parted by single spaces;
    :func:`cms.search.asking.as_query` makes a query for Wagtail's index of it.
    """

    name: str
    label: Any
    search: Callable[[str, str, int], list[SearchHit]]


@dataclass(frozen=True)
class Group:
    """What one source found."""

    label: str
    hits: list[SearchHit]


SOURCES: Registry[SearchSource] = Registry("search source")


def register(source: SearchSource) -> None:
    SOURCES.register(source.name, source)


def search(query: str, language: str) -> list[Group]:
    """What all sources found, each on its own; sources without a hit are left out."""
    found = [Group(str(source.label), source.search(query, language, MOST_HITS)) for source in SOURCES]
    return [group for group in found if group.hits]
