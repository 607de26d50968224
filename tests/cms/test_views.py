"""Addresses of the whole site."""

from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings
from wagtail.models import Page

from cms.models import HomePage
from tests.conftest import SiteTree
from tests.factories import HOSTILE, ContentPageFactory, ModelPageFactory

pytestmark = pytest.mark.django_db


# --- The root -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("fi", "fi"),
        ("sv-FI,sv;q=0.9,fi;q=0.8", "sv"),
        ("en-GB", "en"),
        ("de,en;q=0.5,sv;q=0.2", "en"),
        ("EN-us", "en"),
        ("de", "fi"),
        ("", "fi"),
        ("*", "fi"),
        ("nonsense;;q=,,;", "fi"),
        ("fi-simple", "fi"),  # switched on, but without a front page here
        ("fi-simple,en;q=0.5", "en"),
    ],
)
def test_the_root_leads_to_the_visitors_language(
    client: Client, site_tree: SiteTree, wanted: str, language: str
) -> None:
    response = client.get("/", headers={"Accept-Language": wanted})

    assert (response.status_code, response.headers["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response.headers["Vary"]
    assert response.headers["Cache-Control"] == "no-cache"
    assert not response.cookies


def test_the_root_does_not_lead_to_a_front_page_that_is_hidden(client: Client, site_tree: SiteTree) -> None:
    HomePage.objects.get(pk=site_tree["sv"].pk).unpublish()

    assert client.get("/", headers={"Accept-Language": "sv,en;q=0.5"}).headers["Location"] == "/en/"


# --- Errors ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "words"), [("fi", 'lang="fi"'), ("sv", 'lang="sv"'), ("en", "This path ends here")]
)
def test_what_is_not_there_is_told_in_the_readers_language(
    client: Client, site_tree: SiteTree, language: str, words: str
) -> None:
    response = client.get(f"/{language}/{HOSTILE}/")
    page = response.content.decode()

    assert response.status_code == 404
    assert words in page
    assert HOSTILE not in page
    assert not response.cookies
    assert "ETag" not in response.headers


def test_the_language_menu_of_a_missing_page_leads_to_front_pages(client: Client, site_tree: SiteTree) -> None:
    page = client.get("/fi/poissa/").content.decode()

    assert 'href="/sv/"' in page
    assert "/sv/poissa/" not in page


def test_without_any_page_a_missing_page_can_still_say_so(client: Client) -> None:
    Page.objects.filter(depth=2).delete()

    assert client.get("/fi/").status_code == 404


@override_settings(DEBUG_PROPAGATE_EXCEPTIONS=False)
def test_a_breakdown_is_told_kindly(site_tree: SiteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError(HOSTILE)

    monkeypatch.setattr("cms.models.pages.BasePage.serve", break_down)
    response = Client(raise_request_exception=False).get("/fi/")

    assert response.status_code == 500
    assert b"<html" in response.content
    assert HOSTILE.encode() not in response.content


def test_a_form_whose_cookie_is_gone_is_told_kindly(site_tree: SiteTree) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/hallinta/tili/login/", {"login": "a"})

    assert response.status_code == 403
    assert b"<html" in response.content


# --- Health -----------------------------------------------------------------------------------------------
def test_the_site_tells_that_it_is_alive(client: Client) -> None:
    response = client.get("/healthz")

    assert response.json() == {"status": "ok", "languages": 4}
    assert not response.cookies


# --- Sitemap ----------------------------------------------------------------------------------------------
def test_the_sitemap_has_every_live_page_and_no_cookie(client: Client, site_tree: SiteTree) -> None:
    response = client.get("/sitemap.xml")
    text = response.content.decode()

    assert response.status_code == 200
    assert all(f"/{language}/</loc>" in text for language in ("fi", "sv", "en"))
    assert text.count("<loc>") == 3
    assert not response.cookies
    assert response.headers["Cache-Control"] == "public, no-cache"


def test_the_sitemap_costs_the_same_however_many_pages_there_are(
    client: Client, site_tree: SiteTree, django_assert_max_num_queries: Any
) -> None:
    for parent in site_tree.homes.values():
        top = ModelPageFactory(parent=parent, locale=parent.locale)
        ContentPageFactory.create_batch(10, parent=top, locale=parent.locale)

    with django_assert_max_num_queries(7):
        text = client.get("/sitemap.xml").content.decode()

    assert text.count("<loc>") == 3 + 3 + 30
