"""One running site for all journeys, and browsers to walk in it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys import axe, running
from tests.journeys.running import RunningSite

PASSWORD = "koivu-polku-kahvi-42"  # noqa: S105 -- of a site that lives for one test run
LAUNCH = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDTHS = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys share one site, so they run in one process; without Chromium they say what was not tested."""
    missing = running.browser_path() is None
    for item in items:
        if "tests/journeys/" not in str(item.path):
            continue
        item.add_marker(pytest.mark.xdist_group("journeys"))
        item.add_marker(pytest.mark.browser)
        if missing:
            item.add_marker(pytest.mark.skip(reason="no Chromium: journeys were not walked; install the package chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": running.browser_path(), "args": LAUNCH}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[RunningSite]:
    """A fresh site with the starter content, as a new user has it."""
    folder = tmp_path_factory.mktemp("site")
    env = running.environment(folder, worker_id)
    running.prepare(env)
    server, url = running.start(env, folder / "server.log")
    arranger = running.start_arranger(env)
    try:
        yield RunningSite(url, arranger)
    finally:
        for process in (arranger, server):
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture
def open_page(site: RunningSite, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a browser of its own: ``open_page("phone", javascript=False)``. No page may log an error."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(size: str = "phone", *, javascript: bool = True, language: str = "fi-FI", **options: Any) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport=WIDTHS[size],
            java_script_enabled=javascript,
            locale=language,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    serious = [text for text in complaints if "422" not in text and "409" not in text and "404" not in text]
    assert serious == []


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Fails when axe finds anything on the page as it is now."""
    return axe.check


@pytest.fixture
def sign_in(site: RunningSite) -> Callable[[Page, str], None]:
    """Makes a member of staff in a role and signs in through the sign-in page."""
    made: set[str] = set()

    def signed_in(page: Page, role: str) -> None:
        username = f"{role.lower().replace(' ', '-').replace('ä', 'a')}-{len(made)}-{id(page) % 10_000}"
        site.arrange("make_staff", username=username, role=role, password=PASSWORD)
        made.add(username)
        page.goto("/hallinta/")
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("form button[type=submit], form button:not([type])").last.click()
        page.wait_for_url("**/hallinta/")

    return signed_in
