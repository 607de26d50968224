"""``pack.toml``: read and written in one order."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from cms.languages import OWN_NAMES

from .contents import Fault, Manifest
from .references import parse_uuid

MANIFEST = "pack.toml"
FORMAT = 1
IDENTIFIER = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
VERSION = re.compile(r"\d{1,6}\.\d{1,6}\.\d{1,6}")
TEXTS = ("id", "version", "minimum_application_version", "licence", "source_language")
LISTS = ("authors", "languages")
TABLES = ("title", "credit")
OPTIONAL = ("main_place",)
NOTHING: dict[str, Any] = dict.fromkeys(TEXTS, "") | dict.fromkeys(LISTS, ()) | {name: {} for name in TABLES}


def read_manifest(text: str, faults: list[Fault]) -> Manifest:
    """Read the manifest; what is wrong is added to ``faults``, and then the result is of no use."""
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        value = {}
        faults.append(Fault(MANIFEST, "", f"is not TOML: {error}"))
    if not faults:
        wrong = list(_faults_of_form(value)) or list(_faults_of_meaning(value))
        faults += [Fault(MANIFEST, key, text) for key, text in wrong]
    return Manifest(**NOTHING) if faults else _manifest(value)


def _manifest(value: dict[str, Any]) -> Manifest:
    place = value.get("main_place")
    texts: dict[str, Any] = {name: value[name] for name in (*TEXTS, *TABLES)}
    lists: dict[str, Any] = {name: tuple(value[name]) for name in LISTS}
    return Manifest(**texts, **lists, main_place=parse_uuid(place) if place else None)


def manifest_text(manifest: Manifest) -> str:
    """The manifest as a file."""
    lines = [f"format = {FORMAT}"]
    lines += [f"{name} = {_quoted(getattr(manifest, name))}" for name in TEXTS]
    lines += [f"{name} = [{', '.join(map(_quoted, getattr(manifest, name)))}]" for name in LISTS]
    if manifest.main_place:
        lines.append(f"main_place = {_quoted(str(manifest.main_place))}")
    for name in TABLES:
        lines += ["", f"[{name}]"]
        lines += [f"{code} = {_quoted(text)}" for code, text in getattr(manifest, name).items()]
    return "\n".join(lines) + "\n"


def _faults_of_form(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Keys whose values are not of the right type."""
    if value.get("format") != FORMAT:
        yield "format", f"this site reads format {FORMAT}, and the pack is in format {value.get('format')}"
        return
    for name in sorted(set(value) - {"format", *TEXTS, *LISTS, *TABLES, *OPTIONAL}):
        yield name, "is not known here"
    for name in (*TEXTS, *(name for name in OPTIONAL if name in value)):
        if not _is_texts([value.get(name)]):
            yield name, "must be a text"
    for name in LISTS:
        if not _is_texts(value.get(name)):
            yield name, "must be a list of texts"
    for name in TABLES:
        table = value.get(name)
        if not isinstance(table, dict) or not _is_texts(list(table.values())):
            yield name, "must be a table of languages and texts"


def _faults_of_meaning(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Keys whose values are of the right type and still cannot be."""
    if not IDENTIFIER.fullmatch(value["id"]):
        yield "id", "must be small letters and digits, with dots or hyphens between"
    for name in ("version", "minimum_application_version"):
        if not VERSION.fullmatch(value[name]):
            yield name, "must be three numbers with dots, for example 1.0.0"
    if "main_place" in value and not UUID.fullmatch(value["main_place"]):
        yield "main_place", "must be a uuid"
    yield from _faults_of_languages(value)


def _faults_of_languages(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for code in value["languages"]:
        if code not in OWN_NAMES:
            yield "languages", f"“{code}” is not a language this site knows"
    if value["source_language"] not in value["languages"]:
        yield "source_language", "must be one of languages"
    for name in TABLES:
        if set(value[name]) != set(value["languages"]):
            yield name, "must say it in every language of the pack"


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(text, str) and text for text in value)


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's."""
    return json.dumps(text, ensure_ascii=False)
