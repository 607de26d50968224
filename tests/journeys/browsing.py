"""Browsers as people have them, watched: no page may complain, break its security policy or call anybody else."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

PASSWORD = "koivu-polku-kahvi-42"  # of a site that lives for one run
STAFF_HOME = re.compile(r"^[^?]*/hallinta/$")
SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}
LAUNCH = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  const { violatedDirective, blockedURI, sourceFile, lineNumber } = event;
  console.error(`policy: ${violatedDirective} refused ${blockedURI} in ${sourceFile}:${lineNumber}`);
});
"""
LOADING_FAILED = "Failed to load resource"  # told with its address by the response


@dataclass
class Browsers:
    """Opens browsers of different people on one site and remembers what their pages complained of."""

    browser: Browser
    url: str
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, size: str = "phone", *, javascript: bool = True, language: str = "fi-FI", **options: Any) -> Page:
        """A page in a browser of its own: no cookie and no storage is shared with another."""
        context = self.browser.new_context(
            base_url=self.url,
            viewport=SIZES[size],
            java_script_enabled=javascript,
            locale=language,
            **options,
        )
        context.set_default_timeout(20_000)
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"{error.page and error.page.url}: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)
        self.contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and LOADING_FAILED not in message.text:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:", "about:")):
            self.complaints.append(f"calls {request.url}")

    def _response(self, response: Response) -> None:
        """A page may be refused on purpose; what belongs to a page may not."""
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status} {response.url}")


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Through the sign-in page, as far as the password leads."""
    page.goto("/hallinta/")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.keyboard.press("Enter")
