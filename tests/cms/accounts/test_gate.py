"""Who comes through the gate before the staff pages."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.models import PageViewRestriction

from cms.accounts import gate
from cms.models import User
from tests.conftest import SiteTree
from tests.factories import PASSWORD, AdministratorFactory, ContentPageFactory, UserFactory

pytestmark = pytest.mark.django_db

HOME = "/hallinta/"
CHANGE = "/hallinta/tili/password/change/"
STEP = "/hallinta/tili/2fa/"


@pytest.fixture
def boss() -> User:
    return AdministratorFactory()


def signed_in(user: User, *methods: str) -> Client:
    """A session, and what it was opened with as allauth notes it."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": method, "at": 0} for method in methods]
    session.save()
    return client


def lead(response: object) -> str:
    return str(getattr(response, "url", ""))


@pytest.mark.parametrize(
    "address", [HOME, "/hallinta/pages/", "/hallinta/account/", STEP, "/hallinta/tili/2fa/totp/activate/"]
)
def test_a_password_others_have_seen_opens_only_its_change(boss: User, address: str) -> None:
    User.objects.update(must_change_password=True)
    assert lead(signed_in(boss).get(address)) == CHANGE
    assert lead(signed_in(boss).post(address)) == CHANGE


@pytest.mark.parametrize("address", [CHANGE, "/hallinta/tili/logout/"])
def test_the_change_itself_and_the_way_out_stay_open(boss: User, address: str) -> None:
    User.objects.update(must_change_password=True)
    assert signed_in(boss).get(address).status_code == 200


def test_a_changed_password_opens_the_staff_pages(boss: User) -> None:
    User.objects.update(must_change_password=True)
    client = signed_in(boss)
    new = "uusi aivan outo lause 7"
    response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert lead(response) == HOME
    boss.refresh_from_db()
    assert not boss.must_change_password
    assert client.get(HOME).status_code == 200


def test_the_same_password_again_is_not_a_change(boss: User) -> None:
    User.objects.update(must_change_password=True)
    client = signed_in(boss)
    response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD})
    assert response.status_code == 200
    boss.refresh_from_db()
    assert boss.must_change_password


@pytest.mark.parametrize("address", [HOME, "/hallinta/pages/", "/hallinta/account/", CHANGE])
def test_without_a_second_step_nobody_works(boss: User, settings: Settings, address: str) -> None:
    settings.STAFF_SECOND_STEP = True
    assert lead(signed_in(boss).get(address)) == STEP


@pytest.mark.parametrize("name", sorted({"mfa_index", "mfa_list_webauthn"}))
def test_its_set_up_stays_open(boss: User, settings: Settings, name: str) -> None:
    settings.STAFF_SECOND_STEP = True
    assert signed_in(boss).get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    ("kind", "comes_in"),
    [(Authenticator.Type.TOTP, True), (Authenticator.Type.WEBAUTHN, True), (Authenticator.Type.RECOVERY_CODES, False)],
)
def test_an_app_or_a_passkey_is_a_second_step(boss: User, settings: Settings, kind: str, comes_in: bool) -> None:
    settings.STAFF_SECOND_STEP = True
    Authenticator.objects.create(user=boss, type=kind, data={})
    assert (signed_in(boss, "password", "mfa").get(HOME).status_code == 200) is comes_in


def test_a_password_comes_before_the_second_step(boss: User, settings: Settings) -> None:
    settings.STAFF_SECOND_STEP = True
    User.objects.update(must_change_password=True)
    assert lead(signed_in(boss).get(HOME)) == CHANGE


def test_an_account_without_the_right_is_refused_once_not_sent_round_and_round() -> None:
    client = signed_in(UserFactory())
    assert client.get(HOME).status_code == 403
    assert client.get("/hallinta/tili/logout/").status_code == 200


@pytest.mark.parametrize("closed", ["/hallinta/login/", "/hallinta/login/?next=/hallinta/images/"])
def test_wagtails_own_login_leads_to_ours(closed: str) -> None:
    query = closed.partition("?")[2]
    assert lead(Client().get(closed)) == f"/hallinta/tili/login/{'?' + query if query else ''}"


def test_wagtails_own_login_lets_nobody_in_past_the_second_step(boss: User) -> None:
    client = Client()
    client.post("/hallinta/login/", {"username": boss.username, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["account_email", "account_email_verification_sent", "wagtailadmin_password_reset"])
def test_doors_we_do_not_use_lead_elsewhere(boss: User, name: str) -> None:
    assert lead(signed_in(boss).get(reverse(name))) == reverse(gate.LEADS_TO[name])


def test_every_name_of_the_gate_is_an_address() -> None:
    for name in {*gate.LEADS_TO, *gate.LEADS_TO.values(), *gate.WAYS_OUT, *gate.NEW_PASSWORD, *gate.SECOND_STEP}:
        arguments = {"key": "x"} if name == "account_confirm_email" else {}
        assert reverse(name, kwargs=arguments).startswith(HOME)


def test_a_reader_costs_the_gate_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        Client().get("/hallinta/")
        Client().get("/hallinta/tili/login/")


def test_the_browsers_language_counts_only_if_the_staff_pages_speak_it() -> None:
    assert 'lang="sv"' in Client().get("/hallinta/tili/login/", headers={"accept-language": "sv"}).text
    assert 'lang="fi"' in Client().get("/hallinta/tili/login/", headers={"accept-language": "fi-simple"}).text


def test_looking_at_wagtails_sign_out_signs_nobody_out(boss: User) -> None:
    client = signed_in(boss)
    response = client.get("/hallinta/logout/")
    assert lead(response) == "/hallinta/tili/logout/"
    assert not response.cookies
    assert client.get(HOME).status_code == 200


# --- A session opened by the password alone ---------------------------------------------------------------
def with_app(user: User) -> User:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("address", [HOME, STEP, CHANGE, "/hallinta/tili/2fa/recovery-codes/", "/hallinta/account/"])
def test_it_ends_when_the_account_has_a_second_step(
    boss: User, settings: Settings, required: bool, address: str
) -> None:
    settings.STAFF_SECOND_STEP = required
    client = signed_in(with_app(boss), "password")
    assert lead(client.get(address)) == "/hallinta/tili/login/"
    assert "_auth_user_id" not in client.session


def test_a_second_step_of_somebody_else_opens_nothing(boss: User) -> None:
    client = signed_in(with_app(boss), "password", "mfa")
    session = client.session
    session["account_authentication_methods_user"] = str(boss.pk + 1)
    session.save()
    assert lead(client.get(HOME)) == "/hallinta/tili/login/"


def test_a_step_taken_costs_no_query(boss: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = signed_in(with_app(boss), "password", "mfa")
    with django_assert_num_queries(3):  # session, account, language
        client.get("/hallinta/tili/logout/")


# --- Outside the staff pages ------------------------------------------------------------------------------
STYLE = "/tyyliopas/"


@pytest.fixture
def private(site_tree: SiteTree) -> str:
    page = ContentPageFactory(parent=site_tree["fi"], slug="salaa", title="Vain meille")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return "/fi/salaa/"


def test_who_works_safely_sees_private_pages_and_the_style_page(boss: User, private: str, settings: Settings) -> None:
    settings.STAFF_SECOND_STEP = True
    client = signed_in(with_app(boss), "password", "mfa")
    assert [client.get(address).status_code for address in (STYLE, private)] == [200, 200]


@pytest.mark.parametrize("half", ["seen password", "no second step", "password alone"])
def test_who_does_not_sees_what_anybody_sees(boss: User, private: str, settings: Settings, half: str) -> None:
    settings.STAFF_SECOND_STEP = half == "no second step"
    User.objects.update(must_change_password=half == "seen password")
    client = signed_in(with_app(boss) if half == "password alone" else boss, "password")
    for address in (STYLE, private):
        first = client.get(address)
        assert lead(first) == f"/hallinta/tili/login/?next={address}"
    way = {"seen password": CHANGE, "no second step": STEP, "password alone": "/hallinta/tili/login/"}
    assert lead(client.get(lead(first))) == way[half]
    assert client.get("/fi/").status_code == 200


def test_a_reader_costs_nothing_on_those_pages(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert Client().get(STYLE).status_code == 302
