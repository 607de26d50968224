"""What stands around every page of a language: front pages, menu, municipality, the place in the footer.

Read once and kept as plain values under the version token of the language (:mod:`cms.versions`): any change
in any room drops it. Nothing here depends on the clock or on who asks.
"""

from dataclasses import dataclass

from django.core.cache import caches
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Page

from cms import versions
from cms.models import HomePage
from cms.models.municipality import Municipality, municipality_for
from cms.opening import Hours
from cms.privacy import open_to_all

KEPT_FOR = 24 * 60 * 60


@dataclass(frozen=True)
class MenuPage:
    """A page of the menu."""

    title: str
    url: str
    place: int | None


@dataclass(frozen=True)
class MunicipalityShown:
    """The municipality's facts as pages show them."""

    name: str = ""
    phone: str = ""
    phone_link: str = ""
    email: str = ""
    crisis_phone: str = ""
    crisis_phone_link: str = ""


@dataclass(frozen=True)
class PlaceShown:
    """The place in the footer; its page is where to read more."""

    name: str
    address_lines: tuple[str, ...]
    page_url: str
    hours: Hours


@dataclass(frozen=True)
class Frame:
    """Everything around the pages of one language. ``homes`` are addresses of live front pages by language code."""

    homes: dict[str, str]
    menu: tuple[MenuPage, ...]
    municipality: MunicipalityShown
    place: PlaceShown | None


def frame_for(request: HttpRequest, language: str) -> Frame:
    """The frame of a language: one query when it is kept, about ten when it is made."""
    token = getattr(request, "version_token", None) or versions.token(language)
    host, _port = split_domain_port(request.get_host())  # the port is the reader's to make up
    key = f"frame:{host}:{language}:{token}"
    kept = caches["pages"]
    frame: Frame | None = kept.get(key)
    if frame is None:
        frame = _make(request, language)
        kept.set(key, frame, timeout=KEPT_FOR)
    return frame


def _make(request: HttpRequest, language: str) -> Frame:
    fronts = open_to_all(HomePage.objects.live()).select_related("locale").defer("body")
    homes = {page.locale.language_code: page for page in fronts}
    home = homes.get(language)
    below = open_to_all(Page.objects.child_of(home).live().in_menu()).specific() if home else []
    menu = tuple(
        MenuPage(getattr(page, "short_title", page.title), page.get_url(request), getattr(page, "place_id", None))
        for page in below
    )
    municipality = municipality_for(request)
    return Frame(
        homes={code: page.get_url(request) for code, page in homes.items()},
        menu=menu,
        municipality=_municipality(municipality),
        place=_place(municipality, menu, home.get_url(request) if home else f"/{language}/"),
    )


def _municipality(facts: Municipality | None) -> MunicipalityShown:
    if facts is None:
        return MunicipalityShown()
    return MunicipalityShown(
        facts.name, facts.phone, facts.phone_link, facts.email, facts.crisis_phone, facts.crisis_phone_link
    )


def _place(facts: Municipality | None, menu: tuple[MenuPage, ...], home_url: str) -> PlaceShown | None:
    place = facts.place if facts else None
    if place is None:
        return None
    url = next((page.url for page in menu if page.place == place.pk), home_url)
    return PlaceShown(place.name, tuple(place.address_lines), url, place.hours)
