"""Every component in every state, and the front page: both directions, narrow and wide, dark, forced colours."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys import judging

Opener = Callable[..., Page]
SignIn = Callable[[Page, str], None]
WIDTHS = (320, 360, 1280)
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced-colours": {"forced_colors": "active"},
}


def _judge_in_every_way(page: Page) -> None:
    """Ask axe once in each direction; the width at every size."""
    for direction in ("ltr", "rtl"):
        page.evaluate("direction => { document.documentElement.dir = direction }", direction)
        judging.check_axe(page)
        for width in WIDTHS:
            judging.check_width(page, width)


@pytest.mark.parametrize("look", LOOKS)
def test_the_style_page_is_good_for_everyone(open_page: Opener, sign_in: SignIn, look: str) -> None:
    page = open_page("desk", **LOOKS[look])
    sign_in(page, "Toimittaja")
    page.goto("/tyyliopas/")
    _judge_in_every_way(page)


@pytest.mark.parametrize("look", LOOKS)
def test_the_front_page_is_good_for_everyone(open_page: Opener, look: str) -> None:
    page = open_page("phone", **LOOKS[look])
    page.goto("/fi/")
    _judge_in_every_way(page)


def test_the_style_page_is_for_staff(open_page: Opener) -> None:
    page = open_page()
    page.goto("/tyyliopas/")
    page.wait_for_url("**/hallinta/**")
    assert page.locator("input[name=login]").is_visible()
