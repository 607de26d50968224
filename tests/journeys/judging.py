"""Is the page as it is now good for everyone? The injected scripts are the tester's own."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Faults of Wagtail's and wagtail-localize's own screens, by the element that tells such a screen.
NOT_OURS = {
    ".public-DraftEditor-content": ("aria-input-field-name",),
    ".js-translation-editor": ("color-contrast", "label", "page-has-heading-one"),
}
STILL = """
() => {
  const moving = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < 2000);
  const still = Promise.allSettled(moving.map((animation) => animation.finished));
  return Promise.race([still, new Promise((resolve) => setTimeout(resolve, 1000))]);
}
"""
NARROWEST = 320
WIDER = """
() => [...document.querySelectorAll("body *")]
  .filter((element) => element.checkVisibility() && !element.children.length)
  .filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return left < -1 || right > innerWidth + 1;
  })
  .slice(0, 3).map((element) => element.outerHTML.slice(0, 120))
"""


def check(page: Page) -> None:
    """No finding of axe, and nothing that has to be scrolled sideways on the narrowest phone.

    Raises:
        AssertionError: with what was found and where.
    """
    check_axe(page)
    check_width(page)


def check_axe(page: Page) -> None:
    """Ask axe about the whole page when nothing moves any more, but for what is wrong in Wagtail itself."""
    page.wait_for_load_state()  # a page that has only begun to come lacks a heading
    page.evaluate(STILL)
    met = [rule for screen, rules in NOT_OURS.items() if page.locator(screen).count() for rule in rules]
    rules = {rule: {"enabled": False} for rule in met}
    results = Axe().run(page, options={"runOnly": RULES, "rules": rules})
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
