"""Live pages as a search source, through Wagtail's index in the database and terms of our own in it."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from cms.search.asking import as_query
from cms.search.sources import SearchHit, SearchSource, register

ALSO_IN = {"fi-simple": ("fi",)}  # readers of Easy Finnish also get what is only in Finnish


def search_pages(query: str, language: str, limit: int) -> list[SearchHit]:
    """Pages with all the words, in the language asked for first; each page in one language only."""
    found: dict[object, SearchHit] = {}
    for code in (language, *ALSO_IN.get(language, ())):
        for page in _pages_in(code).specific().search(as_query(query, code))[:limit]:
            found.setdefault(page.translation_key, _hit(page, code))
    return list(found.values())[:limit]


def count_pages(query: str, language: str) -> int:
    """How many pages one language has for the words. Two queries."""
    return int(_pages_in(language).search(as_query(query, language)).count())


def _pages_in(language: str) -> PageQuerySet:
    """Wagtail's index filters by the locale itself only."""
    locale = Locale.objects.filter(language_code=language).first()
    return Page.objects.live().public().filter(locale=locale) if locale else Page.objects.none()


def _hit(page: Page, language: str) -> SearchHit:
    text = page.search_description or getattr(page, "lead", "")
    return SearchHit(page.title, page.url or "", text, language)


def register_source() -> None:
    """Called from ``AppConfig.ready()``."""
    register(SearchSource("pages", _("Pages"), search_pages))
