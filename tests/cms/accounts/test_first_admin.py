"""The first administrator of a new site."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from cms.accounts.passwords import READABLE, one_time_password
from cms.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def file(settings: Settings, tmp_path: Path) -> Path:
    """Where the password is when it is not shown."""
    settings.VAR_DIR = tmp_path
    return tmp_path / "first-password.txt"


def told(out: StringIO) -> str:
    call_command("first_admin", stdout=out)
    return out.getvalue()


def test_a_site_without_users_gets_one_who_must_change_the_password(file: Path) -> None:
    text = told(Terminal())
    user = User.objects.get()
    password = re.search(r"password:\s+(\S+)", text)[1]
    assert (user.username, user.is_superuser, user.must_change_password) == ("yllapito", True, True)
    assert user.check_password(password)
    assert "/hallinta/" in text
    assert "vaihda se" in text
    assert "change it" in text
    assert not file.exists()


def test_what_may_become_a_log_has_no_password_but_the_way_to_it(file: Path) -> None:
    file.write_text("of an earlier try")
    file.chmod(0o644)
    text = told(StringIO())
    password = file.read_text().strip()

    assert User.objects.get().check_password(password)
    assert password not in text
    assert str(file) in text
    assert file.stat().st_mode & 0o777 == 0o600


def test_without_a_place_for_the_password_nobody_is_made(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "nowhere"
    with pytest.raises(FileNotFoundError):
        told(StringIO())
    assert not User.objects.exists()


def test_it_is_told_once() -> None:
    told(Terminal())
    assert told(Terminal()) == told(StringIO()) == ""
    assert User.objects.count() == 1


def test_where_anybody_can_sign_in_nothing_is_made() -> None:
    UserFactory()
    assert told(Terminal()) == ""
    assert not User.objects.filter(is_superuser=True).exists()


def test_one_time_passwords_are_readable_and_never_alike() -> None:
    passwords = {one_time_password() for _ in range(200)}
    assert len(passwords) == 200
    assert all(len(password.replace("-", "")) == 20 and set(password) <= {*READABLE, "-"} for password in passwords)
