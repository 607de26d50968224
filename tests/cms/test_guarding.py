"""What may not be done to pages is refused with words, one at a time and many at once."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms import roles
from cms.hooks.pages import why_not_to_move_or_delete
from cms.roles import Role
from tests.conftest import SiteTree
from tests.factories import ContentPageFactory, OpastamoPageFactory, UserFactory, WorkshopIndexPageFactory

WORDS = "You may change this page, but not move or delete it."


def in_role(role: Role) -> Client:
    roles.apply()
    client = Client(headers={"accept-language": "en"})
    client.force_login(UserFactory(roles=[role]))
    return client


@pytest.fixture(params=[Role.OPASTAMO_WORKER, Role.FACILITATOR])
def kept(request: Any, site_tree: SiteTree) -> tuple[Client, Any]:
    """A role that may only change and publish a page, and the page."""
    made = OpastamoPageFactory if request.param is Role.OPASTAMO_WORKER else WorkshopIndexPageFactory
    page = made(parent=site_tree["fi"])
    return in_role(request.param), page


@pytest.mark.parametrize("address", ["pages/{page}/delete/", "bulk/wagtailcore/page/delete/?id={page}"])
def test_who_only_changes_a_page_does_not_delete_it(kept: tuple[Client, Any], address: str) -> None:
    client, page = kept
    answer = client.post("/hallinta/" + address.format(page=page.pk), follow=True)
    assert answer.status_code == 200
    assert WORDS in answer.text
    assert Page.objects.filter(pk=page.pk).exists()


def test_who_only_changes_a_page_does_not_move_it(kept: tuple[Client, Any], site_tree: SiteTree) -> None:
    client, page = kept
    answer = client.post(f"/hallinta/pages/{page.pk}/move/{site_tree['fi'].pk}/confirm/", follow=True)
    assert WORDS in answer.text


def test_an_editor_deletes_pages(site_tree: SiteTree) -> None:
    page = ContentPageFactory(parent=site_tree["fi"])
    in_role(Role.EDITOR).post(f"/hallinta/pages/{page.pk}/delete/")
    assert not Page.objects.filter(pk=page.pk).exists()


def test_many_pages_are_looked_at_in_as_many_queries_as_one(site_tree: SiteTree, rf: RequestFactory) -> None:
    roles.apply()
    request, pages = rf.post("/"), ContentPageFactory.create_batch(9, parent=site_tree["fi"])
    asked = []
    for chosen in (pages[:1], pages):
        request.user = UserFactory(roles=[Role.EDITOR])
        with CaptureQueriesContext(connection) as queries:
            assert why_not_to_move_or_delete(request, chosen) is None
        asked.append(len(queries))

    assert asked[0] == asked[1]


@pytest.mark.django_db
def test_wagtails_groups_go_unless_somebody_is_in_them() -> None:
    assert not Group.objects.filter(name__in=roles.WAGTAILS_GROUPS).exists()
    UserFactory(roles=["Editors"])
    Group.objects.create(name="Moderators")
    roles.remove_wagtails_groups()
    assert list(Group.objects.filter(name__in=roles.WAGTAILS_GROUPS).values_list("name", flat=True)) == ["Editors"]
