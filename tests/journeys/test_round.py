"""From an idea to an answer: the coordinator and residents, with the keyboard, with and without JavaScript."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.running import RunningSite

Opener = Callable[..., Page]
Check = Callable[[Page], None]
IDEAS = ("Kävelykaveri torstaisin", "Luistimet lainaan", "Puuro sunnuntaisin")


def _fill_dates(page: Page) -> None:
    """Dates as a coordinator gives them: everything lies ahead."""
    now = datetime.now().replace(microsecond=0, second=0)  # noqa: DTZ005 -- typed as the wall shows it
    for days, name in ((1, "ideas_open"), (5, "ideas_close"), (6, "voting_open"), (9, "voting_close")):
        page.locator(f"[name={name}]").fill((now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M"))
    page.locator("[name=answers_due]").fill((now + timedelta(days=30)).strftime("%Y-%m-%d"))
    page.locator("[name=votes_each]").fill("2")


def _make_round(staff: Page, name: str, check: Check) -> str:
    """The coordinator makes a round and publishes it; gives its address."""
    staff.goto("/hallinta/kierrokset/new/")
    check(staff)
    staff.locator("[name=name]").fill(name)
    staff.locator("[name=lead]").fill("Mikä tekisi pimeästä vuodenajasta helpomman?")
    _fill_dates(staff)
    staff.locator("form[data-edit-form] button[type=submit]").click()
    staff.wait_for_url("**/kierrokset/*/")
    check(staff)
    staff.locator("form[action*='julkaise'] button").click()
    see = staff.locator("td a[href*='/fi/']")
    expect(see).to_have_count(1)
    address = see.get_attribute("href")
    assert address
    return address


def _tell(page: Page, address: str, title: str, check: Check = lambda _page: None) -> str:
    """A resident tells an idea in three steps, with the keyboard alone; gives the private link."""
    page.goto(address)
    page.locator("a.button[href$='/kerro/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/kerro/")
    check(page)
    page.locator("button[name=next]").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    check(page)
    page.locator("textarea[name=title]").fill(title)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("textarea[name=text]").fill("Pimeässä ei tule lähdettyä yksin.")
    check(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("textarea[name=title]")).to_have_value(title)
    check(page)
    page.locator("button[name=next]").click()
    page.wait_for_url("**/oma/*/")
    expect(page.locator(".notice-yes")).to_be_visible()
    check(page)
    return page.url


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_from_an_idea_to_an_answer(
    site: RunningSite,
    open_page: Opener,
    sign_in: Callable[[Page, str], None],
    accessible: Check,
    javascript: bool,
) -> None:
    check = accessible if javascript else lambda _page: None
    name = f"Talvi yhdessä {'js' if javascript else 'ilman'}"
    staff = open_page("desk")
    sign_in(staff, "Koordinaattori")
    address = _make_round(staff, name, check)
    slug = address.rstrip("/").rsplit("/", 1)[-1]

    resident = open_page("phone", javascript=javascript)
    resident.goto(address)
    check(resident)
    expect(resident.locator("a[href$='/kerro/']")).to_have_count(0)
    site.arrange("move_round", slug=slug, stage="ideas")
    assert resident.context.cookies() == []
    links = [_tell(resident, address, IDEAS[0], check), *(_tell(resident, address, title) for title in IDEAS[1:])]
    assert resident.context.cookies() == []

    # The coordinator finds them on the home screen; two are published, one is returned and told again.
    staff.goto("/hallinta/")
    check(staff)
    staff.locator("a[href='/hallinta/kierrokset/ideat/']").first.click()
    staff.wait_for_url("**/ideat/")
    check(staff)
    for title in IDEAS[:2]:
        staff.goto("/hallinta/kierrokset/ideat/")
        staff.get_by_role("link", name=title).first.click()
        staff.locator("button[name=publish]").click()
        expect(staff.locator(".messages")).to_contain_text(title)
    staff.goto("/hallinta/kierrokset/ideat/")
    staff.get_by_role("link", name=IDEAS[2]).first.click()
    check(staff)
    staff.locator("button[name=return]").click()
    expect(staff.locator(".error-message").first).to_be_visible()
    check(staff)
    staff.locator("input[name=reason][value=unclear]").check()
    staff.locator("textarea[name=note]").fill("Mihin aikaan ja missä?")
    staff.locator("button[name=return]").click()
    expect(staff.locator(".messages")).to_contain_text(IDEAS[2])

    resident.goto(links[2])
    expect(resident.locator("main")).to_contain_text("Mihin aikaan ja missä?")
    check(resident)
    resident.locator("textarea[name=title]").fill(f"{IDEAS[2]} kirjastossa")
    resident.locator("main form button").click()
    expect(resident.locator(".notice-yes")).to_be_visible()
    staff.goto("/hallinta/kierrokset/ideat/")
    staff.get_by_role("link", name=f"{IDEAS[2]} kirjastossa").first.click()
    staff.locator("button[name=publish]").click()
    expect(staff.locator(".messages")).to_contain_text("kirjastossa")

    # Residents vote; what is pressed is saved at once and can be changed.
    site.arrange("move_round", slug=slug, stage="voting")
    resident.goto(address)
    expect(resident.locator("li.idea")).to_have_count(3)
    resident.locator("main a.button[href$='/aanesta/']").first.click()
    check(resident)
    resident.get_by_role("button", name=IDEAS[0]).click()
    expect(resident.locator(".idea-voted")).to_have_count(1)
    resident.get_by_role("button", name=IDEAS[1]).click()
    expect(resident.locator(".idea-voted")).to_have_count(2)
    expect(resident.locator("button[name=give]")).to_have_count(0)
    check(resident)
    resident.get_by_role("button", name=IDEAS[1]).click()
    expect(resident.locator(".idea-voted")).to_have_count(1)
    resident.locator("button[name=done]").click()
    expect(resident.locator("main")).to_contain_text(IDEAS[0])
    check(resident)
    other = open_page("phone", javascript=javascript)
    other.goto(f"/sv/lab/{slug}/")
    assert other.locator("html").get_attribute("lang") == "sv"
    other.goto(f"/fi/lab/{slug}/aanesta/")
    other.get_by_role("button", name=IDEAS[0]).click()
    expect(other.locator(".idea-voted")).to_have_count(1)

    # The clock ends the vote; the result is frozen and shown; the coordinator answers; residents read.
    site.arrange("move_round", slug=slug, stage="answers")
    resident.goto(address)
    expect(resident.locator("ol.bars > li")).to_have_count(3)
    expect(resident.locator("ol.bars > li").first).to_contain_text("2")
    resident.locator("#tulos details summary").first.click()
    expect(resident.locator("#tulos table tbody tr").first).to_contain_text(IDEAS[0])
    check(resident)
    assert site.arrange("count", model="living_lab.Ballot", round__slug=slug) == 0

    staff.goto("/hallinta/kierrokset/")
    staff.get_by_role("link", name=name).first.click()
    staff.wait_for_url("**/kierrokset/*/")
    check(staff)
    staff.locator("a[href$='/vastaus/']").first.click()
    expect(staff.locator("input[name=status]:checked")).to_have_count(0)
    check(staff)
    for _ in IDEAS:
        staff.locator("input[name=status][value=yes]").check()
        staff.locator("textarea[name=text]").fill("Teemme tämän keväällä.")
        staff.locator("input[name=unit]").fill("Hyvinvointikoordinaattori")
        staff.locator("main form button:not([name])").last.click()
        staff.wait_for_load_state()
    resident.goto(address)
    expect(resident.locator("li.idea .chip")).to_have_count(3)
    resident.get_by_role("link", name=IDEAS[0]).first.click()
    expect(resident.locator("main")).to_contain_text("Teemme tämän keväällä.")
    check(resident)


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_changing_the_language_in_the_middle_of_telling_loses_no_word(
    site: RunningSite, open_page: Opener, accessible: Check, javascript: bool
) -> None:
    slug = site.arrange("make_round", name="Kevään retket", stage="ideas")["slug"]
    page = open_page("phone", javascript=javascript)
    page.goto(f"/fi/lab/{slug}/kerro/")
    page.locator("textarea[name=title]").fill(IDEAS[0])
    page.locator("button[name=next]").click()
    page.locator("textarea[name=text]").fill("Pimeässä ei tule")
    page.locator(".lang summary").click()
    if javascript:
        accessible(page)
    page.locator(".lang button[lang=sv]").click()

    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(page.locator("textarea[name=text]")).to_have_value("Pimeässä ei tule")
    page.locator("button[name=next]").click()
    expect(page.locator("textarea[name=title]")).to_have_value(IDEAS[0])
    # Enter in the choice of a language goes on as before; it does not change the language of the page.
    page.locator("select[name=language]").select_option("fi")
    page.locator("select[name=language]").press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
