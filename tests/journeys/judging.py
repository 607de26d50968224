"""Is the page as it is now good for everyone? The injected scripts are the tester's own."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROWEST = 320
WIDER = """
() => [...document.querySelectorAll("body *")]
  .filter((element) => element.checkVisibility() && !element.children.length)
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 || element.getBoundingClientRect().left < -1)
  .slice(0, 3).map((element) => element.outerHTML.slice(0, 120))
"""


def check(page: Page) -> None:
    """axe finds nothing, and nothing has to be scrolled sideways on the narrowest phone.

    Raises:
        AssertionError: with what was found and where.
    """
    check_axe(page)
    check_width(page)


def check_axe(page: Page, within: str | None = None) -> None:
    """axe on the whole page, or on a part of it."""
    results = Axe().run(page, context=within, options={"runOnly": RULES})
    found = [
        f"{finding['id']}: {finding['help']} {[node['target'] for node in finding['nodes']][:3]}"
        for finding in results.response["violations"]
    ]
    assert found == [], f"{page.url}\n" + "\n".join(found)


def check_width(page: Page, width: int = NARROWEST) -> None:
    """The page fits a width. The window is as it was afterwards."""
    before = page.viewport_size
    assert before
    page.set_viewport_size({"width": width, "height": before["height"]})
    fits = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    wider = [] if fits else page.evaluate(WIDER)
    page.set_viewport_size(before)
    assert fits, f"{page.url} is wider than {width} px: {wider}"
