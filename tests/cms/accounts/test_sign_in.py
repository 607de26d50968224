"""Signing in, step by step, as a browser without JavaScript does it."""

import json
import logging
import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from cms.accounts.lost_device import take_away
from cms.models import User
from tests.factories import PASSWORD, AdministratorFactory, UserFactory

pytestmark = pytest.mark.django_db

LOGIN = "/hallinta/tili/login/"
TOTP = "/hallinta/tili/2fa/totp/activate/"


@pytest.fixture
def boss() -> User:
    return AdministratorFactory(email="boss@kunta.example")


def number_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def log_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> object:
    return client.post(LOGIN, {"login": name, "password": password, **more})


def test_user_name_or_email_and_password_lead_where_one_wanted_to_go(boss: User) -> None:
    for name in (boss.username, boss.email):
        client = Client()
        wanted = client.get("/hallinta/images/")
        assert wanted.url == f"{LOGIN}?next=/hallinta/images/"
        assert 'name="next" value="/hallinta/images/"' in client.get(wanted.url).text
        assert log_in(client, name, next="/hallinta/images/").url == "/hallinta/images/"


def test_an_email_opens_the_account_however_it_was_written(boss: User) -> None:
    UserFactory(username="aino", email="Aino.Aalto@Kunta.example")
    assert log_in(Client(), "aino.AALTO@kunta.example").url == "/hallinta/"
    boss.email = "new@kunta.example"
    boss.save()
    assert log_in(Client(), "boss@kunta.example").status_code == 200
    assert log_in(Client(), "new@kunta.example").url == "/hallinta/"


def test_next_never_leads_to_another_site(boss: User) -> None:
    assert log_in(Client(), boss.username, next="https://evil.example/").url == "/hallinta/"


def test_logging_out_by_wagtails_button_leads_to_our_login(boss: User) -> None:
    client = Client()
    client.force_login(boss)
    assert client.post(reverse("wagtailadmin_logout")).url == LOGIN
    assert client.get("/hallinta/").url.startswith(LOGIN)


def set_up_app(client: Client) -> str:
    """A signed-in browser sets up an app; the secret its numbers come from."""
    secret = re.search(r"<code[^>]*>(\w+)</code>", client.get(TOTP).text)[1]
    assert client.post(TOTP, {"code": number_of(secret)}).status_code == 302
    cache.clear()  # a number counts once
    return secret


@pytest.mark.django_db(transaction=True)  # allauth tells of a new app when the transaction is done
def test_a_session_of_the_password_alone_ends_when_its_owner_sets_up_a_second_step(boss: User) -> None:
    owner, other, somebody = Client(), Client(), Client()
    log_in(owner, boss.username)
    log_in(other, boss.username)
    log_in(somebody, UserFactory().username)
    set_up_app(owner)
    assert owner.get("/hallinta/").status_code == 200
    assert owner.get("/hallinta/tili/2fa/recovery-codes/").status_code == 200
    assert other.get("/hallinta/tili/2fa/").url.startswith(LOGIN)
    assert "_auth_user_id" in somebody.session


@pytest.mark.django_db(transaction=True)  # allauth tells of a new app when the transaction is done
def test_who_holds_a_lost_device_is_signed_out_and_does_not_come_back(boss: User) -> None:
    thief, owner = Client(), Client()
    log_in(thief, boss.username)
    set_up_app(thief)
    take_away(boss)
    assert thief.get("/hallinta/").url.startswith(LOGIN)
    log_in(owner, boss.username)
    secret = set_up_app(owner)
    assert owner.get("/hallinta/").status_code == 200
    assert log_in(thief, boss.username).url == "/hallinta/tili/2fa/authenticate/"
    assert thief.get("/hallinta/").url.startswith(LOGIN)
    assert thief.post("/hallinta/tili/2fa/authenticate/", {"code": number_of(secret)}).url == "/hallinta/"


def test_a_passkey_alone_counts_as_the_second_step(boss: User, rf: RequestFactory) -> None:
    """It is noted as a number is; only its note is made here, a passkey needs a device."""
    passkey = Authenticator.objects.create(user=boss, type=Authenticator.Type.WEBAUTHN, data={})
    client = Client()
    client.force_login(boss)
    request = rf.get("/")
    request.session, request.user = client.session, boss
    post_authentication(request, passkey, passwordless=True)
    request.session.save()
    assert client.get("/hallinta/").status_code == 200


def test_a_passkey_set_up_lets_this_session_go_on(boss: User, rf: RequestFactory) -> None:
    client, other = Client(), Client()
    log_in(client, boss.username)
    log_in(other, boss.username)
    request = rf.get("/")
    request.session, request.user = client.session, boss
    passkey = Authenticator.objects.create(user=boss, type=Authenticator.Type.WEBAUTHN, data={})
    authenticator_added.send(Authenticator, request=request, user=boss, authenticator=passkey)
    request.session.save()
    assert client.get("/hallinta/").status_code == 200
    assert other.get("/hallinta/").url.startswith(LOGIN)


@pytest.mark.django_db(transaction=True)  # allauth tells of a new app when the transaction is done
def test_an_app_is_set_up_and_asked_for_from_then_on(boss: User) -> None:
    client = Client()
    log_in(client, boss.username)
    page = client.get(TOTP).text
    secret = re.search(r"<code[^>]*>(\w+)</code>", page)[1]
    assert "data:image/svg+xml" in page
    response = client.post(TOTP, {"code": number_of(secret)})
    assert response.url == "/hallinta/tili/2fa/recovery-codes/"
    codes = re.findall(r"<code[^>]*>(\w+)</code>", client.get(response.url).text)
    assert len(codes) == 10
    client.post("/hallinta/tili/logout/")

    cache.clear()  # a number counts once
    assert log_in(client, boss.username).url == "/hallinta/tili/2fa/authenticate/"
    assert client.get("/hallinta/").url.startswith(LOGIN)
    wrong = client.post("/hallinta/tili/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert 'role="alert"' in wrong.text
    assert client.post("/hallinta/tili/2fa/authenticate/", {"code": number_of(secret)}).url == "/hallinta/"
    assert client.get("/hallinta/").status_code == 200

    other = Client()
    log_in(other, boss.username)
    assert other.post("/hallinta/tili/2fa/authenticate/", {"code": codes[0]}).url == "/hallinta/"


@pytest.mark.django_db(transaction=True)  # allauth tells of a new app when the transaction is done
def test_the_database_alone_holds_no_number_and_no_code(boss: User) -> None:
    client = Client()
    log_in(client, boss.username)
    secret = set_up_app(client)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert Authenticator.objects.count() == 2
    assert kept.count('"v1:') == 2
    assert secret not in kept


@pytest.mark.django_db(transaction=True)  # allauth tells of a new app when the transaction is done
def test_after_another_secret_key_every_number_is_wrong_and_no_page_breaks(boss: User, settings: Settings) -> None:
    owner = Client()
    log_in(owner, boss.username)
    secret = set_up_app(owner)
    codes = re.findall(r"<code[^>]*>(\w+)</code>", owner.get("/hallinta/tili/2fa/recovery-codes/").text)

    settings.SECRET_KEY = "another" * 10
    client = Client()
    log_in(client, boss.username)
    for code in (number_of(secret), codes[0]):
        wrong = client.post("/hallinta/tili/2fa/authenticate/", {"code": code})
        assert (wrong.status_code, 'role="alert"' in wrong.text) == (200, True)


def test_the_page_of_a_passkey_shows_what_the_browser_needs(boss: User) -> None:
    client = Client()
    log_in(client, boss.username)
    page = client.get("/hallinta/tili/2fa/webauthn/add/")
    assert page.status_code == 200
    assert '"publicKey"' in page.text
    options = json.loads(re.search(r'<script id="js_data"[^>]*>(.*?)</script>', page.text)[1])
    assert options["creation_options"]["publicKey"]["rp"] == {"id": "testserver", "name": "Vierellä"}
    options = Client().get("/hallinta/tili/2fa/webauthn/login/", headers={"accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["userVerification"] == "required"


def test_nobody_can_sign_up() -> None:
    page = Client().get("/hallinta/tili/signup/")
    assert page.status_code == 200
    assert "<form" not in page.text
    answers = {"username": "uusi", "email": "uusi@kunta.example", "password1": PASSWORD, "password2": PASSWORD}
    Client().post("/hallinta/tili/signup/", answers)
    assert not User.objects.filter(username="uusi").exists()


def test_a_forgotten_password_is_chosen_anew_by_a_link(boss: User) -> None:
    User.objects.update(must_change_password=True)
    client = Client()
    client.post("/hallinta/tili/password/reset/", {"email": boss.email})
    (message,) = mail.outbox
    link = re.search(r"http://\S+", message.body)[0]
    form = client.get(link, follow=True)
    new = "uusi aivan outo lause 7"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    boss.refresh_from_db()
    assert boss.check_password(new)
    assert not boss.must_change_password
    assert message.subject.startswith("Vierellä: ")
    assert not EmailAddress.objects.exists()  # the account's own e-mail is the only one


def test_the_link_leads_to_the_site_whatever_host_was_asked(boss: User, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://vierella.example"
    Client(headers={"host": "evil.example"}).post("/hallinta/tili/password/reset/", {"email": boss.email})
    (message,) = mail.outbox
    assert "https://vierella.example/hallinta/tili/password/reset/key/" in message.body
    assert "evil.example" not in message.subject + message.body


def test_an_unknown_address_gets_no_mail_and_the_same_answer(boss: User) -> None:
    unknown = Client().post("/hallinta/tili/password/reset/", {"email": "nobody@kunta.example"})
    known = Client().post("/hallinta/tili/password/reset/", {"email": boss.email})
    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    assert [message.to for message in mail.outbox] == [[boss.email]]


def test_guessing_is_stopped_and_no_address_is_kept(boss: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = Client(REMOTE_ADDR="192.0.2.77")
    pages = [log_in(client, boss.username, "väärä") for _ in range(7)]
    assert "väärä" not in pages[-1].text
    assert pages[-1].text != pages[0].text
    assert "192.0.2.77" not in caplog.text
    assert not any("192.0.2.77" in key for key in cache._cache)


def test_another_port_in_the_host_is_no_new_count(boss: User) -> None:
    pages = [
        Client(REMOTE_ADDR=f"192.0.{number}.1", headers={"host": f"testserver:{number + 1}"}).post(
            LOGIN, {"login": boss.username, "password": "väärä"}
        )
        for number in range(7)
    ]
    assert "errorlist" in pages[0].text or 'role="alert"' in pages[0].text
    right = Client(REMOTE_ADDR="192.0.99.1", headers={"host": "testserver:99"})
    assert log_in(right, boss.username).status_code == 200


@pytest.mark.parametrize("address", [LOGIN, "/hallinta/tili/password/reset/", "/hallinta/tili/signup/"])
def test_pages_before_signing_in_hold_no_script_or_style_of_ours(address: str) -> None:
    page = Client().get(address).text
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in script or "application/json" in script for script in scripts)
    assert "style=" not in page
    assert "<style" not in page
    assert re.search(r'<html lang="\w+" dir="ltr">', page)


def test_pages_of_the_second_step_open(boss: User) -> None:
    client = Client()
    log_in(client, boss.username)
    Authenticator.objects.create(user=boss, type=Authenticator.Type.TOTP, data={"secret": "x"})
    session = client.session
    session["account_authentication_methods"] += [{"method": "mfa", "at": time.time()}]
    session.save()
    base = "/hallinta/tili/2fa/"
    for page in ("", "webauthn/", "webauthn/add/", "totp/deactivate/", "recovery-codes/generate/", "reauthenticate/"):
        assert client.get(base + page).status_code == 200, page
    for page in ("password/change/", "reauthenticate/", "logout/"):
        assert client.get(f"/hallinta/tili/{page}").status_code == 200, page
