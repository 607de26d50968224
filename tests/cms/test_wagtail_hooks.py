"""Home screen, menus, account page and users."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from cms import desk, jobs, roles
from cms.hooks.others_accounts import only_full_administrators_change_many_of_their_like
from cms.models import JobRun, Place, User
from cms.registries import Registry
from cms.roles import Role
from tests.factories import HOSTILE, PASSWORD, AdministratorFactory, PlaceFactory, UserFactory

pytestmark = pytest.mark.django_db
HOME, JOBS, ACCOUNT = "/hallinta/", "/hallinta/ajastetut/", "/hallinta/account/"


@pytest.fixture
def boss() -> User:
    return AdministratorFactory()


@pytest.fixture
def client(boss: User) -> Client:
    return signed_in(boss)


@pytest.fixture(autouse=True)
def _panels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PANELS", Registry("desk panel"))


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def in_role(role: Role) -> Client:
    roles.apply()
    return signed_in(UserFactory(roles=[role]))


def test_what_waits_comes_first_on_the_home_screen(client: Client) -> None:
    since = timezone.now() - timedelta(days=3)
    desk.register(desk.DeskPanel("ideas", f"Ideas {HOSTILE}", lambda _user: desk.Waiting(4, since, "/hallinta/x/")))
    desk.register(desk.DeskPanel("none", "Nothing here", lambda _user: None))
    page = client.get(HOME).text
    assert 'href="/hallinta/x/"' in page
    assert "3 days ago" in page
    assert "Nothing here" not in page
    assert HOSTILE not in page
    assert client.get(HOME).context["panels"][0].name == "waiting"


def test_the_home_screen_asks_little_of_the_database(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk.register(desk.DeskPanel("ideas", "Ideas", lambda _user: desk.Waiting(4, timezone.now(), "/hallinta/x/")))
    client.get(HOME)
    with django_assert_max_num_queries(25):
        client.get(HOME)


def test_a_calm_desk_says_so(client: Client) -> None:
    assert "Nothing waits for you right now." in client.get(HOME).text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_home_screen_opens_in_every_language(client: Client, language: str) -> None:
    assert client.get(HOME, headers={"accept-language": language}).status_code == 200


def test_places_are_kept_with_their_hours(client: Client) -> None:
    page = client.get("/hallinta/snippets/cms/place/add/")
    assert page.status_code == 200
    answers = {
        "name": "Opastamo", "building": "", "street_address": "", "postal_code": "", "city": "", "phone": "",
        "checked_on": "", "opening_hours-TOTAL_FORMS": 1, "opening_hours-INITIAL_FORMS": 0,
        "opening_hours-0-weekday": 1, "opening_hours-0-opens": "10:00", "opening_hours-0-closes": "16:00",
        "opening_hours-0-ORDER": 1, "exceptions-TOTAL_FORMS": 0, "exceptions-INITIAL_FORMS": 0,
    }  # fmt: skip
    assert client.post("/hallinta/snippets/cms/place/add/", answers).status_code == 302
    assert Place.objects.get(name="Opastamo").opening_hours.get().weekday == 1


def test_places_are_in_the_menu_of_those_who_keep_them() -> None:
    PlaceFactory()
    address = "/hallinta/snippets/cms/place/"
    assert address in in_role(Role.OPASTAMO_WORKER).get(HOME).text
    assert in_role(Role.OPASTAMO_WORKER).get(address).status_code == 200
    assert in_role(Role.FACILITATOR).get(address).status_code == 302


@pytest.mark.parametrize("role", Role)
def test_scheduled_jobs_are_shown_to_administrators(role: Role) -> None:
    allowed = in_role(role).get(JOBS).status_code == 200
    assert allowed is (role is Role.ADMINISTRATOR)


def test_every_job_tells_when_it_ran_and_how_it_went(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    registry: Registry[jobs.Job] = Registry("job")
    monkeypatch.setattr("cms.viewsets.JOBS", registry)
    for name in ("good", "bad", "new"):
        registry.register(name, jobs.Job(name, f"Job {name}", lambda _now: ""))
    now = timezone.now()
    JobRun.objects.create(name="good", started_at=now, message="2 mails")
    JobRun.objects.create(name="bad", started_at=now, succeeded=False, message=f"OSError: {HOSTILE}")
    page = client.get(JOBS).text
    for words in ("Job good", "2 mails", "Went well", "Failed", "not yet"):
        assert words in page
    assert HOSTILE not in page
    assert client.get(JOBS).status_code == client.get(HOME).status_code == 200


def test_one_chooses_ones_mail_on_the_account_page(client: Client, boss: User) -> None:
    page = client.get(ACCOUNT)
    assert "Once a day, if something waits" in page.text
    assert "/hallinta/tili/password/change/" in page.text
    assert "/hallinta/tili/2fa/" in page.text
    assert "new_password1" not in page.text
    answers = {
        "name_email-first_name": "Aino", "name_email-last_name": "Aalto", "name_email-email": boss.email,
        "theme-theme": "system", "theme-contrast": "system", "theme-density": "default", "notices-notices": "at_once",
        "theme-keyboard_shortcuts": "on",
    }  # fmt: skip
    response = client.post(ACCOUNT, answers)
    assert response.status_code == 302, [panel.get_form().errors for panel in response.context["panels_by_tab"]]
    boss.refresh_from_db()
    assert boss.notices == "at_once"


NEW = {
    "username": "uusi", "email": "uusi@kunta.example", "first_name": "U", "last_name": "N",
    "password1": "neljä outoa sanaa tässä", "password2": "neljä outoa sanaa tässä",
}  # fmt: skip


def test_a_password_given_by_an_administrator_is_for_once(client: Client) -> None:
    client.post("/hallinta/users/new/", NEW)
    user = User.objects.get(username="uusi")
    assert user.must_change_password
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    client.post(f"/hallinta/users/edit/{user.pk}/", NEW | {"is_active": "on", "password1": "", "password2": ""})
    user.refresh_from_db()
    assert not user.must_change_password
    client.post(f"/hallinta/users/edit/{user.pk}/", NEW | {"is_active": "on"})
    user.refresh_from_db()
    assert user.must_change_password


def test_an_administrator_by_role_cannot_become_a_full_one(boss: User) -> None:
    client = in_role(Role.ADMINISTRATOR)
    assert client.get("/hallinta/users/new/").status_code == 200
    client.post("/hallinta/users/new/", NEW | {"is_superuser": "on"})
    assert not User.objects.filter(username="uusi").exists()
    client.post(f"/hallinta/users/edit/{boss.pk}/", NEW | {"username": boss.username, "email": boss.email})
    boss.refresh_from_db()
    assert boss.check_password(PASSWORD)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_labels_are_translatable(client: Client, language: str) -> None:
    with translation.override(language):
        assert client.get("/hallinta/snippets/cms/place/").status_code == 200


# --- Many accounts at once ------------------------------------------------------------------------------
def bulk(client: Client, action: str, *users: User, **answers: str) -> int:
    query = "&".join(f"id={user.pk}" for user in users)
    return client.post(f"/hallinta/bulk/cms/user/{action}/?{query}", answers).status_code


def test_an_administrator_by_role_cannot_touch_a_full_one_among_many(boss: User) -> None:
    client, other = in_role(Role.ADMINISTRATOR), UserFactory()
    role = Group.objects.get(name=UserFactory(roles=[Role.FACILITATOR]).groups.get().name)
    bulk(client, "set_active_state", boss, other, mark_as_active="False")
    bulk(client, "assign_role", boss, other, role=str(role.pk))
    bulk(client, "delete", boss)
    boss.refresh_from_db()
    other.refresh_from_db()
    assert (boss.is_active, boss.groups.count()) == (True, 0)
    assert (other.is_active, other.groups.count()) == (True, 0)
    bulk(client, "set_active_state", other, mark_as_active="False")
    other.refresh_from_db()
    assert not other.is_active


def test_a_full_administrator_can_but_one_always_stays(client: Client, boss: User) -> None:
    second = AdministratorFactory()
    bulk(client, "set_active_state", boss, second, mark_as_active="False")
    assert [user.is_active for user in (User.objects.get(pk=boss.pk), User.objects.get(pk=second.pk))] == [True, False]
    bulk(client, "delete", boss, second)
    assert list(User.objects.filter(is_superuser=True)) == [boss]


def test_the_last_active_one_is_not_taken_away_whoever_asks(boss: User, rf: RequestFactory) -> None:
    request = rf.post("/")
    request.user = boss
    for action, active, refused in (
        ("delete", None, True),
        ("set_active_state", False, True),
        ("set_active_state", True, False),
        ("assign_role", None, False),
    ):
        view = SimpleNamespace(cleaned_form=SimpleNamespace(cleaned_data={"mark_as_active": active}))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("cms.hooks.others_accounts.permission_denied", lambda _request: HttpResponse(status=403))
            found = only_full_administrators_change_many_of_their_like(request, action, [boss], view)
        assert (found is not None) is refused, action
