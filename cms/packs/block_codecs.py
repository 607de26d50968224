"""Blocks in two forms; see :mod:`cms.packs.codecs`. The blocks of the site are the schema of a pack."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.blocks.parts import PartChoiceBlock
from cms.parts import Part

from . import richtext
from .codecs import Cleaned, Codec, Find, Name, Problem, Referring
from .references import Reference, parse_uuid
from .registry import PAGE


class RichText(Codec):
    """Rich text, one block element per entry."""

    def __init__(self, block: blocks.RichTextBlock) -> None:
        self.required = block.required
        self.allowed = richtext.elements_for(block.features)

    def problems(self, value: Any) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem("", "must be a list with one paragraph, heading or list per entry")
            return
        if self.required and not value:
            yield Problem("", "must not be empty")
        for number, entry in enumerate(value):
            yield from (Problem(f"[{number}]", text) for text in richtext.problems(entry, self.allowed))

    def references(self, value: list[str]) -> Iterator[Reference]:
        return richtext.references(value)

    def stored(self, value: list[str], find: Find) -> str:
        return richtext.to_html(value, find)

    def canonical(self, stored: str, name: Name) -> list[str]:
        return richtext.to_entries(stored, name)


class PartOfRoom(Codec):
    """A part of another room. A kind that no room here registers is kept: it shows nothing until one does."""

    def problems(self, value: Any) -> Iterator[Problem]:
        right = isinstance(value, dict) and set(value) == {"kind", "uuid"} and isinstance(value["kind"], str)
        part = Part.from_stored(value) if right else None
        if part is None or part.stored != value:
            yield Problem("", 'must be written as {"kind": "…", "uuid": "…"}')


class Unsupported(Codec):
    """A block that this version of the format does not carry."""

    def __init__(self, what: str) -> None:
        self.what = what

    def problems(self, value: Any) -> Iterator[Problem]:
        yield Problem("", f"{self.what} are not carried by this version of the pack format")

    def canonical(self, stored: Any, name: Name) -> Any:
        raise ValueError(f"{self.what} are not carried by this version of the pack format")


class Struct(Codec):
    """Named values. One that has its default is not written; an unknown one is refused."""

    def __init__(self, children: dict[str, blocks.Block]) -> None:
        self.codecs = {name: codec_for_block(block) for name, block in children.items()}
        self.defaults = {name: _default_of(block) for name, block in children.items()}

    def problems(self, value: Any) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("", "must be an object")
            return
        for name in sorted(set(value) - set(self.codecs)):
            yield Problem(f".{name}", "is not known here")
        for name, codec in self.codecs.items():
            given = value[name] if name in value else codec.canonical(self.defaults[name], _no_name)
            yield from (problem.within(f".{name}") for problem in codec.problems(given))

    def references(self, value: dict[str, Any]) -> Iterator[Reference]:
        for name, codec in self.codecs.items():
            if name in value:
                yield from codec.references(value[name])

    def stored(self, value: dict[str, Any], find: Find) -> dict[str, Any]:
        return {
            name: codec.stored(value[name], find) if name in value else self.defaults[name]
            for name, codec in self.codecs.items()
        }

    def canonical(self, stored: dict[str, Any], name: Name) -> dict[str, Any]:
        return {
            key: codec.canonical(stored[key], name)
            for key, codec in self.codecs.items()
            if key in stored and stored[key] != self.defaults[key]
        }


class Items(Codec):
    """Values of one type, each with an id of its own."""

    def __init__(self, block: blocks.ListBlock) -> None:
        self.codec = codec_for_block(block.child_block)
        self.fewest, self.most = getattr(block.meta, "min_num", None), getattr(block.meta, "max_num", None)

    def problems(self, value: Any) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem("", "must be a list")
            return
        if self.fewest is not None and len(value) < self.fewest:
            yield Problem("", f"must have at least {self.fewest} items")
        if self.most is not None and len(value) > self.most:
            yield Problem("", f"can have at most {self.most} items")
        for number, item in enumerate(value):
            yield from (problem.within(f"[{number}]") for problem in self._problems_of(item))

    def references(self, value: list[dict[str, Any]]) -> Iterator[Reference]:
        for item in value:
            yield from self.codec.references(item["value"])

    def stored(self, value: list[dict[str, Any]], find: Find) -> list[dict[str, Any]]:
        return [{"type": "item", "id": item["id"], "value": self.codec.stored(item["value"], find)} for item in value]

    def canonical(self, stored: list[dict[str, Any]], name: Name) -> list[dict[str, Any]]:
        return [{"id": item["id"], "value": self.codec.canonical(item["value"], name)} for item in stored]

    def _problems_of(self, item: Any) -> Iterator[Problem]:
        wrong = list(_wrapping(item, {"id", "value"}))
        yield from wrong
        if not wrong:
            yield from (problem.within(".value") for problem in self.codec.problems(item["value"]))


class Stream(Codec):
    """Blocks of several types, each with an id of its own."""

    def __init__(self, block: blocks.StreamBlock) -> None:
        self.codecs = {name: codec_for_block(child) for name, child in block.child_blocks.items()}

    def problems(self, value: Any) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem("", "must be a list of blocks")
            return
        for number, block in enumerate(value):
            yield from (problem.within(f"[{number}]") for problem in self._problems_of(block))
        seen: set[str] = set()
        for path, identity in _ids(value, ""):
            if identity in seen:
                yield Problem(path, f"the id {identity} is used twice")
            seen.add(identity)

    def references(self, value: list[dict[str, Any]]) -> Iterator[Reference]:
        for block in value:
            yield from self.codecs[block["type"]].references(block["value"])

    def stored(self, value: list[dict[str, Any]], find: Find) -> list[dict[str, Any]]:
        return [block | {"value": self.codecs[block["type"]].stored(block["value"], find)} for block in value]

    def canonical(self, stored: list[dict[str, Any]], name: Name) -> list[dict[str, Any]]:
        return [self._canonical_block(block, name) for block in stored]

    def _canonical_block(self, block: dict[str, Any], name: Name) -> dict[str, Any]:
        kind = block["type"]
        return {"id": block["id"], "type": kind, "value": self.codecs[kind].canonical(block["value"], name)}

    def _problems_of(self, block: Any) -> Iterator[Problem]:
        wrong = list(_wrapping(block, {"id", "type", "value"}))
        yield from wrong
        if wrong:
            return
        codec = self.codecs.get(block["type"]) if isinstance(block["type"], str) else None
        if codec is None:
            yield Problem(".type", f"“{block['type']}” is not a block of this site")
        else:
            yield from (problem.within(".value") for problem in codec.problems(block["value"]))


# The first that fits: special blocks before the general ones they are made of.
CODECS: tuple[tuple[type[blocks.Block], Callable[[Any], Codec]], ...] = (
    (ImageBlock, lambda block: Unsupported("pictures")),
    (PartChoiceBlock, lambda block: PartOfRoom()),
    (blocks.RichTextBlock, RichText),
    (blocks.PageChooserBlock, lambda block: Referring(PAGE)),
    (blocks.StructBlock, lambda block: Struct(block.child_blocks)),
    (blocks.ListBlock, Items),
    (blocks.StreamBlock, Stream),
    (blocks.BooleanBlock, lambda block: Cleaned(block.clean, bool, "true or false")),
    (blocks.IntegerBlock, lambda block: Cleaned(block.clean, int, "a whole number")),
    (blocks.CharBlock, lambda block: Cleaned(block.clean, str, "a text")),
    (blocks.TextBlock, lambda block: Cleaned(block.clean, str, "a text")),
    (blocks.ChoiceBlock, lambda block: Cleaned(block.clean, str, "a text")),
)


def codec_for_block(block: blocks.Block) -> Codec:
    """The codec of a block.

    Raises:
        ImproperlyConfigured: the format has no form for such a block.
    """
    for kind, codec in CODECS:
        if isinstance(block, kind):
            return codec(block)
    raise ImproperlyConfigured(f"A pack cannot carry the block {type(block).__name__}.")


def _default_of(block: blocks.Block) -> Any:
    """The stored form of a block's default; a list's is empty, not Wagtail's one blank item."""
    return (
        [] if isinstance(block, blocks.ListBlock) else json.loads(json.dumps(block.get_prep_value(block.get_default())))
    )


def _no_name(kind: str, number: Any) -> Reference:
    """Defaults lead nowhere."""
    raise LookupError(f"{kind} {number}")


def _wrapping(value: Any, keys: set[str]) -> Iterator[Problem]:
    """What is wrong with the frame around a block or item."""
    if not isinstance(value, dict) or set(value) != keys:
        yield Problem("", f"must be an object with {', '.join(sorted(keys))}")
        return
    try:
        parse_uuid(value["id"])
    except ValueError as error:
        yield Problem(".id", str(error))


def _ids(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every id below a value, with where it is."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _ids(item, f"{path}[{number}]")
    elif isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield f"{path}.id", value["id"]
        for key, inner in value.items():
            yield from _ids(inner, f"{path}.{key}")
