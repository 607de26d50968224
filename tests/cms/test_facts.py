"""Facts that somebody should look at."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cms import roles
from cms.facts import is_old, municipality_facts, place_facts
from cms.models import User
from cms.roles import Role
from tests.conftest import SiteTree
from tests.factories import AdministratorFactory, MunicipalityFactory, PlaceFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    return AdministratorFactory()


@pytest.mark.parametrize(("days", "old"), [(0, False), (180, False), (181, True), (None, True)])
def test_a_check_holds_for_half_a_year(days: int | None, old: bool) -> None:
    today = date(2026, 12, 1)
    assert is_old(None if days is None else today - timedelta(days=days), today) is old


def test_a_municipality_without_a_name_waits(site_tree: SiteTree, boss: User) -> None:
    waiting = municipality_facts(boss)
    assert waiting is not None
    assert waiting.since is None
    client = Client()
    client.force_login(boss)
    assert client.get(waiting.url).status_code == 200


def test_checked_facts_do_not_wait_and_old_ones_wait_since_they_grew_old(site_tree: SiteTree, boss: User) -> None:
    municipality = MunicipalityFactory(site=site_tree.site, checked_on=timezone.localdate())
    assert municipality_facts(boss) is None
    municipality.checked_on -= timedelta(days=200)
    municipality.save()
    waiting = municipality_facts(boss)
    assert waiting is not None
    assert waiting.since is not None
    assert timezone.localdate(waiting.since) == timezone.localdate() - timedelta(days=19)


def test_one_old_place_opens_itself_and_more_open_the_list(boss: User) -> None:
    client = Client()
    client.force_login(boss)
    PlaceFactory(checked_on=timezone.localdate())
    assert place_facts(boss) is None
    old = PlaceFactory()
    one = place_facts(boss)
    assert one is not None
    assert str(old.pk) in one.url
    PlaceFactory()
    two = place_facts(boss)
    assert two is not None
    assert two.count == 2
    for waiting in (one, two):
        assert client.get(waiting.url).status_code == 200


def test_facts_wait_only_for_those_who_may_change_them(site_tree: SiteTree) -> None:
    roles.apply()
    PlaceFactory()
    worker, editor = UserFactory(roles=[Role.OPASTAMO_WORKER]), UserFactory(roles=[Role.EDITOR])
    assert place_facts(worker) is not None
    assert municipality_facts(worker) is None
    assert place_facts(editor) is None
