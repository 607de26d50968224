"""What is a pack and what is not; every refusal names the file and the key."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cms.packs.canonical import canonical_json, read_json
from cms.packs.contents import PackError
from cms.packs.format import files_of, read_pack, unusual_files, write_pack
from tests.cms.packs.conftest import TinyPack, number, page_ref

HOME, PAGE, PLACE = "objects/pages/etusivu.json", "objects/pages/sivu.json", "objects/places/opastamo.json"
PO = "translations/sv/pages/sivu.po"


def faults(tiny: TinyPack) -> str:
    with pytest.raises(PackError) as refusal:
        read_pack(tiny.folder)
    return str(refusal.value)


def test_a_sound_pack_is_read(tiny: TinyPack) -> None:
    pack = read_pack(tiny.folder)

    assert pack.manifest.id == "test.tiny"
    assert [page.fields["title"] for page in pack.source_pages] == ["Etusivu", "Sivu"]
    assert pack.own_locales == ["fi", "fi-simple"]
    assert pack.translated_locales == ["sv"]


def test_what_is_written_is_read_the_same_and_written_the_same(tiny: TinyPack, tmp_path: Path) -> None:
    pack = read_pack(tiny.folder)

    write_pack(pack, tmp_path / "copy")

    assert read_pack(tmp_path / "copy") == pack
    assert unusual_files(pack, tmp_path / "copy") == []
    assert HOME in unusual_files(pack, tiny.folder)
    assert all(text.endswith("\n") and not text.endswith("\n\n") for text in files_of(pack).values())


def test_a_pack_is_not_written_over_something(tiny: TinyPack) -> None:
    with pytest.raises(PackError, match="is not empty"):
        write_pack(read_pack(tiny.folder), tiny.folder)


# --- Objects ------------------------------------------------------------------------------------------
def body_of(page: dict[str, Any]) -> Any:
    return page["fields"]["body"]


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        (HOME, lambda page: page.update(model="auth.User"), "model: “auth.User” is not a model"),
        (HOME, lambda page: page.update(model="cms.Place"), "model: “cms.Place” is not a model"),
        (HOME, lambda page: page.update(model=7), "model: “7” is not a model"),
        (HOME, lambda page: page.update(uuid="7"), "uuid: '7' is not a uuid"),
        (HOME, lambda page: page.update(uuid=number("etusivu").upper()), "must be written as"),
        (HOME, lambda page: page.update(more=1), "must be an object with"),
        (HOME, lambda page: page.pop("fields"), "must be an object with"),
        (HOME, lambda page: page.update(position=True), "position: must be a whole number"),
        (HOME, lambda page: page.update(locale="sv"), "locale: must be “fi”"),
        (HOME, lambda page: page["fields"].pop("title"), "fields.title: is missing"),
        (HOME, lambda page: page["fields"].update(title=7), "fields.title: must be a text"),
        (HOME, lambda page: page["fields"].update(title="x" * 300), "fields.title:"),
        (HOME, lambda page: page["fields"].update(owner=1), "fields.owner: is not known here"),
        (HOME, lambda page: page["fields"].update(art="rocket"), "fields.art:"),
        (HOME, lambda page: page["fields"].update(show_in_menus=1), "fields.show_in_menus: must be true or false"),
        (HOME, lambda page: page["fields"].update(action_page=3), "fields.action_page: a reference is written"),
        (
            HOME,
            lambda page: page["fields"].update(action_page={"$ref": f"place:{number('place')}"}),
            "fields.action_page: must lead to a page",
        ),
        (HOME, lambda page: page["fields"].update(action_page=page_ref("nowhere")), "is not in the pack"),
        (HOME, lambda page: body_of(page)[0].update(type="html"), "fields.body[0].type: “html” is not a block"),
        (HOME, lambda page: body_of(page)[0].update(type=["text"]), "is not a block"),
        (HOME, lambda page: body_of(page)[0].pop("id"), "fields.body[0]: must be an object with id, type, value"),
        (HOME, lambda page: body_of(page)[0].update(id="first"), "fields.body[0].id: 'first' is not a uuid"),
        (HOME, lambda page: body_of(page)[1].update(id=number("fi/text")), "is used twice"),
        (HOME, lambda page: body_of(page)[0].update(value="<p>Hei</p>"), "fields.body[0].value: must be a list"),
        (HOME, lambda page: body_of(page)[0]["value"].append("<script>1</script>"), "fields.body[0].value[2]"),
        (HOME, lambda page: body_of(page)[1]["value"]["part"].pop("uuid"), "fields.body[1].value.part: must be"),
        (HOME, lambda page: body_of(page).append({"id": number("i"), "type": "image", "value": 1}), "pictures are not"),
        (PAGE, lambda page: body_of(page)[0]["value"].update(colour="red"), "value.colour: is not known"),
        (PAGE, lambda page: body_of(page)[0]["value"]["steps"].pop(), "value.steps: must have at least 2"),
        (
            PAGE,
            lambda page: body_of(page)[0]["value"]["steps"][0]["value"].update(title="x" * 81),
            "fields.body[0].value.steps[0].value.title:",
        ),
        (PAGE, lambda page: body_of(page)[1]["value"].update(page=5), "fields.body[1].value.page: a reference"),
        (PAGE, lambda page: page.update(parent=None), "2 pages of fi have no parent"),
        (PAGE, lambda page: page.update(parent=page_ref("sivu")), "its own ancestor"),
        (PAGE, lambda page: page.update(parent=page_ref("nowhere")), "parent: page:"),
        (PAGE, lambda page: page.update(model="cms.HomePage"), "cms.HomePage cannot be under cms.HomePage"),
        (PAGE, lambda page: page.update(uuid=number("place")), "is also the uuid of"),
        (PLACE, lambda place: place["fields"]["opening_hours"][0].update(opens="klo 10"), "[0].opens: must be"),
        (PLACE, lambda place: place["fields"]["opening_hours"][0].update(weekday=9), "opening_hours[0].weekday:"),
        (PLACE, lambda place: place["fields"]["opening_hours"][0].pop("opens"), "opening_hours[0].opens: is missing"),
        (PLACE, lambda place: place["fields"].update(checked_on="31.1.2026"), "fields.checked_on: must be"),
        (PLACE, lambda place: place.update(uuid=number("other")), "main_place: place:"),
    ],
)  # fmt: skip
def test_an_object_that_is_wrong_is_named(tiny: TinyPack, name: str, change: Callable[[Any], Any], told: str) -> None:
    tiny.change(name, change)

    text = faults(tiny)

    assert told in text
    assert name in text or "pack.toml" in text or "no parent" in text


def test_a_second_page_with_the_same_uuid_is_refused(tiny: TinyPack) -> None:
    tiny.write(PAGE.replace("sivu", "toinen"), (tiny.folder / PAGE).read_bytes())

    assert f"{number('sivu')} is also the uuid of {PAGE}" in faults(tiny)


def test_easy_finnish_has_its_source_pages_uuid_and_name(tiny: TinyPack) -> None:
    easy = tiny.folder / "objects/pages/etusivu.fi-simple.json"
    easy.rename(easy.with_name("selko.fi-simple.json"))

    assert "must be named as objects/pages/etusivu.json" in faults(tiny)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b'{"uuid": "\xff"}', "is not UTF-8"),
        ("{", "is not JSON"),
        ('{"a": 1, "a": 2}', "a key twice"),
        ('{"a": NaN}', "NaN is not a number"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_a_file_that_is_not_json_is_named(tiny: TinyPack, text: str | bytes, told: str) -> None:
    tiny.write(HOME, text)

    assert f"{HOME}: " in faults(tiny)
    assert told in faults(tiny)


# --- The folder -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    [
        "objects/pages/Etusivu.json",
        "objects/pages/.hidden.json",
        "objects/pages/deep/sivu.json",
        "objects/users/admin.json",
        "translations/sv/pages/run.py",
        "notes.txt",
    ],
)
def test_what_does_not_belong_is_refused(tiny: TinyPack, name: str) -> None:
    tiny.write(name, "{}")

    assert f"{name}: does not belong to a pack" in faults(tiny)


def test_links_out_of_the_folder_are_not_followed(tiny: TinyPack, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("{}")
    (tiny.folder / "objects/pages/salaisuus.json").symlink_to(tmp_path / "secret")
    (tiny.folder / "objects/more").symlink_to(tmp_path)

    assert "objects/pages/salaisuus.json: is not an ordinary file" in faults(tiny)
    assert "objects/more: is not an ordinary file" in faults(tiny)


def test_large_files_and_no_folder_are_refused(tiny: TinyPack, tmp_path: Path) -> None:
    tiny.write(HOME, " " * 2_000_001)

    assert f"{HOME}: is larger than" in faults(tiny)
    with pytest.raises(PackError, match="is not a folder"):
        read_pack(tmp_path / "nowhere")


# --- The manifest -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("format = 1", "format = 2", "format: this site reads format 1"),
        ('version = "1.0.0"', 'version = "one"', "version: must be three numbers"),
        ('id = "test.tiny"', 'id = "../tiny"', "id: must be small letters"),
        ('licence = "CC-BY-4.0"', "licence = 4", "licence: must be a text"),
        ('authors = ["Testi"]', 'authors = "Testi"', "authors: must be a list"),
        ('"fi-simple", "sv"]', '"fi-simple", "sv", "xx"]', "“xx” is not a language"),
        ('"fi-simple", "sv"]', '"fi-simple", "sv", "en"]', "title: must say it in every language"),
        ('source_language = "fi"', 'source_language = "ru"', "source_language: must be one of languages"),
        ("[title]", 'colour = "red"\n\n[title]', "colour: is not known here"),
        ("[title]", "[title", "is not TOML"),
    ],
)
def test_a_wrong_manifest_is_told(tiny: TinyPack, old: str, new: str, told: str) -> None:
    tiny.replace("pack.toml", old, new)

    assert "pack.toml: " in faults(tiny)
    assert told in faults(tiny)


# --- Translations -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('msgstr "Sida"', 'msgstr ""', "title: “Sivu” has no translation"),
        ('msgid "Sivu"', 'msgid "Vanha"', "title: “Vanha” is not on the page in fi"),
        ('msgstr "sida"', 'msgstr "Vår sida"', "slug: “Vår sida” must be small letters"),
        ('msgctxt "title"', '#, fuzzy\nmsgctxt "title"', "is fuzzy"),
        ('<a id=\\"a1\\">mer', '<a id=\\"a2\\">mer', "a2"),
        ("mer</a>", "<script>mer</script></a>", "script"),
        ('"Language: sv\\n"', '"X-WagtailLocalize-TranslationID: 1\\n"', "belongs to one site"),
        ('msgctxt "title"', 'nonsense "title"', "is not a PO file"),
    ],
)
def test_a_wrong_translation_is_named(tiny: TinyPack, old: str, new: str, told: str) -> None:
    tiny.replace(PO, old, new)

    assert "translations/sv/pages/sivu" in faults(tiny)
    assert told in faults(tiny)


def test_a_page_without_translation_is_named(tiny: TinyPack) -> None:
    (tiny.folder / PO).unlink()

    assert f"{PAGE}: has no translation to sv" in faults(tiny)


def test_a_po_file_that_names_another_file_is_not_opened(tiny: TinyPack, tmp_path: Path) -> None:
    other = tmp_path / "other.po"
    other.write_bytes((tiny.folder / PO).read_bytes())
    tiny.write(PO, str(other))

    assert "is not a PO file" in faults(tiny)


@pytest.mark.parametrize(
    ("links", "told"),
    [
        ({"body.x": "https://example.com"}, "no such link"),
        ({"body.x": "javascript:alert(1)"}, "must be an object of addresses"),
        (["https://example.com"], "must be an object of addresses"),
    ],
)
def test_wrong_links_of_a_language_are_told(tiny: TinyPack, links: Any, told: str) -> None:
    tiny.write_json("translations/sv/pages/sivu.links.json", links)

    assert told in faults(tiny)


def test_json_has_one_spelling() -> None:
    assert canonical_json({"b": "ä", "a": [1]}) == '{\n  "a": [\n    1\n  ],\n  "b": "ä"\n}\n'
    assert read_json(canonical_json({"b": "[[["})) == {"b": "[[["}
