"""The contents list of a page: anchors of its second-level headings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.text import slugify

HEADING = re.compile(r"<h2(?P<attributes>[^>]*)>(?P<inner>.*?)</h2>", re.DOTALL)
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
    """Rich text with an id on each second-level heading."""

    def add(match: re.Match[str]) -> str:
        anchor = anchor_of(_text(match["inner"]))
        return f'<h2 id="{anchor}"{match["attributes"]}>{match["inner"]}</h2>'

    return HEADING.sub(add, html)


def headings_of(body: Iterable[Any]) -> list[Heading]:
    """Second-level headings of the text blocks of a StreamField value, in order."""
    sources = (block.value.source for block in body if block.block_type == "text")
    texts = (_text(match["inner"]) for source in sources for match in HEADING.finditer(source))
    return [Heading(text, anchor_of(text)) for text in texts]


def _text(inner: str) -> str:
    return unescape(TAG.sub("", inner)).strip()
