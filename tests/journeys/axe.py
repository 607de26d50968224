"""axe on a page as it is now. Works where JavaScript of the page is on; the injected script is the tester's own."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def check(page: Page) -> None:
    """Raises AssertionError with what axe found and where."""
    results = Axe().run(page, options={"runOnly": RULES})
    found = [
        f"{finding['id']}: {finding['help']} {[node['target'] for node in finding['nodes']][:3]}"
        for finding in results.response["violations"]
    ]
    assert found == [], f"{page.url}\n" + "\n".join(found)
