"""What Wagtail's index gets of a page beside its words: the terms of :mod:`cms.search.analysis`."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.html import strip_tags
from wagtail.models import Page
from wagtail.search.index import SearchField, insert_or_update_object

from cms.search.analysis import index_terms, joined_terms

TITLE_TERMS, TEXT_TERMS = "title_terms", "text_terms"


def analysed_title(page: Page) -> str:
    """The terms of a page's title, parted by spaces."""
    return _joined([page.title], page.locale.language_code)


def analysed_text(page: Page) -> str:
    """The terms of everything else that the page's class lets be searched."""
    return _joined(searchable_texts(page), page.locale.language_code)


def searchable_texts(page: Page) -> Iterator[str]:
    """Plain texts of a page, but for its title."""
    for field in page.get_search_fields():
        if isinstance(field, SearchField) and field.field_name not in {"title", TITLE_TERMS, TEXT_TERMS}:
            yield from _plain(field.get_value(page))


def index_again(pages: QuerySet[Any]) -> None:
    """Index the few pages whose words stand elsewhere, when those have changed."""
    for page in pages:
        insert_or_update_object(page)


def _plain(value: Any) -> Iterator[str]:
    """Words of an indexed value, which may be a list of texts or rich text."""
    if isinstance(value, str):
        yield strip_tags(value)
    elif isinstance(value, Iterable):
        for item in value:
            yield from _plain(item)


def _joined(texts: Iterable[str], language: str) -> str:
    return joined_terms(terms for text in texts for terms in index_terms(text, language))
