"""Anonymous pages: the same for everyone, without a cookie, with an ETag, and never late."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.cache import cache, caches
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from cms import versions
from cms.caching import AnonymousPageCache
from cms.freshness import LONGEST, page_asked_for, same_for_all, valid_until
from cms.models import ContentPage
from tests.conftest import SiteTree
from tests.factories import ContentPageFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SESSION = "0123456789abcdefghijklmnopqrstuv"


class View:
    """What stands behind the cache: counts how often it is asked, and for what; its list has so many pages."""

    def __init__(self, **headers: str) -> None:
        self.calls = 0
        self.queries: list[str] = []
        self.pages = 1
        self.headers = headers
        self.true_for: timedelta | None = None
        self.make: Any = lambda body: same_for_all(HttpResponse(body, headers=self.headers))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.calls += 1
        self.queries.append(request.GET.urlencode())
        page_asked_for(request, Paginator(range(self.pages), 1))
        if self.true_for:
            valid_until(request, NOW + self.true_for)
        return self.make(f"page {self.calls}")


@pytest.fixture
def view() -> View:
    return View()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The instant; ``now.move(...)`` lets time pass."""

    class Now:
        instant = NOW

        def move(self, **time: float) -> None:
            self.instant += timedelta(**time)

    moving = Now()
    monkeypatch.setattr("cms.caching.timezone.now", lambda: moving.instant)
    return moving


def get(
    view: View, path: str = "/fi/sivu/", method: str = "get", cookies: dict[str, str] | None = None, **extra: str
) -> HttpResponse:
    request = getattr(RequestFactory(), method)(path, **extra)
    request.COOKIES.update(cookies or {})
    return AnonymousPageCache(view)(request)


# --- Kept or not ----------------------------------------------------------------------------------------
def test_a_page_is_made_once_and_given_to_everyone(view: View) -> None:
    first, second = get(view), get(view)

    assert first.content == second.content == b"page 1"
    assert first.headers["ETag"] == second.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Accept-Encoding" in first.headers["Vary"]


@pytest.mark.parametrize("path", ["/", "/hallinta/", "/media/kuva.png", "/asiakirjat/1/a.pdf", "/xx/sivu/"])
def test_addresses_without_a_language_pass_by(view: View, path: str) -> None:
    get(view, path)

    assert get(view, path).content == b"page 2"


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_only_reading_is_kept(view: View, method: str) -> None:
    get(view)

    assert get(view, method=method).content == b"page 2"


def test_a_member_of_staff_gets_a_page_of_their_own_and_nobody_else_gets_it(view: View) -> None:
    mine = get(view, cookies={site_settings.SESSION_COOKIE_NAME: SESSION})

    assert mine.headers["Cache-Control"] == "private, no-cache"
    assert "ETag" not in mine.headers
    assert get(view).content == b"page 2"
    assert get(view, cookies={site_settings.SESSION_COOKIE_NAME: SESSION}).content == b"page 3"


def test_other_cookies_change_nothing(view: View) -> None:
    get(view)

    assert get(view, cookies={"other": "1"}).content == b"page 1"


# --- The query ------------------------------------------------------------------------------------------
QUERIES = ["?utm=1", "?sivu=", "?sivu=x", "?sivu=1", "?sivu=1&q=2", "?sivu=-1", "?q=", "?sivu=0", "?sivu=01", "?sivu=٣",
           f"?sivu={'9' * 5000}", "?sivu=2", "?sivu=999", "?sivu=2&sivu=2"]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_a_page_without_a_list_is_one_page_whatever_the_query_says(view: View, query: str) -> None:
    get(view)

    assert get(view, f"/fi/sivu/{query}").content == b"page 1"


@pytest.mark.parametrize("query", QUERIES)
def test_the_first_reader_may_come_with_any_query_and_nothing_of_it_is_kept(view: View, query: str) -> None:
    first = get(view, f"/fi/sivu/{query}")

    assert view.queries[-1] == ""
    assert first.content == get(view).content == get(view, "/fi/sivu/?other=1").content
    assert view.calls == 2


@pytest.mark.parametrize("query", QUERIES)
def test_a_page_that_is_not_kept_gets_its_whole_query_each_time(view: View, query: str) -> None:
    view.make = HttpResponse
    for _ in range(2):
        get(view, f"/fi/haku/{query}")

    assert view.queries == [RequestFactory().get(f"/{query}").GET.urlencode()] * 2


def test_a_change_under_a_flood_of_queries_costs_two_pages(view: View) -> None:
    for round_ in range(3):
        versions.bump("room")
        for number in range(20):
            get(view, f"/fi/sivu/?n={round_}{number}")

    assert view.calls <= 3 * 2


def test_the_pages_of_a_list_are_kept_each_for_itself_and_none_beyond_the_last(view: View) -> None:
    view.pages = 3
    pages = [get(view, f"/fi/sivu/{query}").content for query in ("", "?sivu=2", "?sivu=3")]
    made = view.calls

    assert len(set(pages)) == made == 3
    assert get(view, "/fi/sivu/?sivu=2&utm=1").content == pages[1]
    assert [get(view, f"/fi/sivu/?sivu={number}").content for number in range(4, 999, 100)] == [pages[2]] * 10
    assert view.calls == made
    assert len(caches["pages"]._cache) == 3 + 1


def test_a_flood_of_numbers_without_a_first_page_makes_the_last_page_alone(view: View) -> None:
    view.pages = 3
    for number in range(999, 3, -1):
        get(view, f"/fi/sivu/?sivu={number}")

    assert view.calls == 2
    assert view.queries[-1] == "sivu=3"


def test_a_list_that_grew_has_its_new_page(view: View) -> None:
    view.pages = 2
    last = get(view, "/fi/sivu/?sivu=3").content
    view.pages = 3
    versions.bump("room")

    assert get(view, "/fi/sivu/?sivu=3").content != last
    assert view.queries[-1] == "sivu=3"


@pytest.mark.parametrize("path", ["/fi/sivu/", "/hallinta/", "/media/kuva.png", "/healthz"])
@pytest.mark.parametrize("made_up", ["", "mine", "x" * 31, "X" * 32, "x" * 32 + ";", "ä" * 32, "\0"])
def test_a_made_up_session_reaches_the_site_nowhere(view: View, made_up: str, path: str) -> None:
    seen: list[dict[str, str]] = []
    request = RequestFactory().get(path)
    request.COOKIES[site_settings.SESSION_COOKIE_NAME] = made_up

    AnonymousPageCache(lambda request: seen.append(dict(request.COOKIES)) or view(request))(request)

    assert seen == [{}]


def test_a_made_up_session_gets_what_everybody_gets(view: View) -> None:
    get(view, cookies={site_settings.SESSION_COOKIE_NAME: "mine"})

    assert get(view).content == b"page 1"


def test_a_port_or_another_way_to_write_the_address_makes_no_page_of_its_own(view: View) -> None:
    view.pages = 2
    get(view, "/fi/sivu/?sivu=2", HTTP_HOST="testserver")

    for path, host in (
        ("/fi/sivu/?sivu=2", "testserver:81"),
        ("/fi/sivu/?sivu=2", "TestServer."),
        ("/fi/sivu/?&sivu=2&", "testserver"),
        ("/fi/sivu/?siv%75=%32", "testserver"),
    ):
        assert get(view, path, HTTP_HOST=host).content == b"page 1", (path, host)


def test_reading_pages_pushes_no_count_out(view: View) -> None:
    """Limits of signing in and voting are counted in the other cache, however many pages are read."""
    cache.set("count", 4)
    view.pages = 500
    for number in range(1, 501):
        get(view, f"/fi/sivu/?sivu={number}")

    assert cache.get("count") == 4
    assert len(caches["pages"]._cache) > 300  # what Django keeps when nothing is said
    assert not any("page" in key for key in cache._cache)


def test_each_page_number_host_and_scheme_is_a_page_of_its_own(view: View) -> None:
    view.pages = 3
    answers = [
        get(view),
        get(view, "/fi/sivu/?sivu=2"),
        get(view, "/fi/sivu/?sivu=3"),
        get(view, "/sv/sivu/"),
        get(view, HTTP_HOST="localhost"),
        get(view, secure=True),
    ]

    assert len({answer.content for answer in answers}) == len(answers)


def test_a_page_that_is_not_marked_is_not_kept(view: View) -> None:
    view.make = HttpResponse
    get(view)

    assert get(view).content == b"page 2"
    assert get(view).headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("status", [201, 301, 302, 403, 404, 500])
def test_only_a_good_page_is_kept(view: View, status: int) -> None:
    view.make = lambda body: same_for_all(HttpResponse(body, status=status))
    get(view)

    assert get(view).content == b"page 2"


def test_a_page_with_a_cookie_is_not_kept(view: View) -> None:
    def with_cookie(body: str) -> HttpResponse:
        response = same_for_all(HttpResponse(body))
        response.set_cookie("csrftoken", "secret")
        return response

    view.make = with_cookie
    assert get(view).cookies
    assert get(view).content == b"page 2"


def test_a_stream_is_not_kept(view: View) -> None:
    view.make = lambda body: same_for_all(StreamingHttpResponse([body.encode()]))
    get(view)

    assert b"".join(get(view)) == b"page 2"


def test_what_a_view_says_of_caching_stands(view: View) -> None:
    view.make = lambda body: HttpResponse(body, headers={"Cache-Control": "no-store, private"})

    assert get(view).headers["Cache-Control"] == "no-store, private"


def test_the_content_type_and_language_are_kept_and_nothing_else() -> None:
    view = View(**{"Content-Type": "text/plain; charset=utf-8", "Content-Language": "fi", "X-Once": "1"})
    get(view)
    kept = get(view)

    assert (kept.headers["Content-Type"], kept.headers["Content-Language"]) == ("text/plain; charset=utf-8", "fi")
    assert "X-Once" not in kept.headers


# --- ETag -----------------------------------------------------------------------------------------------
def test_a_matching_etag_gets_304_without_a_body(view: View) -> None:
    etag = get(view).headers["ETag"]

    for sent in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = get(view, HTTP_IF_NONE_MATCH=sent)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == etag
        assert answer.headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("sent", ['"other"', "nonsense", '""', "W/"])
def test_another_etag_gets_the_page(view: View, sent: str) -> None:
    get(view)

    assert get(view, HTTP_IF_NONE_MATCH=sent).status_code == 200


def test_the_first_reader_with_the_right_etag_gets_304_too(view: View) -> None:
    etag = get(view).headers["ETag"]
    caches["pages"].clear()
    view.calls = 0

    assert get(view, HTTP_IF_NONE_MATCH=etag).status_code == 304


# --- Never late -----------------------------------------------------------------------------------------
def test_a_change_is_seen_by_the_next_reader(view: View) -> None:
    etag = get(view).headers["ETag"]
    versions.bump("room")
    answer = get(view, HTTP_IF_NONE_MATCH=etag)

    assert (answer.status_code, answer.content) == (200, b"page 2")


def test_a_change_while_a_page_is_made_is_not_lost(view: View) -> None:
    """Read before the change, kept after it: the page must not be given as new."""
    view.make = lambda body: versions.bump("room") or same_for_all(HttpResponse(body))
    get(view)

    assert get(view).content == b"page 2"


def test_what_a_clock_changes_is_never_late(view: View, now: Any) -> None:
    view.true_for = timedelta(minutes=10)
    get(view)

    now.move(minutes=10, microseconds=-1)
    assert get(view).content == b"page 1"

    now.move(microseconds=1)
    view.true_for = None
    assert get(view).content == b"page 2"


def test_without_a_clock_a_page_is_made_anew_each_day(view: View, now: Any) -> None:
    get(view)

    now.move(seconds=LONGEST.total_seconds() - 1)
    assert get(view).content == b"page 1"
    now.move(seconds=1)
    assert get(view).content == b"page 2"


def test_a_page_that_is_already_old_when_made_is_given_once(view: View, now: Any) -> None:
    view.true_for = timedelta(seconds=-1)
    get(view)

    assert get(view).content == b"page 2"


def test_a_kept_page_costs_one_query(view: View, django_assert_num_queries: Any) -> None:
    get(view)

    with django_assert_num_queries(1):
        get(view)


# --- The whole site -------------------------------------------------------------------------------------
@pytest.fixture
def coffee(site_tree: SiteTree) -> ContentPage:
    return ContentPageFactory(parent=site_tree["fi"], slug="kahvi", title="Kahvihetki")


def test_a_reader_gets_no_cookie_and_304(client: Client, coffee: ContentPage) -> None:
    first = client.get("/fi/kahvi/")
    again = client.get("/fi/kahvi/", headers={"If-None-Match": first.headers["ETag"]})

    assert first.status_code == 200
    assert again.status_code == 304
    assert not first.cookies
    assert not again.cookies
    for header in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"):
        assert header in client.get("/fi/kahvi/").headers


def test_asking_for_the_head_alone_tells_the_same(client: Client, coffee: ContentPage) -> None:
    head = client.head("/fi/kahvi/")
    whole = client.get("/fi/kahvi/")

    assert b"Kahvihetki" in whole.content
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_publishing_changes_the_page_at_once(client: Client, coffee: ContentPage) -> None:
    for _ in range(2):
        client.get("/fi/kahvi/")
    coffee.title = "Teehetki"
    coffee.save_revision().publish()

    assert b"Teehetki" in client.get("/fi/kahvi/").content


def test_a_page_that_is_hidden_or_withdrawn_is_gone_at_once(client: Client, coffee: ContentPage) -> None:
    from wagtail.models import PageViewRestriction

    for _ in range(2):  # the first page ever makes the municipality's row, so only the second is kept
        client.get("/fi/kahvi/")
    PageViewRestriction.objects.create(page=coffee, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/fi/kahvi/").status_code == 302

    PageViewRestriction.objects.all().delete()
    assert client.get("/fi/kahvi/").status_code == 200

    coffee.unpublish()
    assert client.get("/fi/kahvi/").status_code == 404


def test_a_signed_in_reader_gets_the_page_uncached(client: Client, coffee: ContentPage) -> None:
    client.force_login(UserFactory())

    assert client.get("/fi/kahvi/").headers["Cache-Control"] == "private, no-cache"


def test_a_search_still_reads_its_words(client: Client, coffee: ContentPage) -> None:
    for words in ("kahvi", "sauna", "kahvi"):
        assert f'value="{words}"' in client.get("/fi/haku/", {"q": words}).content.decode()


def test_a_session_that_cannot_be_one_breaks_no_page(client: Client, coffee: ContentPage) -> None:
    for address in ("/", "/healthz", "/hallinta/", "/sitemap.xml", "/fi/kahvi/"):
        client.cookies[site_settings.SESSION_COOKIE_NAME] = "a\0b"
        assert client.get(address).status_code < 500
