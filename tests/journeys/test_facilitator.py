"""A facilitator holds a workshop: notes with Enter, groups with the keyboard, an idea and a public notebook."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import judging
from tests.journeys.running import RunningSite

Opener = Callable[..., Page]
SignIn = Callable[[Page, str], None]
NOTES = ("Valoja lenkkipolulle", "Kahvia pimeinä iltoina", "Joku jonka kanssa lähteä")


def _make_workshop(staff: Page, title: str, round_number: int) -> None:
    staff.goto("/hallinta/tyopajat/new/")
    staff.locator("[name=title]").fill(title)
    staff.locator("[name=question]").fill("Mikä saisi lähtemään ulos marraskuussa?")
    staff.locator("[name=held_on]").fill(date.today().strftime("%-d.%-m.%Y"))  # noqa: DTZ011 -- typed as the wall shows it
    staff.locator("[name=participants]").fill("7")
    staff.locator("[name=place]").fill("Kirjaston kerhohuone")
    staff.locator("[name=round]").select_option(str(round_number))
    staff.locator("footer button[type=submit]").click()
    staff.wait_for_url("**/hallinta/tyopajat/*/")


def _write(staff: Page, notes: tuple[str, ...]) -> None:
    """The field has the focus: type, Enter, type the next."""
    for note in notes:
        expect(staff.locator(".ws-write [name=text]")).to_have_value("")
        expect(staff.locator(".ws-write [name=text]")).to_be_focused()
        staff.keyboard.type(note)
        staff.keyboard.press("Enter")
        expect(staff.locator(".ws-ungrouped .ws-note").filter(has_text=note)).to_have_count(1)


def _group(staff: Page, notes: tuple[str, ...], name: str) -> None:
    """Tick with the space bar, name the group, Enter."""
    for note in notes:
        staff.get_by_role("checkbox", name=note).focus()
        staff.keyboard.press("Space")
    staff.locator(".ws-move [name=to]").focus()
    staff.keyboard.press("Home")
    staff.keyboard.press("Tab")
    staff.keyboard.type(name)
    staff.keyboard.press("Enter")
    expect(staff.locator(".ws-groups .ws-group").filter(has_text=name).locator(".ws-note")).to_have_count(len(notes))


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_notes_of_a_workshop_become_an_idea_and_a_page(
    site: RunningSite, open_page: Opener, sign_in: SignIn, javascript: bool
) -> None:
    title = f"Ulos marraskuussa {'js' if javascript else 'ilman'}"
    check = judging.check if javascript else lambda _page: None
    round_ = site.arrange("make_round", name=f"{title} -kierros", stage="ideas")
    staff = open_page("desk", javascript=javascript)
    sign_in(staff, "Vetäjä")
    _make_workshop(staff, title, round_["number"])
    check(staff)

    _write(staff, NOTES)
    check(staff)
    staff.locator(".ws-move button[name=move]").click()
    expect(staff.get_by_role("alert")).to_be_visible()  # nothing is ticked yet
    check(staff)
    _group(staff, NOTES[:2], "Pimeys")
    check(staff)

    # A group becomes an idea; the coordinator reads it first.
    board = staff.url.partition("?")[0]
    group = staff.locator(".ws-groups .ws-group").first
    group.locator("a[href$='/idea/']").focus()
    staff.keyboard.press("Enter")
    staff.wait_for_url("**/idea/")
    expect(staff.locator("[name=title]")).to_have_value("Pimeys")
    check(staff)
    staff.locator("[name=title]").fill(f"Valoa ja kahvia {title}")
    staff.locator(".ws-actions button").click()
    staff.wait_for_url(f"{board}*")
    expect(group).to_contain_text(f"Valoa ja kahvia {title}")
    check(staff)

    coordinator = open_page("desk", javascript=javascript)
    sign_in(coordinator, "Koordinaattori")
    coordinator.goto("/hallinta/kierrokset/ideat/")
    coordinator.get_by_role("link", name=f"Valoa ja kahvia {title}").click()
    coordinator.locator("button[name=publish]").click()
    expect(coordinator.locator(".messages")).to_contain_text(title)

    # The notes become a page that anyone can read.
    staff.goto(board)
    staff.locator("a[href$='/muistio/']").click()
    staff.wait_for_url("**/muistio/")
    check(staff)
    staff.locator("button[name=publish]").click()
    staff.wait_for_url(f"{board}*")
    notebook = staff.locator(".ws-notebook a").first.get_attribute("href")
    assert notebook
    resident = open_page("phone", javascript=javascript)
    resident.goto(notebook)
    for note in NOTES:
        expect(resident.locator("main")).to_contain_text(note)
    check(resident)

    # The idea tells where it came from, and the two lead to each other.
    resident.get_by_role("link", name=f"Valoa ja kahvia {title}").click()
    expect(resident.locator("h1")).to_contain_text("Valoa ja kahvia")
    check(resident)
    resident.locator(f"article a[href='{notebook}']").click()
    expect(resident.locator("h1")).to_contain_text(title)
    resident.goto(round_["address"])
    expect(resident.locator("li.idea")).to_have_count(1)
