"""Choosing a member of staff."""

import pytest

from cms.accounts.people import who_may
from tests.factories import AdministratorFactory, UserFactory
from tests.living_lab.factories import staff

pytestmark = pytest.mark.django_db


def test_those_who_may_by_name_and_the_one_who_has_the_task() -> None:
    last = staff("living_lab.change_round", last_name="Öhman")
    first = staff("living_lab.change_round", last_name="Aalto")
    present = UserFactory(last_name="Mäki", is_active=False)
    UserFactory(last_name="Muu")

    assert list(who_may("living_lab.change_round", present.pk)) == [first, present, last]
    assert list(who_may("living_lab.change_round")) == [first, last]


def test_full_administrators_may_everything() -> None:
    administrator = AdministratorFactory()

    assert list(who_may("workshops.change_workshop")) == [administrator]
