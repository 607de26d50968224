"""Links led to the reader's language."""

import pytest
from django.utils import translation
from pytest_django.fixtures import DjangoAssertNumQueries
from wagtail.models import Page

from cms.links import all_localized, linked_pages, localized, numbers_in, pages_by_number
from tests.conftest import SiteTree
from tests.factories import ContentPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(site_tree: SiteTree) -> tuple[Page, Page]:
    """A page in Finnish and its translation, as plain pages."""
    finnish = ContentPageFactory(parent=site_tree["fi"])
    swedish = ContentPageFactory(
        parent=site_tree["sv"], locale=site_tree["sv"].locale, translation_key=finnish.translation_key
    )
    return Page.objects.get(pk=finnish.pk), Page.objects.get(pk=swedish.pk)


def test_a_link_leads_to_the_page_in_the_readers_language(pair: tuple[Page, Page]) -> None:
    with translation.override("sv"):
        assert localized(pair[0]) == pair[1]
    with translation.override("en"):
        assert localized(pair[0]) == pair[0]


def test_a_translation_that_is_not_live_is_no_page_to_lead_to(pair: tuple[Page, Page]) -> None:
    Page.objects.filter(pk=pair[1].pk).update(live=False)

    with translation.override("sv"):
        assert localized(pair[0]) == pair[0]


def test_pages_in_the_language_of_the_page_shown_ask_nothing(
    site_tree: SiteTree, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pages = ContentPageFactory.create_batch(3, parent=site_tree["fi"])
    with django_assert_num_queries(0):
        assert all_localized(pages, site_tree["fi"]) == pages


def test_what_a_page_links_to_is_read_at_once_while_it_is_shown(
    pair: tuple[Page, Page], site_tree: SiteTree, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    finnish, swedish = pair
    with translation.override("sv"), django_assert_num_queries(1), linked_pages({finnish.pk, 0}, site_tree["sv"]):
        assert pages_by_number([finnish.pk]) == {finnish.pk: finnish}
        assert localized(finnish) == swedish
    with django_assert_num_queries(1):
        pages_by_number([finnish.pk])


def test_numbers_of_pages_are_found_wherever_blocks_keep_them() -> None:
    raw = [
        {"type": "two", "value": {"page": 7, "text": '<a linktype="page" id="8">x</a>', "steps": [{"value": "id=9"}]}},
        {"type": "text", "value": 'Ei <a href="https://esimerkki.fi/?id=3">y</a> <a id="10" linktype="page">z</a>'},
        {"type": "call", "value": {"page": None}},
    ]

    assert numbers_in(raw) == {7, 8, 10}
