"""The project's rules as system checks: what review would have to remember, ``manage.py check`` says.

========  ==================================================================================================
E001      a text block has no default: wagtail-localize stumbles over its None in pages older than the block
E002      an inline child of a translatable model is not translatable: translations would share or lose it
E003      a TableBlock or RawHTMLBlock: neither is translated, and raw HTML breaks the security policy
E004      a block of ours lacks a template, a preview or a description
E005      a page template sets no ``lang`` or no ``dir`` on its ``<html>``
E006      a StreamField that is no BodyField: its blocks would be written into every migration
W001      a page type whose template is missing or broken (a warning, so that work on it can go on)
========  ==================================================================================================
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db.models import Model
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import Template
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, TranslatableMixin

from cms.fields import BodyField
from cms.rooms import room_labels

TEXT_BLOCKS = (
    blocks.CharBlock,
    blocks.TextBlock,
    blocks.RichTextBlock,
    blocks.URLBlock,
    blocks.EmailBlock,
    blocks.RegexBlock,
    blocks.BlockQuoteBlock,
)
UNTRANSLATED_BLOCKS = (TableBlock, TypedTableBlock, blocks.RawHTMLBlock)
HTML_TAG = re.compile(r"<html\b(?P<attributes>(?:[^>{]|{{.*?}}|{%.*?%})*)>", re.DOTALL)


@dataclass(frozen=True)
class PlacedBlock:
    """A block where an editor meets it: ``path`` is like ``cms.HomePage.body.steps.title``."""

    path: str
    block: blocks.Block


@register(Tags.models, "vierella")
def check_rules(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """All the rules, for the rooms among ``app_configs``."""
    wanted = room_labels() if app_configs is None else room_labels() & {config.label for config in app_configs}
    models = [model for model in apps.get_models() if model._meta.app_label in wanted]
    return messages_for(models)


def messages_for(models: Sequence[type[Model]]) -> list[CheckMessage]:
    """What breaks a rule in these models, their blocks and their templates."""
    placed = [item for model in models for item in blocks_of(model)]
    return [
        *_once(message for item in placed for message in check_block(item)),
        *(message for model in models for message in check_model(model)),
    ]


def check_model(model: type[Model]) -> Iterator[CheckMessage]:
    yield from check_stream_fields(model)
    yield from check_children(model)
    if issubclass(model, Page):
        yield from check_page_template(model)


def blocks_of(model: type[Model]) -> Iterator[PlacedBlock]:
    """Every block in the StreamFields that the model itself has, from the outermost in."""
    for field in _stream_fields(model):
        yield from _walk(f"{model._meta.label}.{field.name}", field.stream_block)


def _stream_fields(model: type[Model]) -> list[StreamField]:
    return [field for field in model._meta.local_fields if isinstance(field, StreamField)]


def _walk(path: str, block: blocks.Block) -> Iterator[PlacedBlock]:
    yield PlacedBlock(path, block)
    if isinstance(block, ImageBlock):  # what is inside is Wagtail's own, and wagtail-localize knows it
        return
    if isinstance(block, blocks.ListBlock):
        yield from _walk(f"{path}.item", block.child_block)
    for name, child in getattr(block, "child_blocks", {}).items():
        yield from _walk(f"{path}.{name}", child)


def check_block(placed: PlacedBlock) -> Iterator[CheckMessage]:
    block = placed.block
    if isinstance(block, UNTRANSLATED_BLOCKS):
        yield _error("E003", f"{placed.path} is a {type(block).__name__}, which cannot be translated.",
                     "Build tables and the like from StructBlock and ListBlock.")  # fmt: skip
    elif isinstance(block, TEXT_BLOCKS) and getattr(block.meta, "default", None) is None:
        yield _error("E001", f"The text block {placed.path} has no default.",
                     'Give it default="": a page saved before the block was added has None there.')  # fmt: skip
    if type(block).__module__.split(".")[0] in room_labels():
        yield from _check_own_block(block)


def _check_own_block(block: blocks.Block) -> Iterator[CheckMessage]:
    name = f"{type(block).__module__}.{type(block).__name__}"
    template = getattr(block.meta, "template", None)
    if not template or not _exists(template):
        yield _error("E004", f"The block {name} has no template.", f"Set Meta.template and write it ({template}).")
    preview = getattr(block.meta, "preview_template", None)
    if preview and not _exists(preview):
        yield _error("E004", f"The preview template of the block {name} is missing.", f"Write {preview}.")
    elif not preview and not hasattr(block.meta, "preview_value"):
        yield _error("E004", f"The block {name} has no preview.", "Set Meta.preview_value or Meta.preview_template.")
    if not getattr(block.meta, "description", None):
        yield _error("E004", f"The block {name} has no description.", "Set Meta.description: editors choose by it.")


def _exists(template: str) -> bool:
    try:
        get_template(template)
    except (TemplateDoesNotExist, TemplateSyntaxError):
        return False
    return True


def check_stream_fields(model: type[Model]) -> Iterator[CheckMessage]:
    for field in _stream_fields(model):
        if not isinstance(field, BodyField):
            yield _error("E006", f"{model._meta.label}.{field.name} is a StreamField.", "Use cms.fields.BodyField.")


def check_children(model: type[Model]) -> Iterator[CheckMessage]:
    """``model`` as the child: is it as translatable as its parent?"""
    for field in model._meta.local_fields:
        if not isinstance(field, ParentalKey):
            continue
        if issubclass(field.related_model, TranslatableMixin) and not issubclass(model, TranslatableMixin):
            yield _error(
                "E002",
                f"{model._meta.label} is an inline child of {field.related_model._meta.label} and not translatable.",
                "Derive it from TranslatableMixin (and both Metas), so that each language has its own.",
            )


def check_page_template(model: type[Page]) -> Iterator[CheckMessage]:
    name = f"The template of {model._meta.label} ({model.template})"
    try:
        source = outermost_source(_template(model.template))
    except (TemplateDoesNotExist, TemplateSyntaxError) as error:
        yield Warning(f"{name} cannot be loaded: {error}", hint="Write it, or repair it.", id="vierella.W001")
        return
    tag = HTML_TAG.search(source)
    missing = [word for word in ("lang", "dir") if not tag or not re.search(rf"\s{word}=", tag["attributes"])]
    if missing:
        yield _error("E005", f"{name} sets no {' and no '.join(missing)} on its <html>.", "Extend base.html.")


def outermost_source(template: Template) -> str:
    """The text of the template at the end of the chain of ``{% extends %}``."""
    parents: list[Any] = [node.parent_name for node in template.nodelist if isinstance(node, ExtendsNode)]
    if not parents:
        return str(template.source)
    parent = parents[0].var
    if not isinstance(parent, str):  # chosen at run time: cannot be followed
        return ""
    return outermost_source(_template(parent))


def _template(name: str) -> Template:
    """Django's template itself, without its engine's wrapping."""
    found: Any = get_template(name)
    return cast("Template", found.template)


def _error(number: str, text: str, hint: str) -> Error:
    return Error(text, hint=hint, id=f"vierella.{number}")


def _once(messages: Iterator[CheckMessage]) -> list[CheckMessage]:
    """A block used in many places breaks a rule once."""
    return list({(message.id, message.msg): message for message in messages}.values())
