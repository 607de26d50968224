"""What must hold between the files of a pack."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from wagtail.models import Page
from wagtail_localize.strings import StringValue, validate_translation_links

from .contents import Fault, Pack, PackObject, PackPage, PackTranslation
from .manifest import MANIFEST
from .references import Reference
from .translations import texts_of

SLUG = re.compile(r"[a-z0-9-]+")


def faults(pack: Pack) -> list[Fault]:
    """Everything wrong between the files; each file by itself has already been found sound."""
    return list(_faults_of_structure(pack)) or list(_faults_of_words(pack))


def application_faults(pack: Pack, application_version: str) -> Iterator[Fault]:
    """Why this site is too old for the pack."""
    needed = pack.manifest.minimum_application_version
    if _numbers(application_version) < _numbers(needed):
        yield Fault(
            MANIFEST,
            "minimum_application_version",
            f"the pack needs version {needed} of the site's program, and this is {application_version}",
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _faults_of_structure(pack: Pack) -> Iterator[Fault]:
    yield from _faults_of_identities(pack)
    yield from _faults_of_references(pack)
    for locale in pack.own_locales:
        yield from _faults_of_tree(pack, locale)
    yield from _faults_of_own_pages(pack)


def _faults_of_words(pack: Pack) -> Iterator[Fault]:
    """Asked once the trees are sound: translations are looked at page by page."""
    for translation in pack.translations:
        yield from _faults_of_translation(pack, translation)
    yield from _faults_of_languages(pack)


def _faults_of_identities(pack: Pack) -> Iterator[Fault]:
    """A uuid belongs to one object; pages share theirs between languages and nothing else."""
    first: dict[UUID, PackObject] = {}
    seen: set[tuple[UUID, str]] = set()
    for item in (*pack.objects, *pack.pages):
        other = first.setdefault(item.uuid, item)
        key = (item.uuid, item.locale if isinstance(item, PackPage) else "")
        if key in seen or other.packable.kind != item.packable.kind:
            yield Fault(item.file, "uuid", f"{item.uuid} is also the uuid of {other.file}")
        seen.add(key)


def _faults_of_references(pack: Pack) -> Iterator[Fault]:
    known = {item.reference for item in pack.objects} | {page.reference for page in pack.source_pages}
    for item in (*pack.objects, *pack.pages):
        for reference in item.schema.references(item.fields):
            if reference not in known:
                yield Fault(item.file, "fields", f"{reference} is not in the pack")
    place = pack.manifest.main_place
    if place and Reference("place", place) not in known:
        yield Fault(MANIFEST, "main_place", f"place:{place} is not in the pack")


def _faults_of_tree(pack: Pack, locale: str) -> Iterator[Fault]:
    pages = [page for page in pack.pages if page.locale == locale]
    by_reference = {page.reference: page for page in pages}
    tops = [page for page in pages if page.parent is None]
    if len(tops) != 1:
        yield Fault("objects/pages", "parent", f"{len(tops)} pages of {locale} have no parent; exactly one must")
    for page in pages:
        above = by_reference.get(page.parent) if page.parent else None
        if page.parent and above is None:
            yield Fault(page.file, "parent", f"{page.parent} is not among the pages of {locale}")
        else:
            yield from _faults_of_place_in_tree(page, above)
    reached = {page.reference for page in pack.pages_in(locale)}
    for page in pages:
        if page.parent in by_reference and page.reference not in reached:
            yield Fault(page.file, "parent", "the page is its own ancestor")
    places = Counter((page.parent, page.position) for page in pages)
    for page in pages:
        if places[page.parent, page.position] > 1:
            yield Fault(page.file, "position", f"{page.position} is also the position of a sibling")


def _faults_of_place_in_tree(page: PackPage, above: PackPage | None) -> Iterator[Fault]:
    parent_model = above.packable.model if above else Page
    model: type[Any] = page.packable.model
    if parent_model not in model.allowed_parent_page_models():
        yield Fault(page.file, "parent", f"{page.model} cannot be under {parent_model._meta.label}")


def _faults_of_own_pages(pack: Pack) -> Iterator[Fault]:
    """A page written anew in a language is the same page: same uuid, same model, same file name."""
    for page in pack.pages:
        source = pack.sources.get(page.uuid)
        if source is None:
            yield Fault(page.file, "uuid", f"no page in {pack.manifest.source_language} has the uuid {page.uuid}")
        elif source.model != page.model:
            yield Fault(page.file, "model", f"must be {source.model}, as in {source.file}")
        elif page is not source and page.stem != source.stem:
            yield Fault(page.file, "", f"must be named as {source.file}")


def _faults_of_translation(pack: Pack, translation: PackTranslation) -> Iterator[Fault]:
    """Every text has its translation, no translation is left over, and links match."""
    page = pack.sources[translation.page]
    texts = texts_of(page)
    given = {(text.context, text.source): text for text in translation.texts}
    for context, source in texts.strings:
        text = given.get((context, source))
        if text is None or not text.text:
            yield Fault(translation.file, context, f"“{source}” has no translation")
        else:
            yield from _faults_of_text(translation, context, source, text.text)
    for context, source in sorted(set(given) - set(texts.strings)):
        yield Fault(translation.file, context, f"“{source}” is not on the page in {page.locale}")
    for path in sorted(set(translation.links) - set(texts.links)):
        yield Fault(translation.file, path, f"no such link is on the page in {page.locale}")


def _faults_of_text(translation: PackTranslation, context: str, source: str, text: str) -> Iterator[Fault]:
    try:
        StringValue.from_translated_html(text)
        validate_translation_links(source, text)
    except ValueError as error:
        yield Fault(translation.file, context, str(error))
    if context == "slug" and not SLUG.fullmatch(text):
        yield Fault(translation.file, context, f"“{text}” must be small letters a–z, digits and hyphens")


def _faults_of_languages(pack: Pack) -> Iterator[Fault]:
    for locale in pack.manifest.languages:
        both = locale in pack.own_locales and locale in pack.translated_locales
        if both or locale not in (*pack.own_locales, *pack.translated_locales):
            how = "both written and translated" if both else "neither written nor translated"
            yield Fault(MANIFEST, "languages", f"the pages of {locale} are {how}")
    for locale in pack.translated_locales:
        for page in _missing(pack.source_pages, pack.translations_in(locale)):
            yield Fault(page.file, "", f"has no translation to {locale}")


def _missing(pages: Iterable[PackPage], translations: dict[UUID, PackTranslation]) -> list[PackPage]:
    return [page for page in pages if page.uuid not in translations]
