"""Live pages as a search source, through Wagtail's index in the database."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from cms.search.sources import SearchHit, SearchSource, register

ALSO_IN = {"fi-simple": ("fi",)}  # readers of Easy Finnish also get what is only in Finnish


def search_pages(query: str, language: str, limit: int) -> list[SearchHit]:
    """Pages with all the words, in the language asked for first; each page in one language only."""
    found: dict[object, SearchHit] = {}
    for code in (language, *ALSO_IN.get(language, ())):
        for page in _pages_in(code, query, limit):
            found.setdefault(page.translation_key, _hit(page, code))
    return list(found.values())[:limit]


def _pages_in(language: str, query: str, limit: int) -> list[Page]:
    locale = Locale.objects.filter(language_code=language).first()
    pages = Page.objects.live().public().filter(locale=locale).specific()
    return list(pages.search(query, operator="and")[:limit])


def _hit(page: Page, language: str) -> SearchHit:
    text = page.search_description or getattr(page, "lead", "")
    return SearchHit(page.title, page.url or "", text, language)


def register_source() -> None:
    """Called from ``AppConfig.ready()``."""
    register(SearchSource("pages", _("Pages"), search_pages))
