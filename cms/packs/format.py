"""The only reader and writer of a pack's files. What it looks like: docs/pack-format.md."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .canonical import canonical_json, read_json
from .check import faults as faults_between
from .contents import Fault, Pack, PackError, PackObject, PackPage, PackTranslation, stem_of
from .manifest import MANIFEST, manifest_text, read_manifest
from .po import po_text, read_po
from .references import Reference, parse_json_reference, parse_uuid
from .registry import PACKABLES, PAGE_FOLDER
from .schema import schema_of

OBJECTS, TRANSLATIONS, CHANGES = "objects", "translations", "CHANGES.md"
ROOT_FILES = {MANIFEST, CHANGES, "LICENSE.md", "README.md"}
OBJECT_NAME = re.compile(r"(?P<stem>[a-z0-9-]+)\.json")
PAGE_NAME = re.compile(r"(?P<stem>[a-z0-9-]+)(\.(?P<locale>[a-z]{2,3}(-[a-z]+)?))?\.json")
TRANSLATION_NAME = re.compile(r"(?P<stem>[a-z0-9-]+)\.(?P<what>po|links\.json)")
MOST_FILES, MOST_BYTES = 10_000, 2_000_000


def read_pack(folder: Path) -> Pack:
    """Read a whole pack.

    Raises:
        PackError: it is not sound; every fault names its file and key.
    """
    return _Reader(folder).read()


def write_pack(pack: Pack, folder: Path) -> None:
    """Write a pack into a folder that is empty or does not exist yet.

    Raises:
        PackError: something is there already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise PackError([Fault(str(folder), "", "is not empty; a pack is written into a new folder")])
    for name, text in files_of(pack).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def files_of(pack: Pack) -> dict[str, str]:
    """Every file of a pack by its name, in the one way it is written."""
    files = {MANIFEST: manifest_text(pack.manifest)}
    if pack.changes:
        files[CHANGES] = pack.changes
    for item in (*pack.objects, *pack.pages):
        files[item.file] = canonical_json(_object_json(item))
    for translation in pack.translations:
        files[f"{translation.file}.po"] = po_text(pack.manifest.id, translation)
        if translation.links:
            files[f"{translation.file}.links.json"] = canonical_json(translation.links)
    return files


def unusual_files(pack: Pack, folder: Path) -> list[str]:
    """Files that say the same as :func:`files_of` in another spelling; git would show needless differences."""
    return [name for name, text in files_of(pack).items() if (folder / name).read_bytes() != text.encode()]


def _object_json(item: PackObject) -> dict[str, Any]:
    value: dict[str, Any] = {"model": item.model, "uuid": str(item.uuid), "fields": item.fields}
    if isinstance(item, PackPage):
        value |= {
            "locale": item.locale,
            "parent": item.parent.json if item.parent else None,
            "position": item.position,
        }
    return value


class _Reader:
    """Reads files one by one and gathers what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []

    def read(self) -> Pack:
        names = self._names()
        self._stop_at_faults()
        manifest = read_manifest(self._text(MANIFEST), self.faults)
        self._stop_at_faults()
        items = [item for name in names if name.startswith(f"{OBJECTS}/") for item in self._object(name)]
        pages = [item for item in items if isinstance(item, PackPage)]
        source = {page.stem: page for page in pages if page.locale == manifest.source_language}
        pack = Pack(
            manifest=manifest,
            objects=tuple(item for item in items if not isinstance(item, PackPage)),
            pages=tuple(pages),
            translations=tuple(self._translations(names, source)),
            changes=self._text(CHANGES) if CHANGES in names else "",
        )
        self._faults_of_locales(pack)
        self._stop_at_faults()
        self.faults += faults_between(pack)
        self._stop_at_faults()
        return pack

    def _stop_at_faults(self) -> None:
        if self.faults:
            raise PackError(self.faults)

    def _fault(self, file: str, key: str, text: str) -> None:
        self.faults.append(Fault(file, key, text))

    def _names(self) -> list[str]:
        """Every file below the folder, relative to it; links and odd names are faults."""
        if not self.folder.is_dir():
            self._fault(str(self.folder), "", "is not a folder")
            return []
        names = []
        for path in self._walk():
            name = path.relative_to(self.folder).as_posix()
            if path.is_symlink() or not path.is_file():
                self._fault(name, "", "is not an ordinary file")
            elif not self._belongs(name):
                self._fault(name, "", "does not belong to a pack")
            elif path.stat().st_size > MOST_BYTES:
                self._fault(name, "", f"is larger than {MOST_BYTES:,} bytes")
            else:
                names.append(name)
        if MANIFEST not in names and not self.faults:
            self._fault(MANIFEST, "", "is missing")
        return sorted(names)

    def _walk(self) -> Iterator[Path]:
        """Files and whatever else is not a folder, never following a link."""
        waiting, found = [self.folder], 0
        while waiting:
            for path in waiting.pop().iterdir():
                if path.is_dir() and not path.is_symlink():
                    waiting.append(path)
                    continue
                found += 1
                if found > MOST_FILES:
                    self._fault("", "", f"a pack has at most {MOST_FILES:,} files")
                    return
                yield path

    def _belongs(self, name: str) -> bool:
        parts = name.split("/")
        if len(parts) == 1:
            return name in ROOT_FILES
        if parts[0] == OBJECTS and len(parts) == 3:
            folders = {packable.folder for packable in PACKABLES}
            pattern = PAGE_NAME if parts[1] == PAGE_FOLDER else OBJECT_NAME
            return parts[1] in folders and bool(pattern.fullmatch(parts[2]))
        is_translation = parts[0] == TRANSLATIONS and len(parts) == 4 and parts[2] == PAGE_FOLDER
        return is_translation and bool(TRANSLATION_NAME.fullmatch(parts[3]))

    def _text(self, name: str) -> str:
        try:
            return (self.folder / name).read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            self._fault(name, "", "is not UTF-8")
            return ""

    def _json(self, name: str) -> Any:
        """The value in a JSON file, or None when there is none to be had."""
        text = self._text(name)
        try:
            return read_json(text)
        except ValueError as error:
            self._fault(name, "", f"is not JSON: {error}")
            return None

    def _object(self, name: str) -> Iterator[PackObject]:
        before = len(self.faults)
        value = self._json(name)
        if len(self.faults) > before:
            return
        is_page = name.startswith(f"{OBJECTS}/{PAGE_FOLDER}/")
        keys = {"model", "uuid", "fields"} | ({"locale", "parent", "position"} if is_page else set())
        if not isinstance(value, dict) or set(value) != keys:
            self._fault(name, "", f"must be an object with {', '.join(sorted(keys))}")
            return
        self._check_model(name, value)
        uuid = self._uuid(name, value["uuid"])
        parent = self._parent(name, value) if is_page else None
        if len(self.faults) > before or uuid is None:
            return
        if is_page:
            yield PackPage(name, value["model"], uuid, value["fields"], value["locale"], parent, value["position"])
        else:
            yield PackObject(name, value["model"], uuid, value["fields"])

    def _check_model(self, name: str, value: dict[str, Any]) -> None:
        label = value["model"]
        packable = PACKABLES.get(label) if isinstance(label, str) else None
        if packable is None or packable.folder != name.split("/")[1]:
            self._fault(name, "model", f"“{label}” is not a model that this site takes from a pack here")
            return
        for problem in schema_of(packable).problems(value["fields"]):
            self._fault(name, f"fields{problem.path}", problem.text)

    def _uuid(self, name: str, text: Any) -> Any:
        try:
            return parse_uuid(text)
        except ValueError as error:
            self._fault(name, "uuid", str(error))
            return None

    def _parent(self, name: str, value: dict[str, Any]) -> Reference | None:
        """The parent; checks what only pages have on the way."""
        position = value["position"]
        if type(position) is not int or position < 0:
            self._fault(name, "position", "must be a whole number, 0 for the first")
        if not isinstance(value["locale"], str):
            self._fault(name, "locale", "must be the code of a language")
        if value["parent"] is None:
            return None
        try:
            return parse_json_reference(value["parent"])
        except ValueError as error:
            self._fault(name, "parent", str(error))
            return None

    def _faults_of_locales(self, pack: Pack) -> None:
        """A page's language is in its file name, except for the source, and in the manifest."""
        source = pack.manifest.source_language
        for page in pack.pages:
            match = PAGE_NAME.fullmatch(page.file.rsplit("/", 1)[-1])
            named = (match["locale"] if match else None) or source
            if page.locale != named:
                self._fault(page.file, "locale", f"must be “{named}”, as the file's name says")
        used = [(page.file, page.locale) for page in pack.pages]
        used += [(translation.file, translation.locale) for translation in pack.translations]
        for file, locale in used:
            if locale not in pack.manifest.languages:
                self._fault(file, "", f"“{locale}” is not among the languages of {MANIFEST}")

    def _translations(self, names: list[str], source: dict[str, PackPage]) -> Iterator[PackTranslation]:
        for name in names:
            if name.startswith(f"{TRANSLATIONS}/") and name.endswith(".po"):
                page = source.get(stem_of(name))
                if page is None:
                    self._fault(name, "", "translates no page of the pack")
                    continue
                base = name.removesuffix(".po")
                links = f"{base}.links.json"
                yield PackTranslation(
                    file=base,
                    locale=name.split("/")[1],
                    page=page.uuid,
                    texts=read_po(name, self._text(name), self.faults),
                    links=self._links(links) if links in names else {},
                )
            elif name.endswith(".links.json") and name.replace(".links.json", ".po") not in names:
                self._fault(name, "", "has no translation beside it")

    def _links(self, name: str) -> dict[str, str]:
        value = self._json(name)
        if not isinstance(value, dict) or not all(_is_address(address) for address in value.values()):
            self._fault(name, "", "must be an object of addresses that begin with https://, http://, mailto: or tel:")
            return {}
        return value


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://", "mailto:", "tel:"))
