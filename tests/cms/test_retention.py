"""What is kept: purging, and a person's own data, with the commands that do it."""

import io
import json
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.conf import settings as site_settings
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from cms import housekeeping, jobs, retention
from cms.models import User
from cms.registries import Registry
from cms.retention import WITH_ACCOUNT, Basis, PersonData, Purge, Record
from tests.conftest import SiteTree
from tests.factories import AdministratorFactory, ContentPageFactory, RoundFactory, UserFactory

WHO = "who a member of staff is, and how to reach them"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def own_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PURGES", Registry("purge"))
    monkeypatch.setattr(retention, "PERSON_DATA", Registry("person data"))
    monkeypatch.setattr(retention, "RECORDS", Registry("field of the data map"))


# --- Registries -----------------------------------------------------------------------------------------
@pytest.mark.usefixtures("own_registries")
def test_a_record_is_told_once() -> None:
    record = Record("cms.User", ("email", "username"), "why", Basis.SECURITY, "how long", personal=True)

    retention.describe(record, record)
    retention.describe(record)

    assert retention.data_map() == [record]


@pytest.mark.usefixtures("own_registries")
def test_a_field_has_one_record() -> None:
    retention.describe(Record("cms.User", ("email",), "why", Basis.SECURITY, "how long"))

    with pytest.raises(ValueError, match=r"cms\.User\.email"):
        retention.describe(Record("cms.User", ("username", "email"), "why else", Basis.SECURITY, "how long"))


def test_the_data_map_is_printed_as_tables_and_the_personal_part_alone() -> None:
    whole, personal = io.StringIO(), io.StringIO()

    call_command("data_map", stdout=whole)
    call_command("data_map", "--personal", stdout=personal)

    row = f"| username, first_name, last_name, email | {WHO} | {Basis.STAFF_WORK} | {WITH_ACCOUNT} | yes |"
    assert row in personal.getvalue()
    assert row in whole.getvalue()
    assert "cms.PageVersion" in whole.getvalue()
    assert "cms.PageVersion" not in personal.getvalue()


@pytest.mark.usefixtures("own_registries")
@pytest.mark.parametrize("dry_run", [True, False])
def test_purging_asks_every_room_and_passes_on_whether_it_is_a_rehearsal(dry_run: bool) -> None:
    asked: list[tuple[datetime, bool]] = []

    def run(now: datetime, is_rehearsal: bool) -> int:
        asked.append((now, is_rehearsal))
        return 3

    retention.PURGES.register("old", Purge("old", "Old things", run))

    assert retention.purge(NOW, dry_run=dry_run) == {"old": 3}
    assert asked == [(NOW, dry_run)]


@pytest.mark.usefixtures("own_registries")
def test_the_purge_command_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    retention.PURGES.register("old", Purge("old", "Old things", lambda now, dry_run: 3))

    call_command("purge", "--dry-run")
    call_command("purge")

    assert capsys.readouterr().out == "old: 3 would be deleted\nold: 3 deleted\n"


@pytest.mark.django_db
@pytest.mark.usefixtures("own_registries")
def test_a_person_is_erased_in_all_rooms_or_in_none() -> None:
    def fail(email: str) -> int:
        raise RuntimeError

    user = UserFactory()
    retention.PERSON_DATA.register(
        "one", PersonData("one", lambda email: [], lambda email: User.objects.all().delete()[0])
    )
    retention.PERSON_DATA.register("two", PersonData("two", lambda email: [], fail))

    with pytest.raises(RuntimeError):
        retention.erase_person(user.email)
    assert User.objects.filter(pk=user.pk).exists()


# --- A member of staff ----------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_export_has_everything_but_the_keys(capsys: pytest.CaptureFixture[str], site_tree: SiteTree) -> None:
    user = UserFactory(email="Aino@Kunta.example", roles=["Editors"])
    UserFactory()
    log(instance=site_tree["fi"], action="wagtail.edit", user=user)

    call_command("export_person", " aino@kunta.EXAMPLE ")
    (found,) = json.loads(capsys.readouterr().out)["staff"]

    assert (found["username"], found["groups"], found["first_name"]) == (user.username, ["Editors"], user.first_name)
    assert [entry["action"] for entry in found["actions"]] == ["wagtail.edit"]
    assert user.password not in json.dumps(found)


@pytest.mark.django_db
def test_of_nobody_there_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    UserFactory(email="")

    call_command("export_person", "nobody@kunta.example")
    assert json.loads(capsys.readouterr().out)["staff"] == []

    call_command("erase_person", "nobody@kunta.example")
    assert "staff: 0 erased" in capsys.readouterr().out
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["", "   "])
def test_an_empty_address_is_nobodys(email: str) -> None:
    """Accounts without an address must not be taken for one person's."""
    UserFactory(email="")

    for command in ("export_person", "erase_person"):
        with pytest.raises(CommandError, match="e-mail address"):
            call_command(command, email)
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_erasing_takes_the_person_and_leaves_the_work(
    site_tree: SiteTree, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    user = UserFactory()
    page = ContentPageFactory(parent=site_tree["fi"], owner=user)
    page.save_revision(user=user).publish()
    coordinated = RoundFactory(coordinator=user)
    log(instance=user, action="wagtail.create", user=AdministratorFactory())
    profile = UserProfile.objects.create(user=user)
    profile.avatar.save("aino.png", ContentFile(b"face"))

    with django_capture_on_commit_callbacks(execute=True):
        report = retention.erase_person(user.email.upper())

    assert report.erased["staff"] == 1
    assert not User.objects.filter(pk=user.pk).exists()
    assert not profile.avatar.storage.exists(profile.avatar.name)
    assert not ModelLogEntry.objects.filter(label__contains=user.username).exists()
    page.refresh_from_db()
    coordinated.refresh_from_db()
    assert (page.live, page.owner, coordinated.coordinator) == (True, None, None)


@pytest.mark.django_db
def test_the_sessions_of_an_erased_account_end_and_others_stay() -> None:
    user, other = UserFactory(), UserFactory()
    store = import_module(site_settings.SESSION_ENGINE).SessionStore
    for person in (user, other):
        session = store()
        session["_auth_user_id"] = str(person.pk)
        session.save()

    retention.erase_person(user.email)

    assert [session.get_decoded()["_auth_user_id"] for session in Session.objects.all()] == [str(other.pk)]


@pytest.mark.django_db
def test_a_rehearsal_erases_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    user = UserFactory()

    call_command("erase_person", user.email, "--dry-run")

    assert "staff: 1 would be erased" in capsys.readouterr().out
    assert User.objects.filter(pk=user.pk).exists()


@pytest.mark.django_db
def test_the_only_administrator_cannot_be_erased() -> None:
    administrator = AdministratorFactory()
    AdministratorFactory(is_active=False)

    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_person", administrator.email)
    assert User.objects.filter(pk=administrator.pk).exists()

    AdministratorFactory()
    call_command("erase_person", administrator.email)
    assert not User.objects.filter(pk=administrator.pk).exists()


# --- Jobs -----------------------------------------------------------------------------------------------
def test_the_room_registers_its_jobs_and_its_person_data() -> None:
    assert all(jobs.JOBS.get(name) for name in ("publish", "purge", "sessions", "tasks"))
    assert retention.PERSON_DATA.get("staff")


@pytest.mark.django_db
def test_pages_are_published_and_withdrawn_at_their_time(site_tree: SiteTree) -> None:
    past, future = timezone.now() - timedelta(minutes=1), timezone.now() + timedelta(days=1)
    coming = ContentPageFactory(parent=site_tree["fi"], live=False)
    going = ContentPageFactory(parent=site_tree["fi"], expire_at=past)
    staying = ContentPageFactory(parent=site_tree["fi"], expire_at=future)
    coming.go_live_at = past
    coming.save_revision(approved_go_live_at=past)

    with translation.override("en"):
        said = str(housekeeping.publish_scheduled(timezone.now()))

    for page in (coming, going, staying):
        page.refresh_from_db()
    assert said == "Published 1, withdrawn 1"
    assert (coming.live, going.live, staying.live) == (True, False, True)
    assert housekeeping.publish_scheduled(timezone.now()) == ""


@pytest.mark.django_db
def test_expired_sessions_are_forgotten() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=NOW - timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="", expire_date=NOW + timedelta(seconds=1))

    with translation.override("en"):
        assert str(housekeeping.clear_sessions(NOW)) == "Sessions cleared: 1"
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


@pytest.mark.usefixtures("own_registries")
def test_the_nightly_purge_tells_what_it_deleted() -> None:
    retention.PURGES.register("old", Purge("old", "Old things", lambda now, dry_run: 0 if dry_run else 2))
    retention.PURGES.register("none", Purge("none", "None", lambda now, dry_run: 0))

    assert housekeeping.purge(NOW) == "Old things: 2"


@pytest.mark.django_db
def test_finished_background_work_is_forgotten_after_two_weeks(settings: pytest.FixtureRequest) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for days in (13, 15):
        result = DBTaskResult.objects.create(
            status=TaskResultStatus.SUCCESSFUL, priority=0, task_path="", args_kwargs={}, queue_name="mail",
            backend_name="default", run_after=NOW, finished_at=timezone.now() - timedelta(days=days),
        )  # fmt: skip

    housekeeping.prune_tasks(NOW)

    assert not DBTaskResult.objects.filter(pk=result.pk).exists()
    assert DBTaskResult.objects.count() == 1
