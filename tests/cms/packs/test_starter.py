"""The starter content as it ships: whole, in every language, ready to be read."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import DjangoAssertNumQueries
from wagtail.models import Page, Revision, Site
from wagtail.rich_text import expand_db_html

from cms.models import HomePage, Municipality, OpastamoPage
from cms.packs.contents import Pack
from cms.packs.export import export_site
from cms.packs.format import files_of, read_pack, unusual_files
from cms.packs.install import Report
from cms.packs.registry import PAGE
from cms.packs.translations import texts_of

pytestmark = pytest.mark.usefixtures("starter", "db")

TRANSLATED = ("sv", "en")
SAME_IN_EVERY_LANGUAGE = {"Opastamo", "opastamo"}
HREF = re.compile(r'<a [^>]*href="(/[^"#?]*)["#?]')
LINK = re.compile(r'<a (?:href="([^"]*)")?')


@pytest.fixture
def pack() -> Pack:
    return read_pack(settings.STARTER_PACK)


def pages(language: str) -> list[Any]:
    return list(Page.objects.filter(locale__language_code=language, depth__gt=1).specific())


def test_every_page_is_live_in_every_language(starter: Report, pack: Pack) -> None:
    for language in ("fi", *TRANSLATED):
        assert {page.translation_key for page in pages(language)} == {page.uuid for page in pack.source_pages}
    assert starter.pages["fi-simple"] == len(pack.pages_in("fi-simple")) >= 4
    assert not Page.objects.filter(depth__gt=1, live=False).exists()


def test_the_menu_is_the_same_in_every_language() -> None:
    for home in HomePage.objects.all():
        menu = home.get_children().live().in_menu()
        source = HomePage.objects.get(locale__language_code="fi").get_children().live().in_menu()
        assert [page.translation_key for page in menu] == [page.translation_key for page in source]
    assert [page.slug for page in source] == ["opastamo", "ideat", "tyopajat", "kortit", "mika-tama-on"]


def test_no_finnish_is_left_in_translations(pack: Pack) -> None:
    for translated in pack.translations:
        left = [text.source for text in translated.texts if text.text == text.source]
        assert set(left) <= SAME_IN_EVERY_LANGUAGE, translated.file


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_finnish_sentence_is_on_a_translated_page(pack: Pack, language: str) -> None:
    for page in pack.source_pages:
        target = Page.objects.get(translation_key=page.uuid, locale__language_code=language).specific
        shown = str(page.schema.canonical(target, lambda kind, number: pack.source_pages[0].reference))
        left = [text for _context, text in texts_of(page).strings if " " in text and "<" not in text and text in shown]
        assert left == [], page.file


def test_every_text_has_its_entry_in_the_po_files(pack: Pack) -> None:
    sources = {page.uuid: page for page in pack.source_pages}
    for translated in pack.translations:
        assert {(text.context, text.source) for text in translated.texts} == set(
            texts_of(sources[translated.page]).strings
        )
        assert all(text.text for text in translated.texts)


@pytest.mark.parametrize("language", ["fi", "fi-simple", *TRANSLATED])
def test_every_link_leads_to_a_live_page_in_the_readers_language(language: str) -> None:
    homes = {home.locale.language_code for home in HomePage.objects.all()}
    with translation.override(language):
        for page in pages(language):
            for address in addresses_on(page):
                assert address.startswith(("/", "https://", "tel:")), (page, address)
                if address.startswith("/"):
                    assert address.split("/")[1] in homes & {language, "fi"}, (page, address)
                    assert language == "fi-simple" or address.startswith(f"/{language}/"), (page, address)


@pytest.mark.parametrize("language", ["fi", "fi-simple", *TRANSLATED])
def test_every_page_is_shown_and_its_own_links_are_answered(client: Client, language: str) -> None:
    shown: dict[str, int] = {}
    for page in pages(language):
        html = client.get(page.url).content.decode()
        main = html.partition("<main")[2].partition("</main>")[0]
        assert main, page.url
        for address in {page.url, *HREF.findall(main)}:
            shown.setdefault(address, client.get(address).status_code)

    assert {address: status for address, status in shown.items() if status != 200} == {}


def addresses_on(page: Any) -> list[str]:
    """Where the links in the text and the buttons of a page lead."""
    html = "".join(str(texts) for block in getattr(page, "body", []) for texts in rich_texts(block.value))
    addresses = [match[1] or "" for match in LINK.finditer(expand_db_html(html))]
    buttons = [block.value["page"] for block in getattr(page, "body", []) if block.block_type in {"call_to_act", "two"}]
    buttons += [getattr(page, name) for name in ("action_page", "second_page") if hasattr(page, name)]
    assert all(button is None or button.live for button in buttons)
    return addresses + [button.localized.url for button in buttons if button]


def rich_texts(value: Any) -> list[str]:
    if hasattr(value, "source"):
        return [value.source]
    if hasattr(value, "bound_blocks"):
        bound = value.bound_blocks
        blocks = bound.values() if hasattr(bound, "values") else bound
        return [text for block in blocks for text in rich_texts(block.value)]
    return []


def test_no_page_reaches_past_its_languages_tree() -> None:
    for page in Page.objects.filter(depth__gt=2):
        assert page.get_parent().locale_id == page.locale_id


def test_loading_twice_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = Page.objects.count(), Revision.objects.count()

    call_command("load_starter")

    assert "not loaded again" in capsys.readouterr().out
    assert (Page.objects.count(), Revision.objects.count()) == before


def test_the_municipality_has_the_place_and_facts_wait_to_be_checked() -> None:
    place = Municipality.for_site(Site.objects.get()).place

    assert place
    assert place.checked_on is None
    assert (place.street_address, place.phone) == ("", "")
    assert place.opening_hours.count() == 6
    assert {page.place for page in OpastamoPage.objects.all()} == {place}


def test_its_export_is_the_starter_byte_for_byte(pack: Pack) -> None:
    assert files_of(export_site(pack.manifest, pack.changes)) == files_of(pack)
    assert unusual_files(pack, Path(settings.STARTER_PACK)) == []


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext's msgfmt is not on this machine")
def test_msgfmt_accepts_every_translation() -> None:
    files = sorted(Path(settings.STARTER_PACK).glob("translations/*/pages/*.po"))

    assert files
    for file in files:
        subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", str(file)], check=True, capture_output=True)


def test_the_starter_names_no_contacts_of_the_first_municipality(pack: Pack) -> None:
    text = "".join(files_of(pack).values())

    assert not re.search(r"[\w.]+@[\w.]+\.\w+", text)
    assert not re.search(r"\b0\d{1,2}[ -]\d{3}", text)
    assert all(page.packable.kind == PAGE for page in pack.pages)


def test_no_page_takes_more_than_fifteen_queries_and_a_kept_one_takes_two(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Made anew within the kept frame of its language; the search page, which is never kept, makes the frame."""
    shown = list(Page.objects.live().filter(depth__gt=1).select_related("locale"))
    for page in shown:
        caches["pages"].clear()
        client.get(f"/{page.locale.language_code}/haku/")
        with django_assert_max_num_queries(15):
            client.get(page.url)
        with django_assert_max_num_queries(2):
            client.get(page.url)
    assert len(shown) > 80
