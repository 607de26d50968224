"""Taking a pack into use: everything or nothing, and only into an empty site."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import translation
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import expand_db_html
from wagtail_localize.models import Translation

from cms.models import ContentPage, HomePage, Municipality, Place
from cms.packs import install as installing
from cms.packs.contents import PackError
from cms.packs.export import export_site
from cms.packs.format import files_of, read_pack
from cms.packs.install import install
from cms.packs.registry import PACKABLES, Packable
from cms.parts import Part
from tests.cms.packs.conftest import TinyPack, number


def page(name: str, locale: str) -> Any:
    return Page.objects.get(translation_key=number(name), locale__language_code=locale).specific


def test_pages_are_published_in_their_places(tiny: TinyPack) -> None:
    report = install(read_pack(tiny.folder))

    assert report.pages == {"fi": 2, "fi-simple": 1, "sv": 2}
    assert report.empty_languages == ["en"]
    assert not Page.objects.filter(depth__gt=1, live=False).exists()
    assert not Page.objects.filter(has_unpublished_changes=True).exists()
    assert not Page.objects.filter(depth__gt=1, latest_revision=None).exists()
    assert page("sivu", "fi").get_parent().specific == page("etusivu", "fi")
    assert page("sivu", "sv").get_parent().specific == page("etusivu", "sv")
    assert page("sivu", "sv").url == "/sv/sida/"
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_front_page_is_the_sites_and_the_welcome_page_is_gone(tiny: TinyPack) -> None:
    install(read_pack(tiny.folder))

    site = Site.objects.get()
    assert (site.hostname, site.is_default_site, site.root_page.specific) == ("localhost", True, page("etusivu", "fi"))
    assert set(Page.objects.filter(depth=2)) == {home.page_ptr for home in HomePage.objects.all()}


def test_every_language_that_is_switched_on_has_its_locale(tiny: TinyPack) -> None:
    install(read_pack(tiny.folder))

    assert set(Locale.objects.values_list("language_code", flat=True)) == {"fi", "fi-simple", "sv", "en"}


def test_a_language_that_is_switched_off_is_left_out(tiny: TinyPack, settings: Any) -> None:
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [("fi", "Suomi"), ("en", "English")]

    report = install(read_pack(tiny.folder))

    assert report.pages == {"fi": 2}
    assert report.empty_languages == ["en"]


def test_references_lead_to_this_databases_pages(tiny: TinyPack) -> None:
    install(read_pack(tiny.folder))

    home, back = page("etusivu", "fi"), page("sivu", "fi")
    assert home.action_page.specific == back
    assert back.body[1].value["page"].specific == home
    assert f'id="{back.pk}"' in home.body[0].value.source
    assert home.body[1].value["part"] == Part("rounds", UUID(int=0))


def test_a_link_of_easy_finnish_leads_to_finnish_where_it_has_no_page_of_its_own(tiny: TinyPack) -> None:
    install(read_pack(tiny.folder))

    easy = page("etusivu", "fi-simple")
    assert easy.action_page.specific == page("sivu", "fi")
    assert not Translation.objects.filter(target_locale=easy.locale).exists()


def test_identities_of_blocks_and_items_are_kept(tiny: TinyPack) -> None:
    install(read_pack(tiny.folder))

    for locale in ("fi", "sv"):
        steps = page("sivu", locale).body[0]
        assert steps.id == number("steps")
        assert [item.id for item in steps.value["steps"].bound_blocks] == [number("step1"), number("step2")]


def test_translations_follow_the_source_through_wagtail_localize(tiny: TinyPack) -> None:
    install(read_pack(tiny.folder))

    swedish = page("etusivu", "sv")
    assert swedish.title == swedish.draft_title == "Startsida"
    assert swedish.action_label == "Kom"
    assert Translation.objects.filter(enabled=True).count() == 2
    with translation.override("sv"):
        assert 'href="/sv/sida/"' in expand_db_html(swedish.body[0].value.source)


def test_a_language_may_have_its_own_address_behind_a_link(tiny: TinyPack) -> None:
    path = f"body.{number('outside')}.'https://example.com/fi'"
    tiny.write_json("translations/sv/pages/sivu.links.json", {path: "https://example.com/sv"})

    install(read_pack(tiny.folder))

    assert "https://example.com/sv" in page("sivu", "sv").body[2].value.source
    assert "https://example.com/fi" in page("sivu", "fi").body[2].value.source


def test_the_place_has_its_hours_and_is_the_municipalitys(tiny: TinyPack) -> None:
    install(read_pack(tiny.folder))

    place = Place.objects.get(uuid=number("place"))
    assert [str(row) for row in place.opening_hours.all()][1].endswith("12.00–20.30")
    assert Municipality.for_site(Site.objects.get()).place == place


# --- All or nothing -------------------------------------------------------------------------------------
def test_a_site_with_pages_is_left_alone(tiny: TinyPack) -> None:
    pack = read_pack(tiny.folder)
    install(pack)

    with pytest.raises(PackError, match="only be taken into a site that has no pages yet"):
        install(pack)


def test_a_load_that_breaks_leaves_nothing_and_can_be_run_again(
    tiny: TinyPack, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = read_pack(tiny.folder)
    with monkeypatch.context() as patch:
        patch.setattr(installing._Installation, "_settle_municipality", lambda _self: 1 / 0)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            install(pack)

    assert not HomePage.objects.exists()
    assert not Place.objects.exists()
    assert install(pack).pages["sv"] == 2


def test_a_translation_too_long_for_its_place_is_refused(tiny: TinyPack) -> None:
    tiny.replace("translations/sv/pages/sivu.po", 'msgstr "Ett"', f'msgstr "{"lång" * 30}"')

    with pytest.raises(PackError, match=r"translations/sv/pages/sivu: fields.body\[0\].value.steps\[0\].value.title"):
        install(read_pack(tiny.folder))
    assert not HomePage.objects.exists()


def test_two_pages_cannot_have_one_translated_address(tiny: TinyPack) -> None:
    other = tiny.folder / "objects/pages/sivu.json"
    tiny.write("objects/pages/toinen.json", other.read_bytes())
    tiny.change("objects/pages/toinen.json", lambda page: page.update(uuid=number("toinen"), position=1))
    tiny.change("objects/pages/toinen.json", lambda page: page["fields"].update(slug="toinen"))
    po = (tiny.folder / "translations/sv/pages/sivu.po").read_text(encoding="utf-8")
    tiny.write("translations/sv/pages/toinen.po", po.replace('msgid "sivu"', 'msgid "toinen"'))

    with pytest.raises(PackError, match=r"toinen: slug: “sida” is taken by another page"):
        install(read_pack(tiny.folder))


def test_a_pack_for_a_newer_program_is_refused(tiny: TinyPack) -> None:
    tiny.replace("pack.toml", 'minimum_application_version = "0.1.0"', 'minimum_application_version = "99.0.0"')

    with pytest.raises(PackError, match=r"the pack needs version 99\.0\.0"):
        install(read_pack(tiny.folder))


# --- Out again --------------------------------------------------------------------------------------------
def test_what_was_taken_in_is_exported_the_same(tiny: TinyPack) -> None:
    pack = read_pack(tiny.folder)
    install(pack)

    exported = export_site(pack.manifest)

    assert files_of(exported).keys() == files_of(pack).keys()
    assert exported.pages_in("fi")[1].fields["body"] == pack.pages_in("fi")[1].fields["body"]
    assert exported.translations == pack.translations


def test_drafts_and_pages_of_other_rooms_stay_home(tiny: TinyPack, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = read_pack(tiny.folder)
    install(pack)
    home = page("etusivu", "fi")
    home.add_child(instance=ContentPage(title="Luonnos", slug="luonnos", live=False))
    home.action_page = None
    home.save_revision().publish()

    exported = export_site(pack.manifest)

    assert [item.fields["title"] for item in exported.source_pages] == ["Etusivu", "Sivu"]


def test_a_link_to_what_is_not_published_is_named(tiny: TinyPack) -> None:
    pack = read_pack(tiny.folder)
    install(pack)
    page("sivu", "fi").unpublish()
    page("sivu", "sv").unpublish()

    with pytest.raises(PackError, match=r"objects/pages/etusivu.json: Etusivu: .* not published"):
        export_site(pack.manifest)


# --- Commands ---------------------------------------------------------------------------------------------
def test_the_commands_say_what_they_did(
    tiny: TinyPack, tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.STARTER_PACK = tiny.folder

    call_command("load_starter")
    assert "Loaded 2 pages: Svenska" in capsys.readouterr().out
    call_command("load_starter")
    assert "not loaded again" in capsys.readouterr().out

    call_command("pack", "export", to=tmp_path / "out")
    call_command("pack", "check", tmp_path / "out")
    captured = capsys.readouterr()
    assert "test.tiny 1.0.0 is sound: 2 pages, fi, fi-simple, sv" in captured.out
    assert captured.err == ""


def test_a_broken_starter_is_told_and_changes_nothing(tiny: TinyPack, settings: Any) -> None:
    settings.STARTER_PACK = tiny.folder
    (tiny.folder / "pack.toml").unlink()

    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("load_starter")


# --- Registrations ----------------------------------------------------------------------------------------
def test_every_registered_model_has_a_schema_and_a_folder_of_its_kind() -> None:
    from cms.packs.schema import schema_of

    packables: list[Packable] = list(PACKABLES)
    assert {packable.label for packable in packables} >= {"cms.HomePage", "cms.Place", "living_lab.RoundIndexPage"}
    assert all(schema_of(packable).fields for packable in packables)
    assert len({(packable.kind, packable.folder) for packable in packables}) == len({p.kind for p in packables})
