"""Versions move with every change: more often than they must, never less."""

import threading

import pytest
from django.db import connection
from wagtail.models import PageViewRestriction

from cms import versions
from cms.models import PageVersion
from tests.conftest import SiteTree
from tests.factories import (
    ContentPageFactory,
    MunicipalityFactory,
    OpeningExceptionFactory,
    OpeningHoursFactory,
    PlaceFactory,
    SiteImageFactory,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("fi", "fi-simple", "sv", "en")


def values(room: str) -> dict[str, int]:
    return dict(PageVersion.objects.filter(room=room).values_list("language", "value"))


def test_the_first_change_in_a_room_already_counts() -> None:
    before = versions.token("fi")
    versions.bump("room")

    assert versions.token("fi") != before
    assert set(values("room")) == set(LANGUAGES)


def test_every_change_moves_the_token_of_every_language() -> None:
    versions.bump("room")
    before = {language: versions.token(language) for language in LANGUAGES}

    versions.bump("room")

    assert all(versions.token(language) != before[language] for language in LANGUAGES)


def test_a_change_in_one_language_leaves_the_others() -> None:
    versions.bump("room")
    before = {language: versions.token(language) for language in LANGUAGES}

    versions.bump("room", ["sv"])

    assert [language for language in LANGUAGES if versions.token(language) != before[language]] == ["sv"]


def test_a_change_in_no_language_changes_nothing() -> None:
    versions.bump("room", [])

    assert values("room") == {}


def test_languages_that_are_new_to_the_room_join_the_others() -> None:
    versions.bump("room", ["sv"])
    before = values("room")["sv"]

    versions.bump("room")

    assert set(values("room")) == set(LANGUAGES)
    assert values("room")["sv"] > before


def test_rooms_with_the_same_numbers_have_tokens_of_their_own() -> None:
    PageVersion.objects.all().delete()
    PageVersion.objects.create(room="one", language="fi", value=12)
    first = versions.token("fi")
    PageVersion.objects.all().delete()
    PageVersion.objects.create(room="one", language="fi", value=1)
    PageVersion.objects.create(room="two", language="fi", value=2)

    assert versions.token("fi") != first


def test_reading_the_token_is_one_query(django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(1):
        versions.token("fi")


def test_a_change_that_is_taken_back_moves_nothing() -> None:
    from django.db import transaction

    versions.bump("room")
    before = versions.token("fi")
    with transaction.atomic():
        versions.bump("room")
        transaction.set_rollback(True)

    assert versions.token("fi") == before


# --- What moves them --------------------------------------------------------------------------------------
def test_saving_and_deleting_a_place_its_hours_and_exceptions_moves_the_version() -> None:
    place = PlaceFactory()
    hours = OpeningHoursFactory(place=place, weekday=6)
    exception = OpeningExceptionFactory(place=place)

    for change in (place.save, hours.save, exception.save, hours.delete, exception.delete, place.delete):
        before = versions.token("fi")
        change()
        assert versions.token("fi") != before, change


def test_changing_a_page_moves_the_version(site_tree: SiteTree) -> None:
    page = ContentPageFactory(parent=site_tree["fi"])
    other = ContentPageFactory(parent=site_tree["fi"])

    def hide() -> None:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    def show() -> None:
        PageViewRestriction.objects.get(page=page).delete()

    def move() -> None:
        other.move(page, pos="last-child")

    def order() -> None:
        page.move(site_tree["fi"], pos="first-child")

    def publish() -> None:
        page.save_revision().publish()

    for change in (page.save, publish, hide, show, order, move, page.unpublish, page.delete):
        before = {language: versions.token(language) for language in LANGUAGES}
        change()
        assert all(versions.token(language) != before[language] for language in LANGUAGES), change


def test_changing_what_stands_around_pages_moves_the_version(site_tree: SiteTree) -> None:
    municipality = MunicipalityFactory(site=site_tree.site)
    image = SiteImageFactory()

    for change in (municipality.save, image.save, site_tree.site.save, site_tree["sv"].locale.save, image.delete):
        before = versions.token("fi")
        change()
        assert versions.token("fi") != before, change


@pytest.mark.django_db(transaction=True)
def test_changes_at_the_same_time_are_all_counted() -> None:
    start = threading.Barrier(5)

    def change() -> None:
        start.wait()
        try:
            versions.bump("room")
        finally:
            connection.close()

    threads = [threading.Thread(target=change) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(value >= 5 for value in values("room").values())
    assert set(values("room")) == set(LANGUAGES)
