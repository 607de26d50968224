"""Which models a pack may hold. Rooms register theirs in ``registrations.py`` with one line each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model
from wagtail.models import Page

from cms.registries import Registry

PAGE = "page"
PAGE_FOLDER = "pages"
PAGE_FIELDS = ("title", "slug", "seo_title", "search_description", "show_in_menus")


@dataclass(frozen=True)
class Packable:
    """A registration.

    ``kind`` is what references call it (all pages are ``page``), ``folder`` where its files are under
    ``objects/``, ``identity`` the field that holds its uuid, ``children`` the fields of its inline rows.
    """

    model: type[Model]
    kind: str
    folder: str
    identity: str
    fields: tuple[str, ...]
    children: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def is_page(self) -> bool:
        return self.kind == PAGE


PACKABLES: Registry[Packable] = Registry("packable model")


def register_page(model: type[Page]) -> None:
    """Let packs hold pages of this type, with every field that editors fill in."""
    own = [
        field.name
        for field in model._meta.get_fields()
        if field.concrete and field.editable and field.name not in _names_of_page() and not field.primary_key
    ]
    _register(Packable(model, PAGE, PAGE_FOLDER, "translation_key", (*PAGE_FIELDS, *own)))


def register_object(
    model: type[Model], kind: str, fields: tuple[str, ...], children: Mapping[str, tuple[str, ...]] | None = None
) -> None:
    """Let packs hold objects of a model that has a ``uuid``; their files are in ``objects/<kind>s/``."""
    _register(Packable(model, kind, f"{kind}s", "uuid", fields, dict(children or {})))


def for_model(model: type[Model]) -> Packable | None:
    """The registration of a model."""
    return PACKABLES.get(model._meta.label)


def kind_of(model: type[Model]) -> str | None:
    """What references to this model are called; None when packs cannot hold it."""
    if issubclass(model, Page):
        return PAGE
    packable = for_model(model)
    return packable.kind if packable else None


def _register(packable: Packable) -> None:
    PACKABLES.register(packable.label, packable)


def _names_of_page() -> set[str]:
    return {field.name for field in Page._meta.get_fields()}
