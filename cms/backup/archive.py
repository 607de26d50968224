"""The form of a backup file: a compressed tar with the database, the media and a manifest; how it is read."""

import hashlib
import json
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

FORMAT = "vierella-backup"
VERSION = 1
MANIFEST, DATABASE, MEDIA = "manifest.json", "database.sqlite3", "media"
CHUNK = 1024 * 1024
OWNER_ONLY = 0o600


class BackupError(Exception):
    """The file cannot be restored here, or the site cannot be backed up; the text says why in plain words."""


@dataclass(frozen=True)
class SiteFiles:
    """Where a site keeps its data."""

    database: Path
    media: Path


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. ``files`` are names in the archive with their SHA-256."""

    made_at: str
    migrations: tuple[tuple[str, str], ...]
    files: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> bytes:
        values = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": self.made_at,
            "migrations": self.migrations,
            "files": self.files,
        }
        return json.dumps(values, indent=1, sort_keys=True).encode()


class Summed:
    """A file that is summed while it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._sum.update(data)
        return data

    def digest(self) -> str:
        return self._sum.hexdigest()


def unpack(file: Path, folder: Path) -> Manifest:
    """Write the members into ``folder`` and compare them with the manifest.

    Raises:
        BackupError: the file is missing, damaged, foreign or of a newer form.
    """
    try:
        with tarfile.open(file, "r:*") as archive:
            found = {name: _extract(archive, member, folder / name) for name, member in _members(archive)}
            _read_to_the_end(archive)
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {file}.") from error
    except (tarfile.TarError, EOFError, OSError, ValueError, zlib.error, lzma.LZMAError) as error:
        raise BackupError(f"{file} is damaged or not a backup: {error}") from error
    manifest = _manifest(folder / MANIFEST)
    found.pop(MANIFEST, None)
    if found != manifest.files:
        wrong = sorted(
            name for name in found.keys() | manifest.files.keys() if found.get(name) != manifest.files.get(name)
        )
        raise BackupError(f"{file} is damaged: {wrong[0]} is not what was backed up.")
    if DATABASE not in found:
        raise BackupError(f"{file} holds no database.")
    return manifest


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, tarfile.TarInfo]]:
    """Members with a name a backup can have, each once."""
    seen = set()
    for member in archive:
        parts = PurePosixPath(member.name).parts
        is_known = member.name in {MANIFEST, DATABASE} or (len(parts) > 1 and parts[0] == MEDIA)
        is_safe = (
            member.isreg()
            and member.name == "/".join(parts)
            and not {".", ".."} & set(parts)
            and "\\" not in member.name
        )
        if not is_known or not is_safe or member.name in seen:
            raise BackupError(f"This is not a backup of this product: it holds '{member.name}'.")
        seen.add(member.name)
        yield member.name, member


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> str:
    source = archive.extractfile(member)
    if source is None:
        raise BackupError(f"This is not a backup of this product: '{member.name}' cannot be read.")
    target.parent.mkdir(parents=True, exist_ok=True)
    summed = Summed(source)
    with target.open("wb") as written:
        while data := summed.read(CHUNK):
            written.write(data)
    return summed.digest()


def _read_to_the_end(archive: tarfile.TarFile) -> None:
    """A compressed file has its own checksum at the end, which is looked at only there."""
    source = cast("IO[bytes]", archive.fileobj)
    while source.read(CHUNK):
        pass


def _manifest(path: Path) -> Manifest:
    try:
        values: dict[str, Any] = json.loads(path.read_bytes())
        if values["format"] != FORMAT:
            raise BackupError("This is not a backup of this product.")
        if values["version"] > VERSION:
            raise BackupError("The backup was made by a newer version of this product. Update first.")
        migrations = tuple((str(app), str(name)) for app, name in values["migrations"])
        return Manifest(str(values["made_at"]), migrations, dict(values["files"]))
    except FileNotFoundError as error:
        raise BackupError("This is not a backup of this product: it has no manifest.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError("The backup's manifest cannot be read.") from error
