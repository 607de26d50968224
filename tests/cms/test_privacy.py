"""Pages that anybody may see."""

import pytest
from wagtail.models import Page, PageViewRestriction

from cms.privacy import open_to_all
from tests.conftest import SiteTree
from tests.factories import ContentPageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_a_restriction_covers_its_page_and_all_below_and_nothing_beside(site_tree: SiteTree, kind: str) -> None:
    covered, beside = ContentPageFactory.create_batch(2, parent=site_tree["fi"])
    below = ContentPageFactory(parent=ContentPageFactory(parent=covered))
    PageViewRestriction.objects.create(page=covered, restriction_type=kind, password="x")

    shown = set(open_to_all(Page.objects.all()))

    assert shown == set(Page.objects.public())
    assert {covered.page_ptr, below.page_ptr}.isdisjoint(shown)
    assert {beside.page_ptr, site_tree["fi"].page_ptr} <= shown


def test_it_asks_nothing_of_the_database_by_itself(site_tree: SiteTree, django_assert_num_queries) -> None:
    PageViewRestriction.objects.create(page=site_tree["fi"], restriction_type="login")
    UserFactory()
    with django_assert_num_queries(0):
        found = open_to_all(Page.objects.all())
    with django_assert_num_queries(1):
        list(found)
