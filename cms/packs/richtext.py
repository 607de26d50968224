"""Rich text as a list: one block element (paragraph, heading, list) per entry, in exactly one spelling.

A pack is data from strangers, so this is also the gate: only elements and addresses named here pass.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from .references import Reference, parse_reference
from .registry import PAGE

LISTS = {"ul", "ol"}
BLOCKS = {"p", "h2", "h3", "h4", *LISTS}
INLINE = {"a", "b", "i", "br"}
VOID = {"br"}
ELEMENTS_OF_FEATURE = {
    "h2": {"h2"},
    "h3": {"h3"},
    "h4": {"h4"},
    "bold": {"b"},
    "italic": {"i"},
    "ul": {"ul", "li"},
    "ol": {"ol", "li"},
    "link": {"a"},
}
ALWAYS = {"p", "br"}
ADDRESS = re.compile(r"(https?://[^\s/]|mailto:\S|tel:\+?\d|#\S)")
NOISE = {"data-block-key"}  # the editor's own paragraph numbers; made anew whenever it saves
SHOWN_AT_MOST = 60


@dataclass
class Node:
    """An element, and the elements and texts in it."""

    tag: str
    attributes: dict[str, str]
    children: list["Node | str"] = field(default_factory=list)


def elements_for(features: Iterable[str] | None) -> set[str]:
    """Elements that an editor with these features can make."""
    chosen = ELEMENTS_OF_FEATURE if features is None else features
    return ALWAYS.union(*(ELEMENTS_OF_FEATURE.get(feature, set()) for feature in chosen))


def problems(entry: object, allowed: set[str]) -> Iterator[str]:
    """What keeps one entry from being taken in."""
    if not isinstance(entry, str):
        yield "an entry of rich text must be a text"
        return
    try:
        nodes = parse(entry)
    except ValueError as error:
        yield str(error)
        return
    if len(nodes) != 1 or isinstance(nodes[0], str) or nodes[0].tag not in BLOCKS:
        yield f"an entry is one paragraph, heading or list: “{_short(entry)}”"
        return
    found = list(_problems_in(nodes[0], allowed))
    yield from found
    if not found and render(nodes[0]) != entry:
        yield f"must be spelled “{render(nodes[0])}”"


def references(entries: Iterable[str]) -> Iterator[Reference]:
    """Every reference of links in the text."""
    for entry in entries:
        for node in _walk(parse(entry)):
            if "ref" in node.attributes:
                yield parse_reference(node.attributes["ref"])


def to_html(entries: Iterable[str], find: Callable[[Reference], int | None]) -> str:
    """As Wagtail stores it: one string, links with this database's numbers."""
    html = []
    for entry in entries:
        nodes = parse(entry)
        for node in _walk(nodes):
            if "ref" in node.attributes:
                found = find(parse_reference(node.attributes.pop("ref")))
                if found is not None:
                    node.attributes["id"] = str(found)
        html += [render(node) for node in nodes]
    return "".join(html)


def to_entries(html: str, name: Callable[[str, int], Reference]) -> list[str]:
    """The reverse of :func:`to_html`.

    Raises:
        ValueError: the text holds what a pack cannot.
    """
    entries = []
    for node in parse(html):
        if isinstance(node, str):
            if node.strip():
                raise ValueError(f"text outside of a paragraph: “{_short(node)}”")
            continue
        for inner in _walk([node]):
            inner.attributes = {key: value for key, value in inner.attributes.items() if key not in NOISE}
            if "id" in inner.attributes and inner.tag == "a":
                kind = inner.attributes.get("linktype", "")
                inner.attributes = {"linktype": kind, "ref": str(name(kind, int(inner.attributes["id"])))}
        entries.append(render(node))
    return entries


def parse(html: str) -> list[Node | str]:
    """Read strictly.

    Raises:
        ValueError: elements are not closed in order, or there is something else than elements and text.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if len(reader.open) > 1:
        raise ValueError(f"<{reader.open[-1].tag}> is not closed in “{_short(html)}”")
    return reader.open[0].children


def render(node: Node | str) -> str:
    """Write in the one spelling: attributes in order, only &, < and > escaped in text."""
    if isinstance(node, str):
        return escape(node, quote=False)
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in sorted(node.attributes.items(), key=_rank))
    if node.tag in VOID:
        return f"<{node.tag}/>"
    return f"<{node.tag}{attributes}>{''.join(map(render, node.children))}</{node.tag}>"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) != len(attrs):
            raise ValueError(f"<{tag}> has an attribute twice")
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or self.open[-1].tag != tag:
            raise ValueError(f"</{tag}> closes nothing")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        siblings = self.open[-1].children
        if siblings and isinstance(siblings[-1], str):
            siblings[-1] += data
        else:
            siblings.append(data)

    def handle_comment(self, data: str) -> None:
        raise ValueError("comments do not belong to rich text")

    def handle_decl(self, decl: str) -> None:
        raise ValueError("declarations do not belong to rich text")

    def handle_pi(self, data: str) -> None:
        self.handle_decl(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_decl(data)


def _problems_in(node: Node, allowed: set[str]) -> Iterator[str]:
    if node.tag not in allowed:
        yield f"<{node.tag}> does not belong here"
        return
    yield from _problems_of_attributes(node)
    for child in node.children:
        if isinstance(child, str):
            if node.tag in LISTS and child:
                yield f"<{node.tag}> holds <li> and nothing else"
        elif not _may_hold(node.tag, child.tag):
            yield f"<{child.tag}> cannot be inside <{node.tag}>"
        else:
            yield from _problems_in(child, allowed)


def _may_hold(outer: str, inner: str) -> bool:
    if outer in LISTS:
        return inner == "li"
    if outer == "li":
        return inner in INLINE or inner in LISTS
    if outer == "a":
        return inner in INLINE and inner != "a"
    return inner in INLINE


def _problems_of_attributes(node: Node) -> Iterator[str]:
    names = set(node.attributes)
    if node.tag != "a":
        if names:
            yield f"<{node.tag}> cannot have {', '.join(sorted(names))}"
    elif names == {"linktype", "ref"}:
        yield from _problems_of_link(node.attributes)
    elif names == {"href"}:
        if not ADDRESS.match(node.attributes["href"]):
            yield f"“{_short(node.attributes['href'])}” is not an address that may be linked to"
    else:
        yield 'a link is <a href="…"> or <a linktype="page" ref="page:<uuid>">'


def _problems_of_link(attributes: dict[str, str]) -> Iterator[str]:
    try:
        reference = parse_reference(attributes["ref"])
    except ValueError as error:
        yield str(error)
        return
    if attributes["linktype"] != PAGE or reference.kind != PAGE:
        yield f"a link leads to a page, not to “{_short(str(reference))}”; other kinds are not carried yet"


def _walk(nodes: Iterable[Node | str]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Node):
            yield node
            yield from _walk(node.children)


def _rank(attribute: tuple[str, str]) -> tuple[bool, str]:
    """``linktype`` before what it explains."""
    return attribute[0] != "linktype", attribute[0]


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_AT_MOST else f"{text[:SHOWN_AT_MOST]}…"
