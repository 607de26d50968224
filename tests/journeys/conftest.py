"""One running site for all journeys of a process, and browsers to walk in it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys import browsing, judging, running
from tests.journeys.browsing import LAUNCH, PASSWORD, STAFF_HOME, Browsers
from tests.journeys.running import RunningSite

NOT_WALKED = "no Chromium: journeys were not walked; install the package chromium"
expect.set_options(timeout=15_000)  # a busy machine is not a slow site


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file's journeys share a site; without Chromium they say what was not tested."""
    missing = running.browser_path() is None
    for item in items:
        if "tests/journeys/" not in str(item.path):
            continue
        item.add_marker(pytest.mark.xdist_group(item.path.stem))
        item.add_marker(pytest.mark.browser)
        if missing:
            item.add_marker(pytest.mark.skip(reason=NOT_WALKED))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, for as long as journeys follow one another.

    While Playwright is here an event loop runs, and Django refuses the database to tests that follow in this process.
    """
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=running.browser_path(), args=LAUNCH)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[RunningSite]:
    with running.running_site(tmp_path_factory.mktemp("site"), worker_id) as site:
        yield site


@pytest.fixture
def open_page(site: RunningSite, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a browser of its own: ``open_page("phone", javascript=False)``. No page may complain."""
    browsers = Browsers(browser, site.url)
    yield browsers.open
    browsers.close()
    assert browsers.complaints == []


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Fails when axe finds anything on the page as it is now, or when it is wider than the narrowest phone."""
    return judging.check


@pytest.fixture
def sign_in(site: RunningSite) -> Callable[[Page, str], None]:
    """Makes a member of staff in a role and signs in through the sign-in page."""

    def signed_in(page: Page, role: str) -> None:
        browsing.sign_in(page, site.arrange("make_staff", role=role, password=PASSWORD))
        page.wait_for_url(STAFF_HOME)

    return signed_in
