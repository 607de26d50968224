"""Links to pages, led to the reader's language with as few queries as can be.

Wagtail's ``page.localized`` asks for the active locale and the page's own each time, and for one page at once. Here
nearly every link already leads to a page in the language being read, which the page's own locale tells; and the pages
that a page links to are read all at once while it is shown (:func:`linked_pages`).
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from cms.languages import active

LINK_IN_TEXT = re.compile(r'<a [^>]*\bid="(\d{1,18})"')


@dataclass(frozen=True)
class Linked:
    """Pages by number as they are linked to, and by the same number as the reader gets them."""

    pages: dict[int, Page]
    shown: dict[int, Page]


_linked: ContextVar[Linked | None] = ContextVar("linked_pages", default=None)


@contextmanager
def linked_pages(numbers: set[int], like: Page) -> Iterator[None]:
    """While a page is shown: the pages it links to, read before they are asked for. One query.

    ``like`` is the page, which is in the active language.
    """
    before = _linked.set(_read(numbers, like))
    try:
        yield
    finally:
        _linked.reset(before)


def _read(numbers: set[int], like: Page) -> Linked:
    if not numbers:
        return Linked({}, {})
    chosen = Page.objects.filter(pk__in=numbers)
    in_language = Q(translation_key__in=chosen.values("translation_key"), locale=like.locale_id, live=True)
    found = list(Page.objects.filter(Q(pk__in=numbers) | in_language).select_related("locale"))
    here = {page.translation_key: page for page in found if page.live and page.locale_id == like.locale_id}
    pages = {page.pk: page for page in found if page.pk in numbers}
    return Linked(pages, {number: here.get(page.translation_key, page) for number, page in pages.items()})


def pages_by_number(numbers: Iterable[int]) -> dict[int, Page]:
    """Those that exist; one query for all that are not known already."""
    wanted, known = set(numbers), _linked.get()
    found = {number: page for number, page in known.pages.items() if number in wanted} if known else {}
    missing = wanted - set(found)
    return found | (Page.objects.in_bulk(missing) if missing else {})


def localized(page: Page, like: Page | None = None) -> Page:
    """The page in the active language, or itself where that language has no live one. See :func:`all_localized`."""
    return all_localized([page], like)[0]


def all_localized(pages: Iterable[Page], like: Page | None = None) -> list[Page]:
    """Each page in the active language, or itself where that language has no live one.

    ``like`` is a page known to be in the active language: pages in the same locale need no query; all the others need
    one together.
    """
    wanted = list(pages)
    known = _linked.get()
    shown = dict(known.shown) if known else {}
    missing = [page for page in wanted if page.pk not in shown and (like is None or page.locale_id != like.locale_id)]
    if missing:
        found = Page.objects.live().filter(
            translation_key__in={page.translation_key for page in missing}, locale__language_code=active()
        )
        here = {page.translation_key: page for page in found.select_related("locale")}
        shown |= {page.pk: here.get(page.translation_key, page) for page in missing}
    return [shown.get(page.pk, page) for page in wanted]


def numbers_in(raw: Any) -> set[int]:
    """Numbers of the pages that stored blocks lead to: chosen as ``page``, or linked in rich text."""
    if isinstance(raw, str):
        return {int(number) for number in LINK_IN_TEXT.findall(raw)}
    if isinstance(raw, dict):
        chosen = {raw["page"]} if isinstance(raw.get("page"), int) else set()
        return chosen.union(*(numbers_in(value) for value in raw.values()))
    if isinstance(raw, Iterable):
        return set[int]().union(*(numbers_in(item) for item in raw))
    return set()
