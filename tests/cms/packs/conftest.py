"""A tiny pack to bend, and the real starter loaded once for all tests that only look at it."""

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from cms.packs.format import read_pack
from cms.packs.install import Report, install

Change = Callable[[dict[str, Any]], Any]

MANIFEST = """\
format = 1
id = "test.tiny"
version = "1.0.0"
minimum_application_version = "0.1.0"
licence = "CC-BY-4.0"
source_language = "fi"
authors = ["Testi"]
languages = ["fi", "fi-simple", "sv"]
main_place = "{place}"

[title]
fi = "Pieni"
fi-simple = "Pieni"
sv = "Liten"

[credit]
fi = "Testi"
fi-simple = "Testi"
sv = "Test"
"""


def number(name: str) -> str:
    """A uuid that is the same in every test."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"test/{name}"))


def page_ref(name: str) -> dict[str, str]:
    return {"$ref": f"page:{number(name)}"}


class TinyPack:
    """A folder with a sound pack: a front page, a page that links back to it, Easy Finnish, Swedish, a place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("pack.toml", MANIFEST.format(place=number("place")))
        self.write_json("objects/places/opastamo.json", place())
        self.write_json("objects/pages/etusivu.json", home("fi", "etusivu"))
        self.write_json("objects/pages/etusivu.fi-simple.json", home("fi-simple", "etusivu-selko"))
        self.write_json("objects/pages/sivu.json", content_page())
        self.write("translations/sv/pages/etusivu.po", po(HOME_TEXTS))
        self.write("translations/sv/pages/sivu.po", po(PAGE_TEXTS))

    def write(self, name: str, text: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def write_json(self, name: str, value: Any) -> None:
        self.write(name, json.dumps(value, ensure_ascii=False))

    def change(self, name: str, change: Change) -> None:
        """Change one JSON file in place."""
        value = json.loads((self.folder / name).read_text(encoding="utf-8"))
        change(value)
        self.write_json(name, value)

    def replace(self, name: str, old: str, new: str) -> None:
        """Change a text of one file."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))


@pytest.fixture
def tiny(tmp_path: Path, db: None) -> TinyPack:
    return TinyPack(tmp_path / "tiny")


@pytest.fixture(scope="module")
def starter(django_db_setup: None, django_db_blocker: Any) -> Iterator[Report]:
    """The site as the starter pack leaves it; gone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield install(read_pack(settings.STARTER_PACK))
        transaction.set_rollback(True)


def place() -> dict[str, Any]:
    hours = [{"weekday": 0, "opens": "10:00", "closes": "16:00"}, {"weekday": 1, "opens": "12:00", "closes": "20:30"}]
    fields = {"name": "Opastamo", "building": "Kirjasto", "opening_hours": hours, "exceptions": [], "checked_on": None}
    return {"model": "cms.Place", "uuid": number("place"), "fields": fields}


def home(locale: str, slug: str) -> dict[str, Any]:
    link = f'<p>Katso <a linktype="page" ref="page:{number("sivu")}">sivua</a> &amp; tule.</p>'
    body = [
        {"id": number(f"{locale}/text"), "type": "text", "value": ["<h2>Hei</h2>", link]},
        {
            "id": number(f"{locale}/part"),
            "type": "part",
            "value": {"title": "Kierrokset", "part": {"kind": "rounds", "uuid": str(uuid.UUID(int=0))}},
        },
    ]
    fields = {"title": "Etusivu", "slug": slug, "action_label": "Tule", "action_page": page_ref("sivu"), "body": body}
    return page("cms.HomePage", "etusivu", locale, None, fields)


def content_page() -> dict[str, Any]:
    steps = [
        {"id": number("step1"), "value": {"title": "Yksi", "text": "Ensin."}},
        {"id": number("step2"), "value": {"title": "Kaksi", "text": "Sitten."}},
    ]
    body = [
        {"id": number("steps"), "type": "steps", "value": {"title": "Näin", "steps": steps}},
        {
            "id": number("act"),
            "type": "call_to_act",
            "value": {"title": "Takaisin", "label": "Etusivulle", "page": page_ref("etusivu")},
        },
        {
            "id": number("outside"),
            "type": "text",
            "value": ['<p>Lue <a href="https://example.com/fi">lisää</a>.</p>'],
        },
    ]
    fields = {"title": "Sivu", "slug": "sivu", "show_in_menus": True, "body": body}
    return page("cms.ContentPage", "sivu", "fi", page_ref("etusivu"), fields)


def page(model: str, name: str, locale: str, parent: Any, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "model": model,
        "uuid": number(name),
        "locale": locale,
        "parent": parent,
        "position": 0,
        "fields": fields,
    }


HOME_TEXTS = [
    ("title", "Etusivu", "Startsida"),
    ("slug", "etusivu", "startsida"),
    (f"body.{number('fi/text')}", "Hei", "Hej"),
    (
        f"body.{number('fi/text')}",
        'Katso <a id="a1">sivua</a> &amp; tule.',
        'Se <a id="a1">sidan</a> &amp; kom.',
    ),
    (f"body.{number('fi/part')}.title", "Kierrokset", "Rundor"),
    ("action_label", "Tule", "Kom"),
]
PAGE_TEXTS = [
    ("title", "Sivu", "Sida"),
    ("slug", "sivu", "sida"),
    (f"body.{number('steps')}.title", "Näin", "Så här"),
    (f"body.{number('steps')}.steps.{number('step1')}.title", "Yksi", "Ett"),
    (f"body.{number('steps')}.steps.{number('step1')}.text", "Ensin.", "Först."),
    (f"body.{number('steps')}.steps.{number('step2')}.title", "Kaksi", "Två"),
    (f"body.{number('steps')}.steps.{number('step2')}.text", "Sitten.", "Sedan."),
    (f"body.{number('act')}.title", "Takaisin", "Tillbaka"),
    (f"body.{number('act')}.label", "Etusivulle", "Till startsidan"),
    (f"body.{number('outside')}", 'Lue <a id="a1">lisää</a>.', 'Läs <a id="a1">mer</a>.'),
]


def po(texts: list[tuple[str, str, str]]) -> str:
    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    head = 'msgid ""\nmsgstr ""\n"Language: sv\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    entries = (
        f"\nmsgctxt {quoted(context)}\nmsgid {quoted(source)}\nmsgstr {quoted(text)}\n"
        for context, source, text in texts
    )
    return head + "".join(entries)
