"""Collecting the interface's texts from Python code and Django templates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from django.utils.translation import template

from cms.rooms import room_labels

TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".svg"}
TRANSLATORS = "Translators"
# How Django names them; the numbers say which argument is context ("c"), text and plural text.
CALLS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass
class Text:
    """One text to translate, and where it is used."""

    context: str
    singular: str
    plural: str = ""
    places: set[str] = field(default_factory=set)
    comments: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.singular


def collect(root: Path) -> dict[tuple[str, str], Text]:
    """All texts of the product, keyed by context and singular."""
    texts: dict[tuple[str, str], Text] = {}
    for path in sources(root):
        for found in texts_of(path):
            text = texts.setdefault(found.key, found)
            text.plural = text.plural or found.plural
            text.places.add(path.relative_to(root).as_posix())
            text.comments |= found.comments
    return texts


def sources(root: Path) -> Iterator[Path]:
    """Code and templates of the rooms; tests and migrations speak to no reader."""
    names = sorted(room_labels())
    for room in names:
        yield from (path for path in sorted((root / room).rglob("*.py")) if "migrations" not in path.parts)
    for folder in [root / "templates", *(root / room / "templates" for room in names)]:
        yield from (path for path in sorted(folder.rglob("*")) if path.suffix in TEMPLATE_SUFFIXES)


def texts_of(path: Path) -> Iterable[Text]:
    source = path.read_text(encoding="utf-8")
    return texts_in(source if path.suffix == ".py" else as_python(source, path.name))


def as_python(source: str, name: str) -> str:
    """A template as something Python's tokenizer reads.

    Django turns each text into a call and everything else into X; inside brackets, indentation means nothing.
    """
    return f"({template.templatize(source, origin=name)}\n)"


def texts_in(python: str) -> Iterator[Text]:
    from babel.messages.extract import extract  # noqa: PLC0415 -- only needed here, and a site runs without it

    found = extract("python", BytesIO(python.encode()), CALLS, [TRANSLATORS], {"encoding": "utf-8"})
    for _line, message, comments, context in found:
        singular, plural = message[:2] if isinstance(message, tuple) else (message, "")
        if singular:
            yield Text(context or "", singular, plural, comments={" ".join(comments)} if comments else set())
