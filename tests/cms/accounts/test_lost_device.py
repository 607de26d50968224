"""When somebody has lost both the device and the recovery codes."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms import roles
from cms.accounts.lost_device import FORGOTTEN, may_take_away
from cms.models import User
from cms.roles import Role
from tests.factories import AdministratorFactory, UserFactory

pytestmark = pytest.mark.django_db


def address(user: User) -> str:
    return reverse("cms_take_away_second_step", args=[user.pk])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lost() -> User:
    user = UserFactory()
    for kind in Authenticator.Type.values:
        Authenticator.objects.create(user=user, type=kind, data={})
    return user


def test_an_administrator_is_asked_first_and_then_takes_it_away(lost: User) -> None:
    client = signed_in(AdministratorFactory())
    assert client.get(address(lost)).status_code == 200
    assert Authenticator.objects.filter(user=lost).exists()
    assert client.post(address(lost)).status_code == 302
    assert not Authenticator.objects.filter(user=lost).exists()
    assert ModelLogEntry.objects.filter(action=FORGOTTEN, object_id=str(lost.pk)).exists()
    assert address(lost) in client.get("/hallinta/users/").text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_other_roles_cannot(lost: User, role: Role) -> None:
    roles.apply()
    assert signed_in(UserFactory(roles=[role])).post(address(lost)).status_code == 302
    assert Authenticator.objects.filter(user=lost).count() == len(Authenticator.Type.values)


def test_a_full_administrators_only_another_full_one_and_nobody_their_own(lost: User) -> None:
    roles.apply()
    full, other = AdministratorFactory(), AdministratorFactory()
    by_role = User.objects.get(pk=UserFactory(roles=[Role.ADMINISTRATOR]).pk)
    assert may_take_away(by_role, lost)
    assert not may_take_away(by_role, full)
    assert may_take_away(other, full)
    assert not may_take_away(full, full)
