"""A resident reads: lands in their language, reads the model and Opastamo, in every language the site has."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.running import RunningSite

LANGUAGES = ("fi", "sv", "en", "fi-simple")
Opener = Callable[..., Page]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_root_leads_to_the_visitors_language(open_page: Opener, language: str) -> None:
    page = open_page(language=f"{language}-FI")
    page.goto("/")
    assert page.url.endswith(f"/{language}/")
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_the_menu_is_read_without_a_fault(
    open_page: Opener, accessible: Callable[[Page], None], language: str, size: str
) -> None:
    page = open_page(size)
    page.goto(f"/{language}/")
    links = page.locator("footer nav a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(links) >= 3
    for address in [f"/{language}/", *links]:
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language
        expect(page.locator("h1")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        accessible(page)


def test_a_chapter_of_the_model_leads_to_the_next_one(open_page: Opener) -> None:
    page = open_page(javascript=False)
    page.goto("/fi/mika-tama-on/")
    page.locator("nav.pager a[rel=next]").click()
    first = page.locator("h1").inner_text()
    page.locator("nav.pager a[rel=next]").click()
    assert page.locator("h1").inner_text() != first
    page.locator("nav.pager a[rel=prev]").click()
    assert page.locator("h1").inner_text() == first


@pytest.mark.parametrize("language", LANGUAGES)
def test_opastamo_tells_whether_the_door_is_open_and_the_week(open_page: Opener, language: str) -> None:
    page = open_page(javascript=False)
    page.goto(f"/{language}/")
    page.locator("main .hero a.button").click()
    expect(page.locator("main .open b").first).to_be_visible()
    expect(page.locator("ul.week > li")).to_have_count(7)
    expect(page.locator("ul.week > li[aria-current=date]")).to_have_count(1)


def test_the_language_menu_keeps_to_the_same_page_under_each_own_name(open_page: Opener) -> None:
    page = open_page("desk", javascript=False)
    page.goto("/fi/opastamo/")
    page.locator("details.lang summary").click()
    swedish = page.locator("details.lang a[hreflang=sv]")
    assert swedish.inner_text() == "Svenska"
    assert swedish.get_attribute("lang") == "sv"
    swedish.click()
    assert page.locator("html").get_attribute("lang") == "sv"
    expect(page.locator("ul.week > li")).to_have_count(7)


def test_a_reader_gets_no_cookie_and_calls_nobody_else(site: RunningSite, open_page: Opener) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in ("/fi/", "/fi/mika-tama-on/kaksi-tapaa/", "/fi/opastamo/", "/fi/ideat/"):
        page.goto(address)
    assert page.context.cookies() == []
    assert {url for url in asked if not url.startswith((site.url, "data:"))} == set()


def test_the_keyboard_reaches_the_content_and_the_menu(open_page: Opener) -> None:
    page = open_page("desk")
    page.goto("/fi/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_url("**/fi/#sisalto")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_missing_page_helps(open_page: Opener, accessible: Callable[[Page], None]) -> None:
    page = open_page()
    answer = page.goto("/fi/ei-ole/")
    assert answer
    assert answer.status == 404
    expect(page.locator("main a.button")).to_be_visible()
    accessible(page)


def test_the_front_page_reads_from_right_to_left(open_page: Opener, accessible: Callable[[Page], None]) -> None:
    """The frame turned around: nothing overflows and nothing is lost."""
    page = open_page("phone")
    page.goto("/fi/")
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    accessible(page)
