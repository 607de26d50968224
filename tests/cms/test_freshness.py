"""How long a page stays true, and who keeps it."""

from datetime import UTC, datetime, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from cms.freshness import LONGEST, Freshness, page_asked_for, same_for_all, uncached_form, valid_until

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_nothing_is_kept_longer_than_a_day() -> None:
    freshness = Freshness(NOON)
    freshness.until(None)
    freshness.until(NOON + 2 * LONGEST)

    assert freshness.valid_until == NOON + LONGEST


def test_the_earliest_change_counts() -> None:
    freshness = Freshness(NOON)
    for hours in (5, 2, 3):
        freshness.until(NOON + hours * HOUR)

    assert freshness.valid_until == NOON + 2 * HOUR


def test_parts_tell_the_page_being_made() -> None:
    request = HttpRequest()
    request.freshness = Freshness(NOON)

    valid_until(request, NOON + HOUR)

    assert request.freshness.valid_until == NOON + HOUR


def test_without_a_page_being_kept_nobody_needs_to_be_told() -> None:
    request = HttpRequest()

    valid_until(request, NOON)
    valid_until(None, NOON)

    assert not hasattr(request, "freshness")


def test_a_list_gives_the_page_asked_for_and_tells_how_many_there_are(rf: RequestFactory) -> None:
    request = rf.get("/", {"sivu": "3"})
    request.freshness = Freshness(NOON)
    page_asked_for(request, Paginator(range(50), 10))
    shown = page_asked_for(request, Paginator(range(30), 10))

    assert (shown.number, next(iter(shown))) == (3, 20)
    assert request.freshness.pages == 5


def test_a_list_is_shown_where_no_page_is_kept_too(rf: RequestFactory) -> None:
    assert page_asked_for(rf.get("/", {"sivu": "2"}), Paginator(range(11), 10)).number == 2


def test_a_response_is_the_same_for_all_only_when_said_so() -> None:
    assert not hasattr(HttpResponse(), "same_for_all")
    assert same_for_all(HttpResponse()).same_for_all is True


def test_a_form_is_kept_by_nobody() -> None:
    @uncached_form
    def form(request: HttpRequest, name: str) -> HttpResponse:
        return HttpResponse(name, headers={"Cache-Control": "public"})

    response = form(HttpRequest(), name="idea")

    assert response.content == b"idea"
    assert response.headers["Cache-Control"] == "no-store, private"
    assert form.__name__ == "form"
