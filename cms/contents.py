"""The contents list of a page: anchors of its second-level headings.

A page's anchors are given all at once, so that no id comes twice in it, and the list leads where the headings are.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.text import slugify

HEADING = re.compile(r"<h2(?P<attributes>[^>]*)>(?P<inner>.*?)</h2>", re.DOTALL)
TITLED = frozenset({"steps", "questions", "opening", "two"})
LEADS_ELSEWHERE = frozenset({"call_to_act", "part"})  # has an anchor, but no place in the contents list
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Heading:
    """A heading as text, and the id it carries in the page."""

    text: str
    anchor: str


def anchor_of(text: str) -> str:
    """The id of a heading that stands alone: its words as a slug, in any alphabet.

    >>> anchor_of("Ensimmäinen hetki")
    'ensimmäinen-hetki'
    """
    return slugify(text, allow_unicode=True) or "osa"


def with_anchors(html: str, anchors: Iterable[str] | None = None) -> str:
    """Rich text with an id on each second-level heading: those given, else of its own headings alone."""
    free = iter(_each_once(_texts(html)) if anchors is None else anchors)

    def add(match: re.Match[str]) -> str:
        return f'<h2 id="{next(free)}"{match["attributes"]}>{match["inner"]}</h2>'

    return HEADING.sub(add, html)


def anchors_by_block(body: Iterable[Any]) -> list[tuple[Any, list[str]]]:
    """The blocks of a StreamField value, each with the ids of its headings; a heading said again gets a number."""
    blocks = list(body)
    titles = [_titles(block) for block in blocks]
    free = iter(_each_once([title for of_block in titles for title in of_block]))
    return [(block, [next(free) for _title in of_block]) for block, of_block in zip(blocks, titles, strict=True)]


def headings_of(body: Iterable[Any]) -> list[Heading]:
    """Second-level headings of the blocks of a StreamField value, in order."""
    return [
        Heading(title, anchor)
        for block, anchors in anchors_by_block(body)
        if block.block_type not in LEADS_ELSEWHERE
        for title, anchor in zip(_titles(block), anchors, strict=True)
    ]


def _titles(block: Any) -> list[str]:
    """Headings inside a text, or the title that another block carries."""
    if block.block_type == "text":
        return _texts(block.value.source)
    title = block.value.get("title", "") if block.block_type in TITLED | LEADS_ELSEWHERE else ""
    return [title] if title else []


def _texts(html: str) -> list[str]:
    return [_text(match["inner"]) for match in HEADING.finditer(html)]


def _each_once(texts: Iterable[str]) -> list[str]:
    """The ids of headings, in their order."""
    taken: dict[str, None] = {}
    for first in map(anchor_of, texts):
        anchor, number = first, 1
        while anchor in taken:
            number += 1
            anchor = f"{first}-{number}"
        taken[anchor] = None
    return list(taken)


def _text(inner: str) -> str:
    return unescape(TAG.sub("", inner)).strip()
