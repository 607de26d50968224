"""Taking a pack into an empty site.

The whole of it is one transaction: a load that is killed leaves nothing behind and is simply run again.
Nothing is live before, so translations may be published as soon as they are made; they are published here,
inside the transaction, and not by wagtail-localize's own ``save_target(publish=True)``, which would do it
after the commit, where a kill would leave drafts.
"""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import SegmentOverride, Translation, TranslationContext, TranslationSource

from cms.models import HomePage, Municipality, Place

from .check import application_faults
from .contents import Fault, Pack, PackError, PackObject, PackPage, PackTranslation
from .po import po_of
from .references import Reference
from .registry import PAGE

PLACE = "place"


@dataclass(frozen=True)
class Report:
    """How many pages each language got, and which of the site's languages got none."""

    pages: dict[str, int]
    empty_languages: list[str]


def is_taken_into_use() -> bool:
    """Whether the site has a front page already."""
    return HomePage.objects.exists()


def install(pack: Pack) -> Report:
    """Fill an empty site from a pack, in the languages that both have.

    Raises:
        PackError: the site is not empty or the pack does not fit; nothing has been changed.
    """
    faults = list(application_faults(pack, application_version()))
    if faults:
        raise PackError(faults)
    with transaction.atomic():
        return _Installation(pack).run()


def application_version() -> str:
    """The version of this program."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


class _Installation:
    """One run; keeps what has been made, by reference and language."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.source_language = pack.manifest.source_language
        self.locales: dict[str, Locale] = {}
        self.objects: dict[Reference, Model] = {}
        self.pages: dict[str, dict[UUID, Page]] = {}
        self.names: dict[tuple[str, int], Reference] = {}

    def run(self) -> Report:
        root, welcome = _empty_tree(self.pack)
        self._make_locales()
        for item in self.pack.objects:
            self._make_object(item)
        written = [code for code in self.pack.own_locales if code in self.locales]
        for code in written:
            self._make_tree(code, root)
        self._make_site(welcome)
        for code in written:
            for page in self.pack.pages_in(code):
                self._fill_and_publish(page)
        for code in self.pack.translated_locales:
            if code in self.locales:
                self._translate(code)
        self._settle_municipality()
        return self._count()

    def _make_locales(self) -> None:
        if self.source_language not in dict(settings.LANGUAGES):
            raise PackError([Fault("pack.toml", "source_language", "is not switched on at this site")])
        for code in dict(settings.LANGUAGES):
            self.locales[code], _ = Locale.objects.get_or_create(language_code=code)

    def _make_object(self, item: PackObject) -> None:
        instance = item.packable.model(**{item.packable.identity: item.uuid})
        item.schema.put(instance, item.fields, lambda reference: self._find(reference, self.source_language))
        _clean(instance, item)
        instance.save()
        self.objects[item.reference] = instance
        self.names[item.packable.kind, instance.pk] = item.reference

    def _make_tree(self, code: str, root: Page) -> None:
        """First pass: every page with its title and slug, not live yet, so that references have something to find."""
        made = self.pages.setdefault(code, {})
        for page in self.pack.pages_in(code):
            parent = made[page.parent.uuid] if page.parent else root
            instance = page.packable.model(
                translation_key=page.uuid,
                locale=self.locales[code],
                title=page.fields["title"],
                slug=page.fields["slug"],
                live=False,
            )
            made[page.uuid] = parent.add_child(instance=instance)
            self.names[PAGE, instance.pk] = page.reference

    def _fill_and_publish(self, page: PackPage) -> None:
        """Second pass: the fields, with references, and the first revision."""
        instance = self.pages[page.locale][page.uuid]
        instance.refresh_from_db(fields=["path", "numchild", "url_path"])
        page.schema.put(instance, page.fields, lambda reference: self._find(reference, page.locale))
        _clean(instance, page)
        instance.save_revision(clean=False).publish()

    def _find(self, reference: Reference, code: str) -> int | None:
        """The number of what a reference names; a page in the same language if it is there, else in the source's."""
        if reference.kind != PAGE:
            return self.objects[reference].pk
        for language in (code, self.source_language):
            page = self.pages.get(language, {}).get(reference.uuid)
            if page:
                return page.pk
        return None

    def _translate(self, code: str) -> None:
        translations = self.pack.translations_in(code)
        made = self.pages.setdefault(code, {})
        for page in self.pack.source_pages:
            made[page.uuid] = self._translate_page(page, translations[page.uuid])

    def _translate_page(self, page: PackPage, words: PackTranslation) -> Page:
        """Make one page's translation by wagtail-localize's own means and publish it."""
        source, _created = TranslationSource.get_or_create_from_instance(self.pages[page.locale][page.uuid])
        translation = Translation.objects.create(source=source, target_locale=self.locales[words.locale])
        unused = translation.import_po(po_of(words), tool_name=_tool_name(self.pack))
        texts, translated = translation.get_progress()
        if unused or texts != translated:
            taken_in = f"{translated} of {texts} texts were taken in; left over: {unused}"
            raise PackError([Fault(words.file, "", taken_in)])
        self._change_links(source, words)
        translation.save_target(publish=False)
        target = translation.get_target_instance()
        self._check_translated(page, words, target)
        target.get_latest_revision().publish()
        return target

    def _change_links(self, source: TranslationSource, words: PackTranslation) -> None:
        contexts = TranslationContext.objects.filter(object_id=source.object_id, path__in=words.links)
        SegmentOverride.objects.bulk_create(
            SegmentOverride(
                locale=self.locales[words.locale], context=context, data_json=json.dumps(words.links[context.path])
            )
            for context in contexts
        )

    def _check_translated(self, page: PackPage, words: PackTranslation, target: Page) -> None:
        """Translated texts fit where they stand, and the address is the one that was given."""
        fields = page.schema.canonical(target, self._name)
        faults = [Fault(words.file, f"fields{problem.path}", problem.text) for problem in page.schema.problems(fields)]
        slug = next(text.text for text in words.texts if text.context == "slug")
        if target.slug != slug:
            faults.append(Fault(words.file, "slug", f"“{slug}” is taken by another page"))
        if faults:
            raise PackError(faults)

    def _name(self, kind: str, number: int) -> Reference:
        return self.names[kind, number]

    def _make_site(self, welcome: Page | None) -> None:
        """The pack's front page becomes the site's; Wagtail's own welcome page goes."""
        home = self.pages[self.source_language][self.pack.source_pages[0].uuid]
        address = urlsplit(settings.SITE_URL)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": address.hostname or "localhost",
                "port": address.port or (443 if address.scheme == "https" else 80),
                "root_page": home,
                "site_name": settings.WAGTAIL_SITE_NAME,
            },
        )
        if welcome:
            welcome.delete()

    def _settle_municipality(self) -> None:
        if self.pack.manifest.main_place:
            municipality = Municipality.for_site(Site.objects.get(is_default_site=True))
            place = self.objects[Reference(PLACE, self.pack.manifest.main_place)]
            municipality.place = place if isinstance(place, Place) else None
            municipality.save()

    def _count(self) -> Report:
        return Report(
            pages={code: len(pages) for code, pages in self.pages.items()},
            empty_languages=[code for code in self.locales if code not in self.pages],
        )


def _empty_tree(pack: Pack) -> tuple[Page, Page | None]:
    """The root and Wagtail's welcome page, if they are all there is."""
    root = Page.get_first_root_node()
    pages = list(root.get_descendants())
    if not pages:
        return root, None
    if len(pages) == 1 and type(pages[0].specific) is Page:
        return root, pages[0]
    raise PackError([Fault(str(pack.manifest.id), "", "can only be taken into a site that has no pages yet")])


def _tool_name(pack: Pack) -> str:
    """Where the words came from, as the translation editor shows it beside each text: the pack's Finnish title."""
    title = pack.manifest.title
    return title.get("fi") or title.get(pack.manifest.source_language) or pack.manifest.id


def _clean(instance: Model, item: PackObject) -> None:
    try:
        instance.full_clean()
    except ValidationError as error:
        raise PackError(_faults_of(error, item)) from error


def _faults_of(error: ValidationError, item: PackObject) -> Iterable[Fault]:
    return [
        Fault(item.file, f"fields.{name}", message)
        for name, messages in error.message_dict.items()
        for message in messages
    ]
