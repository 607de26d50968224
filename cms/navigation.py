"""What stands around every page, seen from the page being shown: what is current, this page in other languages."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject

from cms.components import OpenNow
from cms.frame import Frame, MunicipalityShown, frame_for
from cms.languages import active, direction
from cms.models import BasePage
from cms.places import open_now_said


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
    address_lines: tuple[str, ...]
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
        self.language = active()

    @cached_property
    def frame(self) -> Frame:
        return frame_for(self.request, self.language)

    @property
    def municipality(self) -> MunicipalityShown:
        return self.frame.municipality

    @property
    def home_url(self) -> str:
        return self.frame.homes.get(self.language, f"/{self.language}/")

    @cached_property
    def menu(self) -> list[Link]:
        here = self.request.path
        return [Link(page.title, page.url, here.startswith(page.url)) for page in self.frame.menu]

    @property
    def footer_links(self) -> list[Link]:
        return self.menu

    @property
    def page(self) -> BasePage | None:
        """The page being shown, if it is one."""
        return getattr(self.request, "shown_page", None)

    @cached_property
    def translations(self) -> dict[str, str]:
        """Address of the shown page in each language that has it; one query."""
        shown = self.page.live_in_languages if self.page else []
        return {page.locale.language_code: page.get_url(self.request) for page in shown}

    @cached_property
    def languages(self) -> list[LanguageLink]:
        return [
            self._language(code)
            for code in dict(settings.LANGUAGES)
            if code in self.frame.homes or code == self.language
        ]

    @cached_property
    def alternates(self) -> list[dict[str, str]]:
        """For ``hreflang``: languages that have this very page; Easy Finnish is linked in the page, not here."""
        if len(self.translations) < 2:
            return []
        return [
            {"code": code, "url": f"{settings.SITE_URL}{url}" if url.startswith("/") else url}
            for code, url in self.translations.items()
            if code != "fi-simple" and code in dict(settings.LANGUAGES)
        ]

    @cached_property
    def place(self) -> FooterPlace | None:
        place = self.frame.place
        if place is None:
            return None
        said = open_now_said(self.request, place.hours)
        return FooterPlace(place.name, place.address_lines, place.page_url, said)

    def _language(self, code: str) -> LanguageLink:
        name = dict(settings.LANGUAGES)[code]
        return LanguageLink(code, name, direction(code), self._address_in(code), code == self.language)

    def _address_in(self, code: str) -> str:
        if code in self.translations:
            return self.translations[code]
        match = getattr(self.request, "resolver_match", None)
        if not self.page and match and match.url_name != "wagtail_serve":  # a page that is not there is nowhere
            translated = translate_url(self.request.path, code)
            if translated != self.request.path or code == self.language:
                return translated
        return self.frame.homes.get(code, f"/{code}/")
