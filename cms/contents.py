"""The contents list of a page: anchors of its second-level headings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.text import slugify

HEADING = re.compile(r"<h2(?P<attributes>[^>]*)>(?P<inner>.*?)</h2>", re.DOTALL)
TITLED = frozenset({"steps", "questions", "opening", "two"})  # call_to_act and part lead elsewhere
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Heading:
    """A heading as text, and the id it carries in the page."""

    text: str
    anchor: str


def anchor_of(text: str) -> str:
    """The id of a heading: its words as a slug, in any alphabet.

    >>> anchor_of("Ensimmäinen hetki")
    'ensimmäinen-hetki'
    """
    return slugify(text, allow_unicode=True) or "osa"


def with_anchors(html: str) -> str:
    """Rich text with an id on each second-level heading; a heading said again gets a number."""
    anchors = iter(_anchors(html))

    def add(match: re.Match[str]) -> str:
        return f'<h2 id="{next(anchors)}"{match["attributes"]}>{match["inner"]}</h2>'

    return HEADING.sub(add, html)


def headings_of(body: Iterable[Any]) -> list[Heading]:
    """Second-level headings of the blocks of a StreamField value, in order."""
    return [heading for block in body for heading in _headings_in(block)]


def _headings_in(block: Any) -> list[Heading]:
    """Those inside a text, or the title that another block carries."""
    if block.block_type == "text":
        source = block.value.source
        return list(map(Heading, _texts(source), _anchors(source)))
    title = block.value.get("title", "") if block.block_type in TITLED else ""
    return [Heading(title, anchor_of(title))] if title else []


def _texts(html: str) -> list[str]:
    return [_text(match["inner"]) for match in HEADING.finditer(html)]


def _anchors(html: str) -> list[str]:
    """The ids of the headings, each once."""
    anchors: list[str] = []
    for first in map(anchor_of, _texts(html)):
        anchor, number = first, 1
        while anchor in anchors:
            number += 1
            anchor = f"{first}-{number}"
        anchors.append(anchor)
    return anchors


def _text(inner: str) -> str:
    return unescape(TAG.sub("", inner)).strip()
