"""How staff come in: the first administrator, a wrong password, an authenticator app, a passkey."""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.journeys.browsing import PASSWORD, STAFF_HOME, sign_in
from tests.journeys.running import RunningSite

Opener = Callable[..., Page]
Check = Callable[[Page], None]
TOTP_PERIOD = 30


def _sign_out(page: Page) -> None:
    page.goto("/hallinta/tili/logout/")
    page.locator("main form button").click()
    page.wait_for_url("**/login/**")


def _number(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // TOTP_PERIOD))


def _new_member(site: RunningSite) -> str:
    name: str = site.arrange("make_staff", role="Toimittaja", password=PASSWORD)
    return name


def _device(page: Page) -> None:
    """A phone or a key that recognises its owner, as the browser's own testing tools make it."""
    tools: Any = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_the_first_administrator_changes_the_one_time_password_before_anything_else(
    site: RunningSite, open_page: Opener, accessible: Check
) -> None:
    page = open_page(javascript=True)
    page.goto("/hallinta/")
    accessible(page)
    sign_in(page, "yllapito", site.first_password)
    page.wait_for_url("**/password/change/")
    accessible(page)
    page.goto("/hallinta/pages/")
    page.wait_for_url("**/password/change/")

    page.locator("input[name=oldpassword]").fill(site.first_password)
    for field in ("password1", "password2"):
        page.locator(f"input[name={field}]").fill("lyhyt")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=password1][aria-invalid]")).to_be_visible()
    accessible(page)
    page.locator("input[name=oldpassword]").fill(site.first_password)
    for field in ("password1", "password2"):
        page.locator(f"input[name={field}]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(STAFF_HOME)

    _sign_out(page)
    sign_in(page, "yllapito", site.first_password)
    expect(page.get_by_role("alert").first).to_be_visible()
    accessible(page)
    sign_in(page, "yllapito", PASSWORD)
    page.wait_for_url(STAFF_HOME)


def test_a_wrong_password_is_refused_and_the_name_stays(
    site: RunningSite, open_page: Opener, accessible: Check
) -> None:
    page = open_page(javascript=False)
    name = _new_member(site)
    sign_in(page, name, "vesi-kivi-puu-13")
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.locator("input[name=login]")).to_have_value(name)
    expect(page.locator("input[name=password]")).to_have_value("")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(STAFF_HOME)


def test_an_authenticator_app_is_taken_into_use_and_then_asked_for(
    site: RunningSite, open_page: Opener, accessible: Check
) -> None:
    page, name = open_page(), _new_member(site)
    sign_in(page, name, PASSWORD)
    page.wait_for_url(STAFF_HOME)
    page.goto("/hallinta/tili/2fa/")
    accessible(page)
    page.locator("a[href$='/totp/activate/']").click()
    secret = page.locator("code").inner_text()
    accessible(page)
    page.locator("input[name=code]").fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=code][aria-invalid]")).to_be_visible()
    assert page.locator("code").inner_text() == secret
    accessible(page)
    page.locator("input[name=code]").fill(_number(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery-codes/**")
    accessible(page)

    codes = page.locator("main").inner_text()
    _sign_out(page)
    sign_in(page, name, PASSWORD)
    page.wait_for_url("**/2fa/authenticate/")
    accessible(page)
    page.goto("/hallinta/pages/")
    assert "/hallinta/pages/" not in page.url
    page.goto("/hallinta/tili/2fa/authenticate/")
    page.locator("input[name=code]").first.fill(_a_recovery_code(codes))
    page.keyboard.press("Enter")
    page.wait_for_url(STAFF_HOME)


def test_a_passkey_is_made_and_opens_the_door_without_a_password(
    site: RunningSite, open_page: Opener, accessible: Check
) -> None:
    page, name = open_page(), _new_member(site)
    _device(page)
    sign_in(page, name, PASSWORD)
    page.wait_for_url(STAFF_HOME)
    page.goto("/hallinta/tili/2fa/webauthn/add/")
    accessible(page)
    page.locator("input[name=name]").fill("Puhelin")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    accessible(page)

    _sign_out(page)
    page.goto("/hallinta/")
    page.locator("#passkey_login").click()
    page.wait_for_url(STAFF_HOME)


def _a_recovery_code(text: str) -> str:
    return next(word for word in text.split() if len(word) == 8 and word.isdigit())
