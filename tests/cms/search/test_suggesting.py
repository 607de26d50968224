"""What is offered in place of a mistyped question."""

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from cms.search.suggesting import suggestion, vocabulary
from tests.conftest import SiteTree
from tests.factories import ContentPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kahvihetki(site_tree: SiteTree) -> None:
    ContentPageFactory(parent=site_tree["fi"], title="Kahvihetki", lead="Torstaisin opastamolla", body=[])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("kahvihekti", "kahvihetki"),
        ("kahvihetki", ""),
        ("opastamola torstaisin", "opastamolla torstaisin"),
        ("xyzzy", ""),
        ("", ""),
    ],
)
def test_the_nearest_word_of_the_pages_is_offered(asked: str, expected: str) -> None:
    assert suggestion(asked, "fi") == expected


def test_words_of_other_languages_and_drafts_are_not_offered(site_tree: SiteTree) -> None:
    ContentPageFactory(parent=site_tree["fi"], title="Luonnokset", live=False)

    assert suggestion("luonnokse", "fi") == ""
    assert suggestion("kahvihekti", "sv") == ""


def test_words_are_remembered_until_a_page_changes(
    site_tree: SiteTree, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    vocabulary("fi")
    with django_assert_num_queries(1):  # the version
        assert "saunailta" not in vocabulary("fi")

    ContentPageFactory(parent=site_tree["fi"], title="Saunailta")

    assert "saunailta" in vocabulary("fi")
