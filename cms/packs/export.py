"""This site's pages as a pack: what is published, and nothing about people.

Rounds, workshops and other living things are not content of the model; pages of types that no room has
registered stay here.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.text import slugify
from wagtail.models import Locale, Page
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from .contents import Fault, Manifest, Pack, PackError, PackObject, PackPage, PackTranslation, Translated
from .references import Reference
from .registry import PACKABLES, PAGE, PAGE_FOLDER, Packable, for_model
from .schema import schema_of
from .translations import texts_of_instance


def export_site(manifest: Manifest, changes: str = "") -> Pack:
    """Everything packable on this site, under a manifest that says whose it is.

    Raises:
        PackError: something on a page has no place in a pack; the fault names the page.
    """
    return _Export(manifest).run(changes)


class _Export:
    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.codes = {locale.pk: locale.language_code for locale in Locale.objects.all()}
        self.names: dict[tuple[str, Any], Reference] = {}
        self.stems: dict[UUID, str] = {}
        self.taken: set[tuple[str, str]] = set()
        self.faults: list[Fault] = []

    def run(self, changes: str) -> Pack:
        objects = [(packable, item) for packable in PACKABLES if not packable.is_page for item in _all(packable)]
        pages = self._pages()
        self._name_everything(objects, pages)
        followed = self._followed()
        written = [page for page in pages if (page.translation_key, page.locale_id) not in followed]
        pack = Pack(
            manifest=replace(self.manifest, languages=self._languages(pages)),
            objects=tuple(self._object(packable, item) for packable, item in objects),
            pages=tuple(self._written_page(page, written) for page in written),
            translations=tuple(self._translation(page, pages) for page in pages if page not in written),
            changes=changes,
        )
        if self.faults:
            raise PackError(self.faults)
        return pack

    def _pages(self) -> list[Page]:
        """Published pages of packable types whose parents are taken too, in the order of the tree."""
        taken: dict[str, Page] = {}
        root = Page.get_first_root_node()
        for page in root.get_descendants().live().specific().order_by("path"):
            above = page.path[: -page.steplen]
            if for_model(type(page)) and (above == root.path or above in taken):
                taken[page.path] = page
        return list(taken.values())

    def _followed(self) -> set[tuple[UUID, int]]:
        """Pages whose words follow a source page through wagtail-localize."""
        rows = Translation.objects.filter(enabled=True).values_list("source__object_id", "target_locale_id")
        return set(rows)

    def _languages(self, pages: list[Page]) -> tuple[str, ...]:
        present = {self.codes[page.locale_id] for page in pages}
        return tuple(code for code in self.manifest.languages if code in present)

    def _name_everything(self, objects: list[tuple[Packable, Model]], pages: list[Page]) -> None:
        for packable, item in objects:
            self._remember(packable.kind, item.pk, getattr(item, packable.identity), slugify(str(item)))
        for page in sorted(pages, key=lambda page: self.codes[page.locale_id] != self.manifest.source_language):
            self._remember(PAGE, page.pk, page.translation_key, page.slug)

    def _remember(self, kind: str, number: Any, uuid: UUID, stem: str) -> None:
        """A page of another language comes later and shares its file's name with the source."""
        self.names[kind, number] = Reference(kind, uuid)
        if uuid in self.stems:
            return
        is_free = stem and (kind, stem) not in self.taken
        self.stems[uuid] = stem if is_free else f"{stem or kind}-{str(uuid)[:8]}"
        self.taken.add((kind, self.stems[uuid]))

    def _object(self, packable: Packable, item: Model) -> PackObject:
        uuid = getattr(item, packable.identity)
        file = f"objects/{packable.folder}/{self.stems[uuid]}.json"
        return PackObject(file, packable.label, uuid, self._fields(packable, item, file))

    def _written_page(self, page: Page, written: list[Page]) -> PackPage:
        code = self.codes[page.locale_id]
        suffix = "" if code == self.manifest.source_language else f".{code}"
        file = f"objects/{PAGE_FOLDER}/{self.stems[page.translation_key]}{suffix}.json"
        packable = PACKABLES.get(page._meta.label)
        if packable is None:
            raise LookupError(page._meta.label)
        siblings = [other for other in written if _is_sibling(other, page)]
        parent = next((other for other in written if other.path == page.path[: -page.steplen]), None)
        return PackPage(
            file=file,
            model=packable.label,
            uuid=page.translation_key,
            fields=self._fields(packable, page, file),
            locale=code,
            parent=Reference(PAGE, parent.translation_key) if parent else None,
            position=siblings.index(page),
        )

    def _fields(self, packable: Packable, item: Model, file: str) -> dict[str, Any]:
        try:
            return schema_of(packable).canonical(item, self._name)
        except ValueError as error:
            self.faults.append(Fault(file, str(item), str(error)))
            return {}

    def _name(self, kind: str, number: Any) -> Reference:
        found = self.names.get((kind, number))
        if found is None:
            raise ValueError(f"leads to a {kind} that is not published or does not go into packs")
        return found

    def _translation(self, page: Page, pages: list[Page]) -> PackTranslation:
        code, uuid = self.codes[page.locale_id], page.translation_key
        source = next(
            other
            for other in pages
            if other.translation_key == uuid and self.codes[other.locale_id] == self.manifest.source_language
        )
        texts = texts_of_instance(source)
        words = _words(page)
        return PackTranslation(
            file=f"translations/{code}/{PAGE_FOLDER}/{self.stems[uuid]}",
            locale=code,
            page=uuid,
            texts=tuple(Translated(*key, words.get(key, "")) for key in texts.strings),
            links=dict(self._links(page)),
        )

    def _links(self, page: Page) -> Iterator[tuple[str, str]]:
        overrides = SegmentOverride.objects.filter(context__object_id=page.translation_key, locale_id=page.locale_id)
        for path, data in overrides.values_list("context__path", "data_json"):
            address = json.loads(data)
            if isinstance(address, str):
                yield path, address
            else:
                self.faults.append(Fault(str(page), path, "only addresses of links may differ between languages"))


def _all(packable: Packable) -> list[Model]:
    return list(packable.model._default_manager.order_by(packable.identity))


def _is_sibling(other: Page, page: Page) -> bool:
    return other.locale_id == page.locale_id and other.path[: -other.steplen] == page.path[: -page.steplen]


def _words(page: Page) -> dict[tuple[str, str], str]:
    """The page's translations by context and source text."""
    rows = StringTranslation.objects.filter(
        context__object_id=page.translation_key, locale_id=page.locale_id, has_error=False
    )
    return {
        (path, source): text for path, source, text in rows.values_list("context__path", "translation_of__data", "data")
    }
