"""The interface's texts: collected whole, kept in order, checked before anybody reads them."""

import gettext
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings
from django.utils.translation import to_locale

from cms.catalogues.check import findings, findings_in, keeps_placeholders
from cms.catalogues.files import (
    LANGUAGES,
    Language,
    Scope,
    bring_up_to_date,
    compile_stale,
    read,
    updated,
)
from cms.catalogues.texts import Text, collect
from cms.languages import OWN_NAMES
from cms.rooms import room_labels

FINNISH = Language("fi", Scope.COMPLETE)
EASY_FINNISH = Language("fi_Simple", Scope.DIFFERING)
ARABIC = next(language for language in LANGUAGES if language.locale == "ar")

CODE = '''
from django.utils.translation import gettext as _, gettext_lazy, ngettext, npgettext, pgettext_lazy
def speak(n, name):
    """_("not this")"""
    for _unused in range(n):
        pass
    return [
        _("Share your idea"),
        gettext_lazy("Two "
                     "lines"),
        ngettext("%(n)s idea", "%(n)s ideas", n) % {"n": n},
        npgettext("paper", "%(n)s slip", "%(n)s slips", n),
        pgettext_lazy("month", "May"),
        _("Hello {name}").format(name=_("friend")),
        name.upper(),
    ]
'''
TEMPLATE = """{% load i18n %}
<div class="it's (not [closed">
        {# Translators: on the button #}
        {% translate "Share your idea" %}
   {% if x %}
 {% blocktranslate trimmed count n=n with name=p.name %}
   One idea from {{ name }}
   {% plural %}
   {{ n }} ideas from {{ name }}
 {% endblocktranslate %}
      {% trans "May" context "month" %} {{ x|default:_("none yet") }} {% include "a.html" with label=_('It is "so"') %}
   {% endif %}
  {% blocktranslate context "verb" %}Vote{% endblocktranslate %} 0x 1_000 100 % \\
{% translate "100 % sure" as t %}{% translate 'Äänestä – “nyt”' %}
{% comment %} {% translate "not this either" %} {% endcomment %}
{% blocktranslate %}two
 lines{% endblocktranslate %}
</div>"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small house with one file of code and one template."""
    for room in room_labels():
        (tmp_path / room).mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "cms" / "speech.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def text(singular: str, plural: str = "") -> dict[tuple[str, str], Text]:
    return {("", singular): Text("", singular, plural, places={"cms/speech.py"})}


def catalogue(language: Language, *entries: polib.POEntry) -> polib.POFile:
    file = polib.POFile()
    file.metadata = {"Plural-Forms": language.plural_forms}
    file.extend(entries)
    return file


# --- Collecting -------------------------------------------------------------------------------------
needs_babel = pytest.mark.skipif(
    importlib.util.find_spec("babel") is None, reason="Babel is not installed; `make check` installs it"
)


@needs_babel
def test_texts_of_code_and_templates_are_found_with_context_plural_and_place(house: Path) -> None:
    texts = collect(house)

    assert texts["", "Share your idea"].places == {"cms/speech.py", "templates/page.html"}
    assert texts["", "Share your idea"].comments == {"Translators: on the button"}
    assert texts["", "One idea from %(name)s"].plural == "%(n)s ideas from %(name)s"
    assert texts["month", "May"].places == {"cms/speech.py", "templates/page.html"}
    assert ("verb", "Vote") in texts
    assert ("", "friend") in texts
    assert not [singular for _, singular in texts if "not this" in singular]


@needs_babel
@pytest.mark.skipif(
    shutil.which("xgettext") is None, reason="not compared with Django's own collector: xgettext (gettext) is missing"
)
@pytest.mark.parametrize("subject", ["a small house", "this project"])
def test_the_same_texts_are_found_as_by_djangos_own_collector(subject: str, house: Path, tmp_path: Path) -> None:
    if subject == "this project":
        house = tmp_path / "copy"
        for folder in (*room_labels(), "templates"):
            shutil.copytree(settings.BASE_DIR / folder, house / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (house / "locale").mkdir()
    command = "makemessages --locale fi --extension py,html,txt,xml,svg --ignore */migrations/*"
    settings_free = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(
        [sys.executable, "-m", "django", *command.split()],
        cwd=house,
        env=settings_free,
        check=True,
        capture_output=True,
    )

    theirs = polib.pofile(str(house / "locale" / "fi" / "LC_MESSAGES" / "django.po"), encoding="utf-8")

    assert {(entry.msgctxt or "", entry.msgid) for entry in theirs} == set(collect(house))


# --- Keeping ----------------------------------------------------------------------------------------
def test_a_catalogue_is_sorted_and_carries_no_date_and_no_line_number() -> None:
    texts = text("Vote") | text("Answer")

    written = str(updated(FINNISH, texts, polib.POFile()))

    assert written.index('msgid "Answer"') < written.index('msgid "Vote"')
    assert "Date" not in written
    assert "#: cms/speech.py\n" in written


def test_translations_stay_and_unused_texts_go() -> None:
    present = catalogue(
        FINNISH, polib.POEntry(msgid="Vote", msgstr="Äänestä"), polib.POEntry(msgid="Gone", msgstr="Poissa")
    )

    kept = updated(FINNISH, text("Vote"), present)

    assert [(entry.msgid, entry.msgstr) for entry in kept] == [("Vote", "Äänestä")]


def test_our_own_words_for_a_text_of_wagtail_stay() -> None:
    ours = polib.POEntry(msgid="Add child page", msgstr="Uusi sivu tähän", tcomment="override: said as editors say it")

    kept = updated(FINNISH, {}, catalogue(FINNISH, ours))

    assert [entry.msgstr for entry in kept] == ["Uusi sivu tähän"]
    assert list(findings_in(FINNISH, kept, {})) == []


def test_a_fuzzy_translation_is_asked_for_again() -> None:
    doubtful = polib.POEntry(msgid="Vote", msgstr="Äänekoski", flags=["fuzzy"])

    assert [entry.msgstr for entry in updated(FINNISH, text("Vote"), catalogue(FINNISH, doubtful))] == [""]


def test_english_fills_itself_and_keeps_what_was_polished() -> None:
    english = Language("en", Scope.COMPLETE)
    polished = polib.POEntry(msgid="Vote", msgstr="Vote now")

    kept = updated(english, text("Vote") | text("%(n)s idea", "%(n)s ideas"), catalogue(english, polished))

    assert kept.find("Vote").msgstr == "Vote now"
    assert kept.find("%(n)s idea").msgstr_plural == {0: "%(n)s idea", 1: "%(n)s ideas"}


def test_easy_finnish_holds_only_what_it_says_otherwise() -> None:
    easy = polib.POEntry(msgid="Vote", msgstr="Äänestä tässä")

    kept = updated(EASY_FINNISH, text("Vote") | text("Answer"), catalogue(EASY_FINNISH, easy))

    assert [entry.msgid for entry in kept] == ["Vote"]


def test_bringing_up_to_date_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    texts = text("Vote") | text("%(n)s idea", "%(n)s ideas")

    assert len(bring_up_to_date(tmp_path, texts)) == len(LANGUAGES)
    assert bring_up_to_date(tmp_path, texts) == []


# --- Checking ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (polib.POEntry(msgid="Vote", msgstr="Äänestä"), []),
        (polib.POEntry(msgid="Vote", msgstr=""), ["“Vote” is not translated"]),
        (polib.POEntry(msgid="Vote", msgstr="A", flags=["fuzzy"]), ["“Vote” is marked fuzzy"]),
        (polib.POEntry(msgid="Vote", msgstr="A", obsolete=True), ["“Vote” is new", "“Vote” is used nowhere"]),
        (polib.POEntry(msgid="Gone", msgstr="Pois"), ["“Vote” is new", "“Gone” is used nowhere"]),
        (
            polib.POEntry(msgid="Vote", msgid_plural="Votes", msgstr_plural={0: "A", 1: "B"}),
            ["“Vote” has another plural"],
        ),
    ],
)
def test_gaps_are_told(entry: polib.POEntry, expected: list[str]) -> None:
    found = list(findings_in(FINNISH, catalogue(FINNISH, entry), text("Vote")))

    assert len(found) == len(expected)
    assert all(start in sentence for start, sentence in zip(expected, found, strict=True))


@pytest.mark.parametrize(
    ("singular", "translation", "kept"),
    [
        ("Hello %(name)s", "Hei %(name)s", True),
        ("Hello %(name)s", "Hei %(nimi)s", False),
        ("Hello %(name)s", "Hei", False),
        ("Hello %(name)s", "Hei %(name)", False),
        ("Hello %(name)s", "%(name)s 50 % valmis", False),
        ("Hello {name}", "Hei {name}", True),
        ("Hello {name}", "Hei {nimi}", False),
        ("Half", "50 %", True),
    ],
)
def test_placeholders_must_be_kept(singular: str, translation: str, kept: bool) -> None:
    assert keeps_placeholders(polib.POEntry(msgid=singular, msgstr=translation)) is kept


@pytest.mark.parametrize(
    ("forms", "kept"),
    [
        (["yksi idea", "%(n)s ideaa"], True),
        (["%(n)s idea", "%(n)s ideaa"], True),
        (["%(n)s idea", "ideoita"], False),
        (["%(x)s idea", "%(n)s ideaa"], False),
    ],
)
def test_a_plural_form_may_leave_the_number_out_but_the_last_may_not(forms: list[str], kept: bool) -> None:
    entry = polib.POEntry(msgid="%(n)s idea", msgid_plural="%(n)s ideas", msgstr_plural=dict(enumerate(forms)))

    assert keeps_placeholders(entry) is kept


def test_every_plural_form_of_a_language_is_asked_for() -> None:
    entry = polib.POEntry(msgid="%(n)s idea", msgid_plural="%(n)s ideas", msgstr_plural={0: "a", 1: "b"})
    complete_arabic = Language("ar", Scope.COMPLETE, ARABIC.plural_forms)
    texts = text("%(n)s idea", "%(n)s ideas")

    assert complete_arabic.forms == 6
    assert list(findings_in(complete_arabic, catalogue(complete_arabic, entry), texts)) == [
        "“%(n)s idea” is not translated"
    ]


def test_an_open_language_holds_nothing_until_it_is_started_and_may_have_gaps_then(tmp_path: Path) -> None:
    texts = text("Vote")
    bring_up_to_date(tmp_path, texts)
    bring_up_to_date(tmp_path, texts, start="ar")
    bring_up_to_date(tmp_path, texts | text("Answer"))

    held = {language.locale: [entry.msgid for entry in read(language.path(tmp_path))] for language in LANGUAGES}

    assert held["ar"] == ["Answer", "Vote"]
    assert held["ru"] == []
    assert {locale for locale, _ in findings(tmp_path, texts | text("Answer"))} == {"fi", "sv"}


# --- Compiling --------------------------------------------------------------------------------------
def test_compiling_writes_each_file_once_even_when_it_is_empty(tmp_path: Path) -> None:
    bring_up_to_date(tmp_path, text("Vote"))

    assert len(compile_stale(tmp_path)) == len(LANGUAGES)
    assert compile_stale(tmp_path) == []
    assert not list(tmp_path.rglob("*.tmp"))


# --- What the project has -----------------------------------------------------------------------------
def test_every_language_of_the_site_has_a_catalogue() -> None:
    assert {language.locale for language in LANGUAGES} == {to_locale(code) for code in OWN_NAMES}
    assert all(language.path(settings.BASE_DIR).exists() for language in LANGUAGES)


def test_plural_rules_are_djangos_own() -> None:
    for language in LANGUAGES:
        theirs = Path(django.__file__).parent / "conf" / "locale" / language.locale / "LC_MESSAGES" / "django.po"
        if not theirs.exists():
            continue  # Easy Finnish and Somali are ours
        their_rule, our_rule = plural_rule(read(theirs).metadata["Plural-Forms"]), plural_rule(language.plural_forms)
        assert [our_rule(n) for n in range(1000)] == [their_rule(n) for n in range(1000)], language.locale


def plural_rule(header: str) -> Callable[[int], int]:
    return gettext.c2py(header.split("plural=")[1].rstrip("; "))
