"""Menu, languages and footer: right for the page shown, cheap, and never broken."""

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import translation

from cms.navigation import SiteContext
from tests.conftest import SiteTree
from tests.factories import (
    HOSTILE,
    ContentPageFactory,
    LocaleFactory,
    MunicipalityFactory,
    OpastamoPageFactory,
    PlaceFactory,
)

pytestmark = pytest.mark.django_db


def site(path: str = "/fi/", page: Any = None) -> SiteContext:
    request: HttpRequest = RequestFactory().get(path)
    if page:
        request.shown_page = page
    else:
        request.resolver_match = resolve(path)
    return SiteContext(request)


# --- Menu -----------------------------------------------------------------------------------------------
def test_the_menu_has_the_live_pages_under_the_front_page_in_order(site_tree: SiteTree) -> None:
    home = site_tree["fi"]
    first = ContentPageFactory(parent=home, title="Pitkä nimi", menu_title="Eka", slug="eka")
    ContentPageFactory(parent=home, title="Piilo", show_in_menus=False)
    ContentPageFactory(parent=home, title="Luonnos", live=False)
    ContentPageFactory(parent=first, title="Alempi")
    ContentPageFactory(parent=home, title="Toka", slug="toka")

    menu = site("/fi/eka/alempi/", first).menu

    assert [(link.title, link.url, link.current) for link in menu] == [
        ("Eka", "/fi/eka/", True),
        ("Toka", "/fi/toka/", False),
    ]


def test_a_name_that_begins_the_same_is_another_page(site_tree: SiteTree) -> None:
    for slug in ("koti", "kotihoito"):
        ContentPageFactory(parent=site_tree["fi"], slug=slug)

    assert [link.current for link in site("/fi/kotihoito/").menu] == [False, True]


def test_a_language_without_a_front_page_has_no_menu_and_still_a_home(site_tree: SiteTree) -> None:
    translation.activate("fi-simple")
    here = site("/fi-simple/haku/")

    assert here.menu == []
    assert here.home_url == "/fi-simple/"


# --- Languages ------------------------------------------------------------------------------------------
def test_the_language_menu_names_each_language_by_its_own_name_and_leads_to_this_page(site_tree: SiteTree) -> None:
    page = ContentPageFactory(parent=site_tree["fi"], slug="kahvi")
    ContentPageFactory(
        parent=site_tree["sv"],
        slug="kaffe",
        locale=LocaleFactory(language_code="sv"),
        translation_key=page.translation_key,
    )

    links = {link.code: link for link in site("/fi/kahvi/", page).languages}

    assert [link.name for link in links.values()] == ["Suomi", "Svenska", "English"]
    assert links["sv"].url == "/sv/kaffe/"
    assert links["en"].url == "/en/"  # it has no such page
    assert [link.current for link in links.values()] == [True, False, False]


def test_a_hidden_translation_is_not_linked(site_tree: SiteTree) -> None:
    page = ContentPageFactory(parent=site_tree["fi"])
    ContentPageFactory(
        parent=site_tree["sv"],
        live=False,
        locale=LocaleFactory(language_code="sv"),
        translation_key=page.translation_key,
    )

    assert site("/fi/x/", page).translations == {"fi": page.url}
    assert site("/fi/x/", page).alternates == []


def test_a_view_is_linked_in_the_other_languages(site_tree: SiteTree) -> None:
    assert {link.code: link.url for link in site("/fi/haku/").languages} == {
        "fi": "/fi/haku/", "sv": "/sv/haku/", "en": "/en/haku/",
    }  # fmt: skip


def test_search_engines_are_told_of_translations_but_not_of_easy_finnish(site_tree: SiteTree) -> None:
    easy = LocaleFactory(language_code="fi-simple")
    site_tree["fi"].copy_for_translation(easy, copy_parents=True).save_revision().publish()
    alternates = site("/fi/", site_tree["fi"]).alternates

    assert [link["code"] for link in alternates] == ["fi", "sv", "en"]
    assert all(link["url"].startswith("http") for link in alternates)


# --- Footer ---------------------------------------------------------------------------------------------
def test_the_footer_has_the_place_and_leads_to_its_page(site_tree: SiteTree) -> None:
    place = PlaceFactory()
    MunicipalityFactory(site=site_tree.site, place=place)
    assert site().place.page_url == "/fi/"

    OpastamoPageFactory(parent=site_tree["fi"], slug="opastamo", place=place)
    shown = site().place
    assert (shown.name, shown.page_url) == (place.name, "/fi/opastamo/")
    assert list(shown.address_lines) == place.address_lines


def test_without_a_place_the_footer_has_none(site_tree: SiteTree) -> None:
    assert site().place is None


def test_everything_is_escaped(client: Client, site_tree: SiteTree) -> None:
    MunicipalityFactory(site=site_tree.site)
    OpastamoPageFactory(parent=site_tree["fi"])

    for address in ("/fi/", "/fi/poissa/", "/fi/haku/?q=alert"):
        assert HOSTILE not in client.get(address).content.decode()


# --- Cost -----------------------------------------------------------------------------------------------
def test_nothing_is_read_that_nobody_asks_for(site_tree: SiteTree, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        site()


def read_everything(context: SiteContext) -> None:
    assert context.menu
    assert context.languages
    assert context.alternates
    assert context.place
    assert context.footer_links
    assert context.municipality


def test_the_cost_is_known_and_does_not_grow_with_the_pages(
    site_tree: SiteTree, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    MunicipalityFactory(site=site_tree.site)
    ContentPageFactory(parent=site_tree["fi"])
    with django_assert_max_num_queries(13) as first:
        read_everything(site("/fi/", site_tree["fi"]))
    for _ in range(6):
        ContentPageFactory(parent=site_tree["fi"])

    with django_assert_max_num_queries(len(first)):
        read_everything(site("/fi/", site_tree["fi"]))
    context = site("/fi/", site_tree["fi"])
    with django_assert_max_num_queries(3):  # the version of the kept frame, the site, this page in other languages
        read_everything(context)
    with django_assert_num_queries(0):
        read_everything(context)
