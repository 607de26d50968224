"""The first administrator of a new site."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from cms.accounts.passwords import READABLE, one_time_password
from cms.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def told() -> str:
    out = StringIO()
    call_command("first_admin", stdout=out)
    return out.getvalue()


def test_a_site_without_users_gets_one_who_must_change_the_password() -> None:
    text = told()
    user = User.objects.get()
    password = re.search(r"password:\s+(\S+)", text)[1]
    assert (user.username, user.is_superuser, user.must_change_password) == ("yllapito", True, True)
    assert user.check_password(password)
    assert "/hallinta/" in text
    assert "vaihda salasana" in text
    assert "change the password" in text


def test_it_is_told_once() -> None:
    told()
    assert told() == ""
    assert User.objects.count() == 1


def test_where_anybody_can_sign_in_nothing_is_made() -> None:
    UserFactory()
    assert told() == ""
    assert not User.objects.filter(is_superuser=True).exists()


def test_one_time_passwords_are_readable_and_never_alike() -> None:
    passwords = {one_time_password() for _ in range(200)}
    assert len(passwords) == 200
    assert all(len(password.replace("-", "")) == 20 and set(password) <= {*READABLE, "-"} for password in passwords)
