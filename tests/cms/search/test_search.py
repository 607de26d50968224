"""The search page and its sources."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.search import sources
from cms.search.pages import search_pages
from cms.search.sources import SearchHit, SearchSource
from cms.search.views import LONGEST_QUERY
from tests.conftest import SiteTree
from tests.factories import (
    HOSTILE,
    ContentPageFactory,
    HomePageFactory,
    LocaleFactory,
    MunicipalityFactory,
    OpastamoPageFactory,
    PlaceFactory,
    SameWordsFactory,
)

pytestmark = pytest.mark.django_db


def titles(query: str, language: str = "fi", limit: int = 20) -> list[str]:
    return [hit.title for hit in search_pages(query, language, limit)]


@pytest.fixture
def own_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of the test's own."""
    monkeypatch.setattr(sources.SOURCES, "_items", dict(sources.SOURCES._items))


def test_pages_are_among_the_sources() -> None:
    assert sources.SOURCES.get("pages")


# --- The source ---------------------------------------------------------------------------------------
def test_a_page_is_found_by_its_title_lead_and_body(site_tree: SiteTree) -> None:
    ContentPageFactory(
        parent=site_tree["fi"],
        title="Kahvihetki",
        lead="Torstaisin pullaa",
        body=[("text", "<p>Tervetuloa porukkaan</p>")],
    )

    assert titles("kahvihetki") == titles("pullaa") == titles("PORUKKAAN") == ["Kahvihetki"]


def test_a_page_is_found_by_the_address_of_its_place_also_when_that_changes(site_tree: SiteTree) -> None:
    place = PlaceFactory(name="Opastamo", building="Pääkirjasto", street_address="Raatihuoneenkatu 6")
    OpastamoPageFactory(parent=site_tree["fi"], title="Tule käymään", place=place)
    assert titles("pääkirjasto") == titles("kirjastossa") == titles("raatihuoneenkatu") == ["Tule käymään"]

    place.street_address = "Rantakatu 1"
    place.save()

    assert titles("rantakatu") == ["Tule käymään"]
    assert titles("raatihuoneenkatu") == []


def test_all_words_must_be_there(site_tree: SiteTree) -> None:
    ContentPageFactory(parent=site_tree["fi"], title="Kahvi ja pulla")
    ContentPageFactory(parent=site_tree["fi"], title="Kahvi")

    assert titles("pulla kahvi") == ["Kahvi ja pulla"]


def test_only_live_pages_of_the_language_are_found(site_tree: SiteTree) -> None:
    ContentPageFactory(parent=site_tree["fi"], title="Sauna yksi")
    ContentPageFactory(parent=site_tree["fi"], title="Sauna luonnos", live=False)
    ContentPageFactory(parent=site_tree["sv"], title="Sauna ruotsiksi", locale=LocaleFactory(language_code="sv"))

    assert titles("sauna") == ["Sauna yksi"]
    assert titles("sauna", "sv") == ["Sauna ruotsiksi"]


def test_a_page_behind_a_password_is_not_found(site_tree: SiteTree) -> None:
    from wagtail.models import PageViewRestriction

    page = ContentPageFactory(parent=site_tree["fi"], title="Salainen sauna")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert titles("sauna") == []


def test_readers_of_easy_finnish_also_find_what_is_only_in_finnish(site_tree: SiteTree) -> None:
    easy = LocaleFactory(language_code="fi-simple")
    home = HomePageFactory(parent=site_tree["fi"].get_parent(), slug="selko", locale=easy)
    both = ContentPageFactory(parent=site_tree["fi"], title="Sauna")
    ContentPageFactory(parent=home, title="Sauna helposti", locale=easy, translation_key=both.translation_key)
    ContentPageFactory(parent=site_tree["fi"], title="Sauna vain suomeksi")

    hits = search_pages("sauna", "fi-simple", 20)

    assert [(hit.title, hit.language) for hit in hits] == [
        ("Sauna helposti", "fi-simple"),
        ("Sauna vain suomeksi", "fi"),
    ]


def test_the_limit_holds(site_tree: SiteTree) -> None:
    for _ in range(3):
        ContentPageFactory(parent=site_tree["fi"], title="Sauna")

    assert len(titles("sauna", limit=2)) == 2


def test_a_page_is_found_by_any_form_and_by_a_part_of_a_compound(site_tree: SiteTree) -> None:
    ContentPageFactory(parent=site_tree["fi"], title="Lasten kohtaamispaikassa", body=[])

    assert titles("lapsi") == titles("lapsille") == titles("paikka") == titles("kohtaamispaikan")
    assert titles("lapsi") == ["Lasten kohtaamispaikassa"]


def test_words_that_mean_the_same_find_each_other(site_tree: SiteTree) -> None:
    ContentPageFactory(parent=site_tree["fi"], title="Opastamolla tavataan")
    SameWordsFactory(language="fi", words="opastamo, neuvontapiste")

    assert titles("neuvontapisteessä") == ["Opastamolla tavataan"]
    assert titles("neuvontapisteessä", "sv") == []


# --- The page -----------------------------------------------------------------------------------------
def test_the_page_works_without_javascript_and_is_kept_by_nobody(client: Client, site_tree: SiteTree) -> None:
    ContentPageFactory(parent=site_tree["fi"], title="Kahvihetki", slug="kahvi")

    response = client.get("/fi/haku/", {"q": "kahvihetki"})
    page = response.content.decode()

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "ETag" not in response.headers
    assert not response.cookies
    assert '<meta name="robots" content="noindex">' in page
    assert 'href="/fi/kahvi/"' in page
    assert 'value="kahvihetki"' in page


def test_the_empty_page_offers_only_the_form(client: Client, site_tree: SiteTree) -> None:
    page = client.get("/fi/haku/").content.decode()

    assert 'name="q"' in page
    assert 'role="status"' not in page


def test_when_nothing_is_found_the_page_says_so_and_names_a_person_to_ask(client: Client, site_tree: SiteTree) -> None:
    MunicipalityFactory(site=site_tree.site, phone="044 765 4321")

    page = client.get("/en/haku/", {"q": "unicorn"}).content.decode()

    assert "No results" in page
    assert page.count("044 765 4321") == 2  # here and in the footer


@pytest.mark.parametrize("query", ["?", '"', "*", "   ", "%"])
def test_marks_alone_are_no_question(client: Client, site_tree: SiteTree, query: str) -> None:
    assert client.get("/fi/haku/", {"q": query}).status_code == 200


def test_what_was_asked_is_shown_as_text(client: Client, site_tree: SiteTree) -> None:
    ContentPageFactory(parent=site_tree["fi"], title=f"Sauna {HOSTILE}", search_description=HOSTILE)

    page = (
        client.get("/fi/haku/", {"q": f"{HOSTILE}"}).content.decode()
        + client.get("/fi/haku/", {"q": "sauna"}).content.decode()
    )

    assert "Sauna" in page
    assert HOSTILE not in page


def test_a_long_question_is_cut(client: Client, site_tree: SiteTree) -> None:
    response = client.get("/fi/haku/", {"q": "a" * 5000})

    assert response.status_code == 200
    assert f'value="{"a" * LONGEST_QUERY}"' in response.content.decode()


@pytest.mark.usefixtures("own_sources")
def test_only_the_first_words_are_looked_for(client: Client, site_tree: SiteTree) -> None:
    asked = []
    sources.register(SearchSource("notes", "Notes", lambda query, *_: asked.append(query) or []))

    page = client.get("/fi/haku/", {"q": "a b c d e f g h i j"}).content.decode()

    assert asked == ["a b c d e f g h"]
    assert 'value="a b c d e f g h i j"' in page


def test_words_that_nearly_every_text_holds_are_not_looked_for(client: Client, site_tree: SiteTree) -> None:
    ContentPageFactory(parent=site_tree["fi"], title="Kahvihetki torstaisin")

    page = client.get("/fi/haku/", {"q": "missä on kahvihetki"}).content.decode()

    assert "Kahvihetki torstaisin" in page
    assert 'value="missä on kahvihetki"' in page


def test_the_page_only_reads(client: Client, site_tree: SiteTree) -> None:
    assert client.post("/fi/haku/", {"q": "a"}).status_code == 405


@pytest.mark.usefixtures("own_sources")
def test_each_source_has_a_group_of_its_own_in_the_readers_language(client: Client, site_tree: SiteTree) -> None:
    asked = []

    def ideas(query: str, language: str, limit: int) -> list[SearchHit]:
        asked.append((query, language))
        return [SearchHit("فكرة", "/ar/", "نص", "ar")]

    sources.register(SearchSource("notes", "Notes", ideas))
    sources.register(SearchSource("nothing", "Nothing here", lambda *_: []))

    page = client.get("/en/haku/", {"q": " two   words! "}).content.decode()

    assert asked == [("two words", "en")]
    assert '<h3 lang="ar" dir="rtl">' in page
    assert "Nothing here" not in page


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=120))
def test_no_question_breaks_the_page(client: Client, site_tree: SiteTree, query: str) -> None:
    assert client.get("/fi/haku/", {"q": query}).status_code == 200


def test_a_mistyped_word_is_offered_as_it_is_written_here(client: Client, site_tree: SiteTree) -> None:
    ContentPageFactory(parent=site_tree["fi"], title="Kahvihetki")

    page = client.get("/fi/haku/", {"q": "kahvihekti"}).content.decode()

    assert 'href="/fi/haku/?q=kahvihetki"' in page


def test_pages_in_other_languages_are_offered_with_their_number(client: Client, site_tree: SiteTree) -> None:
    ContentPageFactory(parent=site_tree["sv"], title="Kaffe", locale=LocaleFactory(language_code="sv"))

    page = client.get("/fi/haku/", {"q": "kaffe"}).content.decode()

    assert '<a class="link" href="/sv/haku/?q=kaffe" hreflang="sv" rel="nofollow">' in page
    assert "(1)" in page
