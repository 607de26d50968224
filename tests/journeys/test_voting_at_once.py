"""Whatever a voter's hands, tabs and network do, a device has one ballot, and it says what was pressed."""

import http.client
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlparse

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.running import RunningSite

Opener = Callable[..., Page]
IDEAS = [{"title": title} for title in ("Kävelykaveri", "Luistimet lainaan", "Puuro sunnuntaisin")]
AT_ONCE = 50
LONGEST_WORD = "Yhteisöllisyydenkehittämistyöpajailtapäivätoimintaäänestys"


@pytest.fixture
def round_(site: RunningSite) -> dict[str, str]:
    """A round that is being voted on; two votes each."""
    made: dict[str, str] = site.arrange("make_round", name=LONGEST_WORD, stage="voting", ideas=IDEAS)
    return made | {"ballot": f"/fi/lab/{made['slug']}/aanesta/"}


def _ballots(site: RunningSite, round_: dict[str, str]) -> int:
    number: int = site.arrange("count", model="living_lab.Ballot", round__slug=round_["slug"])
    return number


def _give(page: Page, title: str) -> None:
    page.get_by_role("button", name=title).click()


def test_two_tabs_of_one_device_share_a_ballot(
    site: RunningSite, open_page: Opener, round_: dict[str, str], accessible: Callable[[Page], None]
) -> None:
    first = open_page()
    first.goto(round_["ballot"])
    second = first.context.new_page()
    second.goto(round_["ballot"])
    _give(first, "Kävelykaveri")
    expect(first.locator(".idea-voted")).to_have_count(1)
    _give(second, "Luistimet")
    expect(second.locator(".idea-voted")).to_have_count(2)

    # The first tab does not know that the votes have been given; it is told kindly, and nothing is lost.
    _give(first, "Puuro")
    expect(first.get_by_role("alert")).to_be_visible()
    expect(first.locator(".idea-voted")).to_have_count(2)
    accessible(first)
    assert _ballots(site, round_) == 1


def test_the_same_press_twice_is_one_vote(site: RunningSite, open_page: Opener, round_: dict[str, str]) -> None:
    page = open_page()
    page.goto(round_["ballot"])
    page.get_by_role("button", name="Kävelykaveri").dblclick()
    expect(page.locator(".idea-voted")).to_have_count(1)
    page.goto(round_["ballot"])
    expect(page.locator(".idea-voted")).to_have_count(1)
    assert _ballots(site, round_) == 1


def test_a_press_without_the_cookie_shows_the_ballot_again_and_loses_nothing(
    site: RunningSite, open_page: Opener, round_: dict[str, str], accessible: Callable[[Page], None]
) -> None:
    page = open_page()
    page.goto(round_["ballot"])
    page.context.clear_cookies()
    _give(page, "Kävelykaveri")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("li.idea")).to_have_count(3)
    assert _ballots(site, round_) == 0
    accessible(page)
    _give(page, "Kävelykaveri")
    expect(page.locator(".idea-voted")).to_have_count(1)
    assert _ballots(site, round_) == 1


def test_fifty_presses_at_once_leave_one_ballot_with_no_vote_too_many(
    site: RunningSite, open_page: Opener, round_: dict[str, str]
) -> None:
    page = open_page()
    page.goto(round_["ballot"])
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    choices = [button.get_attribute("value") for button in page.locator("button[name=give]").all()]
    server = urlparse(site.url).netloc

    def press(number: int) -> int:
        connection = http.client.HTTPConnection(server, timeout=60)
        body = urlencode({"csrfmiddlewaretoken": token, "give": choices[number % len(choices)]})
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Origin": site.url}
        connection.request("POST", round_["ballot"], body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    with ThreadPoolExecutor(AT_ONCE) as people:
        answers = list(people.map(press, range(AT_ONCE)))

    assert set(answers) <= {302, 422}  # saved, or told that no votes are left
    assert answers.count(302) >= 2
    assert _ballots(site, round_) == 1
    page.goto(round_["ballot"])
    expect(page.locator(".idea-voted")).to_have_count(2)
    assert re.search(r"\b2/2\b", page.locator("main").inner_text())


def test_back_shows_nothing_after_the_device_was_told_to_forget(
    site: RunningSite, open_page: Opener, round_: dict[str, str], accessible: Callable[[Page], None]
) -> None:
    page = open_page()
    page.goto(round_["ballot"])
    _give(page, "Kävelykaveri")
    expect(page.locator(".idea-voted")).to_have_count(1)
    page.locator("button[name=done]").click()
    expect(page.locator("main")).to_contain_text("Kävelykaveri")
    accessible(page)
    page.locator("main form button").click()
    page.wait_for_url(lambda url: not url.endswith("/valmis/"))
    accessible(page)
    assert [cookie for cookie in page.context.cookies() if cookie["name"].startswith("aani-")] == []

    page.go_back()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main ul.plain li", has_text="Kävelykaveri")).to_have_count(0)
    page.go_back()
    expect(page.locator("li.idea")).to_have_count(3)
    expect(page.locator(".idea-voted")).to_have_count(0)
    assert _ballots(site, round_) == 1
