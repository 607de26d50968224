"""An editor changes a page and makes a new one; each language is public when its own words are, and not before."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlparse

from playwright.sync_api import Locator, Page, Response, expect

from tests.journeys import judging
from tests.journeys.running import RunningSite

Opener = Callable[..., Page]
SignIn = Callable[[Page, str], None]
EDITOR = re.compile(r"/hallinta/pages/\d+/edit/$")
CHAPTER = "/fi/mika-tama-on/kaksi-tapaa/"
ADDED, ADDED_IN_SWEDISH = "Kahvi auttaa alkuun.", "Kaffe hjälper på traven."


def _open_menu(staff: Page, where: str) -> None:
    """Wagtail puts what a menu holds into the page when it is opened."""
    staff.locator(f"{where} [data-w-dropdown-target=toggle]").last.click()


@contextmanager
def _saved_as_draft(staff: Page) -> Iterator[None]:
    """Waits for Wagtail to save by itself what is changed in here.

    A draft sent while publishing is under way is refused as older than what is published; nothing is lost by that.
    """

    def saves(answer: Response) -> bool:
        by_itself = "text/html" not in answer.request.headers.get("accept", "")
        return by_itself and answer.request.method == "POST" and bool(EDITOR.search(answer.url))

    with staff.expect_response(saves) as saved:
        yield
    assert saved.value.ok


def _publish(staff: Page) -> None:
    _open_menu(staff, "footer")
    staff.locator("[name=action-publish]").click()
    staff.wait_for_url("**/hallinta/pages/*/")


def _edit(staff: Page, number: int) -> None:
    staff.goto(f"/hallinta/pages/{number}/edit/")


def _choose_from_header(staff: Page, address: str) -> None:
    _open_menu(staff, ".w-slim-header")
    staff.locator(f"a[href*='{address}']").click()


def _segment(staff: Page, source: str) -> Locator:
    """A piece of text in the translation editor, by its source."""
    return staff.locator("li").filter(has=staff.locator("button")).filter(has_text=source).last


def _translate(staff: Page, source: str, words: str) -> None:
    segment = _segment(staff, source)
    segment.locator("button").first.click()
    segment.locator("textarea, input").first.fill(words)
    with staff.expect_response("**/strings/**"):
        segment.locator("button").last.click()
    expect(segment.locator("textarea, input")).to_have_count(0)


def _publish_translation(staff: Page) -> None:
    with staff.expect_navigation():
        staff.locator("footer button[name=action][value=publish]").click()
    expect(staff.locator(".messages li").first).to_be_visible()


def _reads(reader: Page, address: str) -> str:
    answer = reader.goto(address)
    assert answer
    return reader.locator("main").inner_text() if answer.ok else f"{answer.status}"


def _in_swedish(reader: Page, address: str) -> str:
    reader.goto(address)
    return urlparse(reader.locator("details.lang a[hreflang=sv]").get_attribute("href") or "").path


def test_a_changed_paragraph_is_public_first_in_finnish_and_after_translation_in_swedish(
    site: RunningSite, open_page: Opener, sign_in: SignIn
) -> None:
    staff, reader = open_page("desk"), open_page("desk")
    in_swedish = _in_swedish(reader, CHAPTER)
    finnish, swedish = (site.arrange("page_id_at", path=path) for path in (CHAPTER, in_swedish))
    swedish_before = _reads(reader, in_swedish)
    sign_in(staff, "Toimittaja")
    assert staff.locator("html").get_attribute("lang") == "fi"
    judging.check(staff)

    # Changed and looked at: nobody else sees it yet.
    _edit(staff, finnish)
    staff.locator("[data-side-panel-toggle=preview]").click()
    preview = staff.frame_locator("#w-preview-iframe").locator("main")
    expect(preview).to_be_visible()
    staff.wait_for_timeout(2_000)  # what is typed in the editor's first second does not reach Wagtail's preview
    paragraph = staff.locator("[contenteditable=true]").first
    paragraph.click()
    staff.keyboard.press("Control+End")
    with _saved_as_draft(staff):
        staff.keyboard.type(f" {ADDED}", delay=50)
        expect(preview).to_contain_text(ADDED)
    judging.check_axe(staff)
    assert ADDED not in _reads(reader, CHAPTER)

    # Published in Finnish: the Swedish page is as it was.
    _publish(staff)
    assert ADDED in _reads(reader, CHAPTER)
    assert _reads(reader, in_swedish) == swedish_before

    # Sent for translation: still as it was.
    _edit(staff, finnish)
    _choose_from_header(staff, "/localize/update/")
    judging.check(staff)
    staff.locator("main form input[type=submit]").click()
    staff.wait_for_url(f"**/pages/{finnish}/edit/")
    assert _reads(reader, in_swedish) == swedish_before

    # Translated: still as it was. Published: now it has changed.
    _edit(staff, swedish)
    _translate(staff, ADDED, f"Följeslagaren är en jämlike. {ADDED_IN_SWEDISH}")
    assert _reads(reader, in_swedish) == swedish_before
    judging.check_axe(staff)
    _publish_translation(staff)
    swedish_after = _reads(reader, in_swedish)
    assert ADDED_IN_SWEDISH in swedish_after
    assert ADDED not in swedish_after


def test_a_new_page_is_in_swedish_only_when_its_translation_is_published(
    site: RunningSite, open_page: Opener, sign_in: SignIn
) -> None:
    staff, reader = open_page("desk"), open_page("desk")
    sign_in(staff, "Toimittaja")
    parent = site.arrange("page_id_at", path="/fi/mika-tama-on/")
    staff.goto(f"/hallinta/pages/add/cms/contentpage/{parent}/")
    staff.locator("[name=title]").fill("Kävelyt lähimetsään")
    staff.locator("[name=lead]").fill("Kierrämme lammen kahdesti ja juomme kahvit.")
    staff.get_by_role("tab").last.click()
    expect(staff.locator("[name=slug]")).not_to_have_value("")  # Wagtail has proposed one from the title
    staff.locator("[name=slug]").fill("kavelyt")
    _publish(staff)
    finnish, swedish = "/fi/mika-tama-on/kavelyt/", f"{_in_swedish(reader, '/fi/mika-tama-on/')}kavelyt/"
    assert "Kierrämme lammen" in _reads(reader, finnish)

    _edit(staff, site.arrange("page_id_at", path=finnish))
    _choose_from_header(staff, "/localize/submit/page/")
    staff.get_by_label("Svenska").check()
    staff.locator("main form input[type=submit]").click()
    staff.wait_for_url("**/hallinta/pages/*/edit/")
    assert _reads(reader, swedish) == "404"
    assert _in_swedish(reader, finnish) != swedish

    number = site.arrange("page_id_at", path=swedish)
    _edit(staff, number)
    _translate(staff, "Kävelyt lähimetsään", "Promenader i skogen")
    _publish_translation(staff)  # half translated: nothing becomes public
    assert _reads(reader, swedish) == "404"
    _translate(staff, "Kierrämme lammen", "Vi går två varv runt tjärnen och dricker kaffe.")
    staff.get_by_role("tab").last.click()
    _translate(staff, "kavelyt", "promenader")
    assert _reads(reader, swedish) == "404"
    _publish_translation(staff)
    translated = swedish.replace("kavelyt", "promenader")
    assert "Vi går två varv" in _reads(reader, translated)
    assert "Kierrämme" not in _reads(reader, translated)
    assert _in_swedish(reader, finnish) == translated
