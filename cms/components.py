"""The shapes that components take: what rooms hand over, and what the style page shows.

Each stands beside the template in ``templates/components/`` that reads it. Values only: words are already in the
reader's language, addresses are ready to be followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Link:
    """A crumb of the way to a page, or a link of a notice."""

    title: str
    url: str


@dataclass(frozen=True)
class Action:
    """One thing to do. ``style`` is button, quiet or empty; ``about`` tells apart actions with the same words."""

    title: str
    url: str
    style: str = ""
    icon: str = ""
    about: str = ""
    download: bool = False


@dataclass(frozen=True)
class Onward:
    """The page before or after this one; ``label`` says which."""

    title: str
    url: str
    label: str = ""


@dataclass(frozen=True)
class Chip:
    """A state: picture and word. Without an icon it carries the one of its kind: now, wait, yes, dash or plain."""

    kind: str
    icon: str
    label: str


@dataclass(frozen=True)
class StageShown:
    """One stone of a timeline; ``state`` is done, now or next."""

    title: str
    when: str = ""
    text: str = ""
    state: str = "next"
    now_text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Chapter:
    """One chapter of a contents list; ``state`` is done, now or next."""

    title: str
    url: str
    state: str = "next"
    sections: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Step:
    """One numbered stone of how something goes."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class Question:
    """A question that opens; ``answer`` is plain text, or rich text that shows itself."""

    question: str
    answer: Any


@dataclass(frozen=True)
class OpenNow:
    """``headline`` says open or closed; ``detail`` until when, or when next."""

    is_open: bool
    headline: str
    detail: str


@dataclass(frozen=True)
class OpenSpan:
    """One opening time as per cents of the day drawn."""

    start_percent: float
    end_percent: float


@dataclass(frozen=True)
class Day:
    """One row of the opening week; ``text`` are the hours or the word for closed."""

    name: str
    text: str
    today: bool = False
    spans: tuple[OpenSpan, ...] = ()


@dataclass(frozen=True)
class Bar:
    """One row of a result; ``percent`` is of the longest."""

    label: str
    value: str
    percent: float
    coming_along: bool = False


@dataclass(frozen=True)
class Header:
    """A column of a table."""

    label: str
    number: bool = False


@dataclass(frozen=True)
class Words:
    """A cell of a table in a language of its own; an empty language is the page's."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of numbers under headers; the first cell of a row names it, the footer holds sums."""

    caption: str
    headers: tuple[Header, ...]
    rows: tuple[tuple[str | int | Words, ...], ...]
    footer: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class Vote:
    """Votes given to an idea on a ballot; ``full`` says why no more can be given."""

    given: int
    most: int
    text: str
    value: str
    give: str
    take: str
    can_give: bool = True
    full: str = ""
