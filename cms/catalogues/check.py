"""What is missing or broken in the catalogues, in words a developer can act on."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import polib

from cms.catalogues.files import LANGUAGES, Language, Scope, is_begun, is_override, key_of, read
from cms.catalogues.texts import Text

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


class AnyValue(dict[str, int]):
    """Answers every name, so that a text can be tried with its placeholders."""

    def __missing__(self, _name: str) -> int:
        return 0


def findings(root: Path, texts: Mapping[tuple[str, str], Text]) -> Iterator[tuple[str, str]]:
    """Everything that is wrong: in which language, and what, one sentence each."""
    for language in LANGUAGES:
        path = language.path(root)
        if not path.exists():
            yield language.locale, f"{path.relative_to(root)} is missing; run: make catalogues"
            continue
        for finding in findings_in(language, read(path), texts):
            yield language.locale, finding


def findings_in(language: Language, catalogue: polib.POFile, texts: Mapping[tuple[str, str], Text]) -> Iterator[str]:
    if catalogue.metadata.get("Plural-Forms") != language.plural_forms:
        yield "the Plural-Forms header is not this language's; run: make catalogues"
    entries = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
    if language.scope is not Scope.DIFFERING and is_begun(language, catalogue):
        for context, singular in sorted(texts.keys() - entries.keys()):
            yield f"{_shown(singular, context)} is new; run: make catalogues"
    for entry in catalogue:
        yield from (f"{_shown(entry.msgid, entry.msgctxt)} {fault}" for fault in faults(language, entry, texts))


def faults(language: Language, entry: polib.POEntry, texts: Mapping[tuple[str, str], Text]) -> Iterator[str]:
    """What is wrong with one entry."""
    text = texts.get(key_of(entry))
    if entry.obsolete or (text is None and not is_override(entry)):
        yield "is used nowhere; run: make catalogues"
        return
    if entry.fuzzy:
        yield "is marked fuzzy: translate it and take the mark away"
    if text and text.plural != entry.msgid_plural:
        yield "has another plural in the code; run: make catalogues"
    elif not is_filled(language, entry):
        if language.scope is not Scope.OPEN or is_override(entry):
            yield "is not translated"
    elif not keeps_placeholders(entry):
        yield f"must keep its placeholders: {', '.join(sorted(placeholders(entry.msgid_plural or entry.msgid)))}"


def is_filled(language: Language, entry: polib.POEntry) -> bool:
    if entry.msgid_plural:
        return len(entry.msgstr_plural) == language.forms and all(entry.msgstr_plural.values())
    return bool(entry.msgstr)


def keeps_placeholders(entry: polib.POEntry) -> bool:
    """A translation has the text's placeholders, no others, and can be filled.

    A plural form may leave them out ("one idea"), but the last form, the most general, has them all.
    """
    wanted = placeholders(entry.msgid_plural or entry.msgid)
    forms = (
        [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)] if entry.msgid_plural else [entry.msgstr]
    )
    return (
        placeholders(forms[-1]) == wanted
        and all(placeholders(form) <= wanted | placeholders(entry.msgid) for form in forms)
        and all(can_be_filled(form) for form in forms if "%(" in entry.msgid + entry.msgid_plural)
    )


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def can_be_filled(text: str) -> bool:
    try:
        text % AnyValue()
    except (TypeError, ValueError):
        return False
    return True


def _shown(singular: str, context: str | None) -> str:
    return f"“{singular}”" + (f" ({context})" if context else "")
