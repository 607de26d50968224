"""A facilitator, a workshop tied to a round that takes ideas, and the page of workshops."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from cms.models import User
from tests.conftest import SiteTree
from tests.factories import (
    RoundFactory,
    RoundIndexPageFactory,
    RoundPageFactory,
    UserFactory,
    WorkshopFactory,
    WorkshopIndexPageFactory,
)
from workshops.models import Workshop, WorkshopIndexPage

CHANGE = ("wagtailadmin.access_admin", "workshops.change_workshop", "workshops.view_workshop")


def member(*permissions: str) -> User:
    """A member of staff in a group with these permissions, named ``app.codename``."""
    pairs = [name.split(".") for name in permissions]
    found = [Permission.objects.get(content_type__app_label=app, codename=code) for app, code in pairs]
    group = Group.objects.create(name=f"may {permissions}")
    group.permissions.set(found)
    return UserFactory(roles=[group.name])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def facilitator(db: None) -> User:
    return member(*CHANGE)


@pytest.fixture
def staff(facilitator: User) -> Client:
    """The facilitator's browser."""
    return signed_in(facilitator)


@pytest.fixture
def workshop(db: None) -> Workshop:
    return WorkshopFactory(round=RoundFactory())


@pytest.fixture
def index_page(site_tree: SiteTree) -> WorkshopIndexPage:
    return WorkshopIndexPageFactory(parent=site_tree["fi"], slug="tyopajat")


@pytest.fixture
def public_round(site_tree: SiteTree, workshop: Workshop) -> Any:
    """The page of the workshop's round, live in Finnish."""
    parent = RoundIndexPageFactory(parent=site_tree["fi"], slug="ideat")
    return RoundPageFactory(parent=parent, round=workshop.round)
