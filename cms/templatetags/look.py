"""How things look in a template: icons, drawings, the two lines, and the shapes of server-made pictures.

Every drawing is hidden from assistive technology; the words stand beside it. Numbers that end up in a path are turned
into text here, so that no language's decimal comma or thousands separator can break a picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cms.art import Art
from cms.components import Header, OpenSpan, Words
from cms.languages import direction

register = template.Library()

ICONS = frozenset(
    [
        *("back", "chat", "check", "clock", "download", "globe", "info", "mark", "menu", "next", "no", "pencil"),
        *("plus", "print", "search", "share", "stop", "wait"),
    ]
)
# An arrow points the way the text runs, so these turn around in a right-to-left text.
DIRECTIONAL = frozenset({"back", "next"})

# Name of the lines → the class that lays them out. The symbol is in static/img/sprite.svg.
LINES = {
    "far": "path",
    "mid": "path",
    "close": "path",
    "trail": "trail",
    "trail-h": "trail trail-h",
    **{f"card-{number}": "card-lines" for number in range(1, 11)},
}
CHIP_ICONS = {"now": "clock", "wait": "wait", "yes": "check", "dash": "no", "plain": "info"}
NOTICE_ICONS = {"info": "info", "yes": "check", "error": "stop"}


@register.simple_tag
def icon(name: str, *, flip: bool | None = None) -> SafeString:
    """``{% icon "check" %}``: one icon. Arrows turn around in right-to-left text; ``flip=False`` stops it."""
    if name not in ICONS:
        return SafeString("")
    turns = name in DIRECTIONAL if flip is None else flip
    return format_html(
        '<svg class="icon{}" width="24" height="24" aria-hidden="true"><use href="{}#{}"/></svg>',
        " flip" if turns else "",
        static("img/sprite.svg"),
        "mark" if name == "mark" else f"i-{name}",
    )


@register.simple_tag
def art(name: str) -> SafeString:
    """``{% art "bench" %}``: a drawing, inline so that dark mode, print and a municipality's colours reach it."""
    if name not in Art.values:
        return SafeString("")
    return SafeString(render_to_string(f"art/{name}.html"))


@register.simple_tag
def lines(name: str) -> SafeString:
    """``{% lines "far" %}``: the two lines. ``far`` under the header, ``mid`` in a page, ``close`` above the footer."""
    if name not in LINES:
        return SafeString("")
    symbol = f"path-{name}" if LINES[name].startswith("path") else name
    # A card is a fixed picture, so it brings its own shape; the others stretch to their place.
    shape = SafeString(' viewBox="0 0 200 104"') if name.startswith("card-") else ""
    return format_html(
        '<svg class="{}"{} aria-hidden="true"><use href="{}#{}"/></svg>',
        LINES[name],
        shape,
        static("img/sprite.svg"),
        symbol,
    )


@register.filter
def reading_direction(code: str) -> str:
    """``rtl`` or ``ltr``: which way a language is read."""
    return direction(code)


@register.filter
def chip_icon(kind: str) -> str:
    """The picture of a state when the page names none: a state is always a picture and a word."""
    return CHIP_ICONS.get(kind, "info")


@register.filter
def notice_icon(kind: str) -> str:
    """The picture of a notice."""
    return NOTICE_ICONS.get(kind, "info")


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """A form field's own control with the site's class; Django adds aria-describedby and aria-invalid."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "")
    names = [widget.attrs.get("class", "")]
    if kind != "checkbox":
        names.append("input")
    if kind in {"date", "time", "datetime-local", "number"}:
        names.append("input-short")
    css = " ".join(name for name in names if name)
    return field.as_widget(attrs={"class": css} if css else None)


# --- pictures: the length is in the path, in a box 0…100 wide -----------------------------------------------------


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _hand(seed: int) -> tuple[float, float, float]:
    """Three small swerves, always the same for the same row: a line drawn by hand, not by dice."""
    return math.sin(seed * 2.3) * 1.8, math.cos(seed * 1.7) * 1.8, math.sin(seed * 1.1) * 1.0


def _wavy(start: float, end: float, level: float, seed: int) -> str:
    first, second, last = _hand(seed)
    length = end - start
    points = ((start + length * 0.3, level + first), (start + length * 0.66, level - second), (end, level + last))
    return f"M{_n(start)} {_n(level)}C" + " ".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _within(value: Any) -> float:
    return min(100.0, max(0.0, float(value or 0)))


@register.filter
def bar_path(percent: Any, seed: int = 1) -> str:
    """``{{ row.percent|bar_path:forloop.counter }}``: the path of a bar; empty for nothing, a dot for very little."""
    length = _within(percent)
    return _wavy(0, max(length, 0.5), 13, seed) if length else ""


@register.filter
def beside_path(percent: Any, seed: int = 1) -> str:
    """The thin second line beside a bar: the municipality comes along."""
    length = _within(percent)
    return _wavy(0, max(length, 0.5), 27, seed + 3) if length else ""


@register.filter
def span_path(span: OpenSpan) -> str:
    """The path of one opening time."""
    return _wavy(_within(span.start_percent), _within(span.end_percent), 10, 2)


@dataclass(frozen=True)
class Stone:
    """One numbered stone of a form: where it lies and whether it is behind, here or ahead."""

    number: str
    x: str
    state: str
    last: bool


@dataclass(frozen=True)
class Stones:
    """The stones of a form, the width of their picture, and the lines from one stone to the next."""

    width: str
    all: tuple[Stone, ...]
    line: str
    beside: str
    dots: str


@register.simple_tag
def step_stones(current: int, total: int) -> Stones:
    """``{% step_stones 2 4 as stones %}``: done before ``current``, dots after it."""
    apart = 84 if total <= 6 else 48
    stones = tuple(
        Stone(
            number=str(number),
            x=str(14 + (number - 1) * apart),
            state="done" if number < current else "now" if number == current else "next",
            last=number == total,
        )
        for number in range(1, total + 1)
    )
    start, end = 15, apart - 15
    bend, turn = start + (end - start) // 4, start + (end - start) * 3 // 4
    return Stones(
        width=str(28 + (total - 1) * apart),
        all=stones,
        line=f"M{start}-3C{bend}-5 {turn}-1 {end}-3",
        beside=f"M{start} 3C{bend} 1 {turn} 5 {end} 3",
        dots=f"M{start + 2} 0H{end}",
    )


@register.filter
def stones_of(given: int, most: int) -> list[bool]:
    """``{% for given in vote.given|stones_of:vote.most %}``: one True for each vote given, False for each left."""
    return [number < int(given or 0) for number in range(int(most or 0))]


# --- tables and pages -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One cell of a table; ``number`` sets it at the end of its column."""

    text: str | int
    number: bool
    lang: str


@register.filter
def cells_under(row: Iterable[str | int | Words], headers: Sequence[Header]) -> list[Cell]:
    """The cells of a row, each knowing whether its header says ``number``."""
    return [_cell(said, header) for said, header in zip(row, headers, strict=False)]


def _cell(said: str | int | Words, header: Header) -> Cell:
    if isinstance(said, Words):
        return Cell(said.text, header.number, said.lang)
    return Cell(said, header.number, "")


@dataclass(frozen=True)
class PageLink:
    """One number in the row of pages; without a number it is a gap."""

    number: str = ""
    url: str = ""
    current: bool = False


@register.simple_tag(takes_context=True)
def page_url(context: Context, number: int, param: str = "page") -> str:
    """The address of another page of the same list: every other part of the query stays."""
    request = context["request"]
    query = request.GET.copy()
    query.pop(param, None)
    if number > 1:
        query[param] = str(number)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.simple_tag(takes_context=True)
def page_links(context: Context, page: Page, param: str = "page") -> list[PageLink]:
    """The numbers to show: the first, the last, those beside this one, and gaps between them."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [
        PageLink(str(number), page_url(context, number, param), number == page.number)
        if isinstance(number, int)
        else PageLink()
        for number in numbers
    ]
