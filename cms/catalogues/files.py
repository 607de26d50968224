"""One catalogue per language: reading, bringing up to date, compiling."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import polib

from cms.catalogues.texts import Text

TWO_FORMS = "nplurals=2; plural=(n != 1);"
SLAVIC_FORMS = (
    "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
    "n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);"
)
ARABIC_FORMS = (
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
)
OVERRIDE = "override"  # a comment that begins so marks a text of Wagtail or Django that we say in our own way
WIDTH = 100


class Scope(Enum):
    """How much of the interface a catalogue holds."""

    COMPLETE = "every text, none empty"
    OPEN = "nothing until somebody starts it; from then on every text, some still empty"
    DIFFERING = "only what its parent language says otherwise"


@dataclass(frozen=True)
class Language:
    """A language of the interface; plural rules are those of Django's own catalogue for it."""

    locale: str
    scope: Scope
    plural_forms: str = TWO_FORMS

    @property
    def forms(self) -> int:
        return int(self.plural_forms.split(";")[0].removeprefix("nplurals="))

    def path(self, root: Path) -> Path:
        return root / "locale" / self.locale / "LC_MESSAGES" / "django.po"


LANGUAGES = (
    Language("fi", Scope.COMPLETE),
    Language("fi_Simple", Scope.DIFFERING),
    Language("sv", Scope.COMPLETE),
    Language("en", Scope.COMPLETE),
    Language("ar", Scope.OPEN, ARABIC_FORMS),
    Language("ru", Scope.OPEN, SLAVIC_FORMS),
    Language("uk", Scope.OPEN, SLAVIC_FORMS),
    Language("et", Scope.OPEN),
    Language("so", Scope.OPEN),
)
SOURCE_LOCALE = "en"


def read(path: Path) -> polib.POFile:
    return (
        polib.pofile(str(path), encoding="utf-8", wrapwidth=WIDTH) if path.exists() else polib.POFile(wrapwidth=WIDTH)
    )


def key_of(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def is_override(entry: polib.POEntry) -> bool:
    return entry.tcomment.startswith(OVERRIDE)


def bring_up_to_date(root: Path, texts: Mapping[tuple[str, str], Text], start: str = "") -> list[Path]:
    """Write every catalogue anew from the collected texts; returns the files that changed.

    ``start`` names an open language whose catalogue is to hold all texts from now on.
    """
    changed = []
    for language in LANGUAGES:
        path = language.path(root)
        present = read(path)
        wanted_texts = texts if language.locale == start or is_begun(language, present) else {}
        wanted = f"{updated(language, wanted_texts, present)}\n"
        if path.exists() and path.read_text(encoding="utf-8") == wanted:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.tmp")
        draft.write_text(wanted, encoding="utf-8")
        draft.replace(path)
        changed.append(path)
    return changed


def is_begun(language: Language, present: polib.POFile) -> bool:
    """Whether the catalogue holds the interface; an open language that nobody has started yet does not."""
    return language.scope is not Scope.OPEN or any(not is_override(entry) for entry in present)


def updated(language: Language, texts: Mapping[tuple[str, str], Text], present: polib.POFile) -> polib.POFile:
    """The catalogue with new texts added and unused ones gone, sorted, without dates and line numbers."""
    known = {key_of(entry): entry for entry in present if not entry.obsolete and not entry.fuzzy}
    entries = [entry for key, entry in known.items() if is_override(entry) and key not in texts]
    for key, text in texts.items():
        if language.scope is Scope.DIFFERING and key not in known:
            continue
        entries.append(_entry(language, text, known.get(key)))
    catalogue = polib.POFile(wrapwidth=WIDTH)
    catalogue.metadata = _headers(language)
    catalogue.extend(sorted(entries, key=lambda entry: (entry.msgid, entry.msgctxt or "")))
    return catalogue


def _headers(language: Language) -> dict[str, str]:
    return {
        "Project-Id-Version": "Vierellä",
        "Language": language.locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": language.plural_forms,
    }


def _entry(language: Language, text: Text, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=text.singular,
        msgctxt=text.context or None,
        msgid_plural=text.plural,
        comment="\n".join(sorted(text.comments)),
        tcomment=known.tcomment if known else "",
        occurrences=[(place, "") for place in sorted(text.places)],
    )
    if text.plural:
        entry.msgstr_plural = _plural_forms(language, text, known)
    else:
        entry.msgstr = (known.msgstr if known else "") or (text.singular if language.locale == SOURCE_LOCALE else "")
    return entry


def _plural_forms(language: Language, text: Text, known: polib.POEntry | None) -> dict[int, str]:
    if known and known.msgid_plural == text.plural and any(known.msgstr_plural.values()):
        return {form: known.msgstr_plural.get(form, "") for form in range(language.forms)}
    if language.locale == SOURCE_LOCALE:
        return {0: text.singular, 1: text.plural}
    return dict.fromkeys(range(language.forms), "")


def compile_stale(root: Path) -> list[Path]:
    """Write the ``.mo`` beside each ``.po`` that is newer; returns what was written.

    A file appears whole or not at all, so several processes may do this at once.
    """
    written = []
    for source in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")):
        target, parts = source.with_suffix(".mo"), _with_parent(source)
        if target.exists() and all(target.stat().st_mtime_ns > part.stat().st_mtime_ns for part in parts):
            continue
        draft = target.with_suffix(f".{os.getpid()}.tmp")
        _overlaid(parts).save_as_mofile(str(draft))
        draft.replace(target)
        written.append(target)
    return written


def _with_parent(source: Path) -> list[Path]:
    """A catalogue, after its parent's if it has one: ``fi`` for ``fi_Simple``."""
    locale, variant = source.parent.parent, source.parent.parent.name.partition("_")[2]
    parent = locale.with_name(locale.name.split("_")[0]) / "LC_MESSAGES" / source.name
    return [parent, source] if variant and parent.exists() else [source]


def _overlaid(parts: list[Path]) -> polib.POFile:
    """Catalogues laid one over another, the last on top.

    Without this, Django's and Wagtail's own Finnish would win over ours wherever Easy Finnish says nothing.
    """
    catalogue = read(parts[-1])
    said = {key_of(entry) for entry in catalogue}
    for part in parts[:-1]:
        catalogue.extend(entry for entry in read(part) if key_of(entry) not in said)
    return catalogue
