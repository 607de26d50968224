"""Pages that a vote hangs on stay open to all until somebody takes them away knowingly."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from tests.factories import AdministratorFactory
from tests.living_lab.factories import Lab, address, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return signed_in(AdministratorFactory())


@pytest.mark.parametrize("level", [0, 1, 2], ids=["the round", "the page of rounds", "the front page"])
def test_nobody_makes_a_page_private_that_a_vote_hangs_on(lab: Lab, admin: Client, level: int) -> None:
    round_ = lab.round("voting")
    page: Any = round_.pages.get()
    page = [page, page.get_parent(), page.get_parent().get_parent()][level]
    url = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])

    assert "restriction_type" not in admin.get(url).content.decode()
    admin.post(url, {"restriction_type": "login"})

    assert not PageViewRestriction.objects.exists()
    assert Client().get(address("ballot", round_.slug)).status_code == 200


def test_nobody_makes_the_root_private(lab: Lab, admin: Client) -> None:
    root = Page.get_first_root_node()
    assert root is not None

    admin.post(reverse("wagtailadmin_pages:set_privacy", args=[root.pk]), {"restriction_type": "login"})

    assert not PageViewRestriction.objects.exists()


@pytest.mark.parametrize("level", [0, 1], ids=["the round", "the page of rounds"])
def test_no_page_of_rounds_goes_by_a_clock(lab: Lab, admin: Client, level: int) -> None:
    page: Any = lab.round("voting").pages.get()
    page = [page, page.get_parent()][level]

    form = page.specific_class.get_edit_handler().get_form_class()

    assert not {"go_live_at", "expire_at"} & set(form.base_fields)
    assert admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
