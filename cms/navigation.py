"""What stands around every page: menu, languages, footer. Read lazily, at most once a request."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from cms.models import HomePage, Municipality
from cms.models.municipality import municipality_for
from cms.places import OpenNow, open_now_for


@dataclass(frozen=True)
class Link:
    """A link of a menu."""

    title: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class LanguageLink:
    """A language of the site under its own name, leading to this page in it or to its front page."""

    code: str
    name: str
    dir: str
    url: str
    current: bool


@dataclass(frozen=True)
class FooterPlace:
    """The place in the footer."""

    name: str
    address_lines: list[str]
    page_url: str
    open_now: OpenNow


def site_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``site``."""
    return {"site": SimpleLazyObject(lambda: SiteContext(request))}


class SiteContext:
    """See the components header, footer and language_menu for what is read."""

    name = settings.WAGTAIL_SITE_NAME

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.language = get_language() or settings.LANGUAGE_CODE

    @cached_property
    def municipality(self) -> Municipality | None:
        return municipality_for(self.request)

    @cached_property
    def homes(self) -> dict[str, Page]:
        """Live front pages by language code."""
        pages = HomePage.objects.live().select_related("locale").defer("body")
        return {page.locale.language_code: page for page in pages}

    @cached_property
    def home_url(self) -> str:
        home = self.homes.get(self.language)
        return home.get_url(self.request) if home else f"/{self.language}/"

    @cached_property
    def pages_below(self) -> list[Page]:
        """Live pages in this language's menu, in order."""
        home = self.homes.get(self.language)
        if not home:
            return []
        return list(Page.objects.child_of(home).live().in_menu().specific(defer=False))

    @cached_property
    def menu(self) -> list[Link]:
        here = self.request.path
        links = []
        for page in self.pages_below:
            url = page.get_url(self.request)
            links.append(Link(getattr(page, "short_title", page.title), url, here.startswith(url)))
        return links

    @cached_property
    def footer_links(self) -> list[Link]:
        return self.menu

    @cached_property
    def page(self) -> Page | None:
        """The page being shown, if it is one."""
        return getattr(self.request, "shown_page", None)

    @cached_property
    def translations(self) -> dict[str, str]:
        """Address of the shown page in each language that has it."""
        if not self.page:
            return {}
        others = self.page.get_translations(inclusive=True).live().select_related("locale")
        return {page.locale.language_code: page.get_url(self.request) for page in others}

    @cached_property
    def languages(self) -> list[LanguageLink]:
        return [self._language(code) for code in dict(settings.LANGUAGES) if code in self.homes]

    @cached_property
    def alternates(self) -> list[dict[str, str]]:
        """For ``hreflang``: languages that have this very page; Easy Finnish is linked in the page, not here."""
        if len(self.translations) < 2:
            return []
        return [
            {"code": code, "url": f"{settings.SITE_URL}{url}" if url.startswith("/") else url}
            for code, url in self.translations.items()
            if code != "fi-simple"
        ]

    @cached_property
    def place(self) -> FooterPlace | None:
        place = self.municipality.place if self.municipality else None
        if place is None:
            return None
        page = next((p for p in self.pages_below if getattr(p, "place_id", None) == place.pk), None)
        url = page.get_url(self.request) if page else self.home_url
        return FooterPlace(place.name, place.address_lines, url, open_now_for(self.request, place))

    def _language(self, code: str) -> LanguageLink:
        direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
        name = dict(settings.LANGUAGES)[code]
        return LanguageLink(code, name, direction, self._address_in(code), code == self.language)

    def _address_in(self, code: str) -> str:
        if code in self.translations:
            return self.translations[code]
        match = getattr(self.request, "resolver_match", None)
        if not self.page and match and match.url_name != "wagtail_serve":  # a page that is not there is nowhere
            translated = translate_url(self.request.path, code)
            if translated != self.request.path or code == self.language:
                return translated
        return self.homes[code].get_url(self.request)

