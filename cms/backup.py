"""A whole site as one file: the SQLite database, the media, and a manifest with a checksum of each.

A backup is taken while the site runs (SQLite's online backup). Restoring first proves the file: its form, every
checksum, the database's own integrity, and that this code knows every migration in it. Then the running site's
data goes aside and the backup takes its place: the database in one transaction, so that open connections see
either the old or the new. A backup holds everything the site holds: keep it as you keep the site.
"""

import hashlib
import json
import shutil
import sqlite3
import tarfile
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from django.apps import apps

FORMAT = "vierella-backup"
VERSION = 1
MANIFEST, DATABASE, MEDIA = "manifest.json", "database.sqlite3", "media"
ROOMS = ("cms", "living_lab", "workshops", "kanssalainen")
CHUNK = 1024 * 1024
PATIENCE = 20.0  # seconds to wait for a database that somebody is writing to
PAUSE = 0.1
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


# --- Backing up -----------------------------------------------------------------------------------------
def back_up(site: SiteFiles, target: Path) -> Manifest:
    """Write ``target``, whole or not at all.

    Raises:
        BackupError: there is no database to back up.
    """
    if not site.database.exists():
        raise BackupError(f"There is no database at {site.database}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    draft.touch(OWNER_ONLY)
    try:
        manifest = _write(site, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _write(site: SiteFiles, draft: Path) -> Manifest:
    with (
        tempfile.TemporaryDirectory(dir=draft.parent) as folder,
        tarfile.open(draft, "w:gz", compresslevel=6) as archive,
    ):
        snapshot = Path(folder, DATABASE)
        copy_database(site.database, snapshot)
        manifest = Manifest(datetime.now(UTC).isoformat(timespec="seconds"), _migrations_in(snapshot))
        _add(archive, DATABASE, snapshot, manifest)
        for path in _media_files(site.media):
            _add(archive, f"{MEDIA}/{path.relative_to(site.media).as_posix()}", path, manifest)
        described = Path(folder, MANIFEST)
        described.write_bytes(manifest.as_json())
        archive.add(described, MANIFEST, filter=_plain)
    return manifest


def _media_files(media: Path) -> list[Path]:
    return sorted(path for path in media.rglob("*") if path.is_file() and not path.is_symlink())


def _add(archive: tarfile.TarFile, name: str, path: Path, manifest: Manifest) -> None:
    """Add a file and its checksum; one that somebody has just deleted is left out."""
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return
    with source:
        member = _plain(archive.gettarinfo(arcname=name, fileobj=source))
        summed = _Summed(source)
        archive.addfile(member, summed)
    manifest.files[name] = summed.digest()


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """A member without the names of this machine's users."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = OWNER_ONLY
    return member


class _Summed:
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


# --- Restoring --------------------------------------------------------------------------------------------
def restore(file: Path, site: SiteFiles) -> Path:
    """Put the backup in the place of the site's data; returns the folder where the old data is.

    Raises:
        BackupError: the file is damaged, foreign or newer than this code. Nothing was changed then.
    """
    parent = site.database.parent
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=parent) as folder:
        staged = Path(folder)
        _unpack(file, staged)
        _refuse_unfit(staged / DATABASE)
        _outdate_kept_pages(staged / DATABASE)
        return _exchange(staged, site)


def verify(file: Path) -> Manifest:
    """Prove the file as :func:`restore` does, and change nothing.

    Raises:
        BackupError: it could not be restored.
    """
    with tempfile.TemporaryDirectory() as folder:
        manifest = _unpack(file, Path(folder))
        _refuse_unfit(Path(folder, DATABASE))
    return manifest


def _unpack(file: Path, folder: Path) -> Manifest:
    """Write the members into ``folder`` and compare them with the manifest."""
    try:
        with tarfile.open(file, "r:*") as archive:
            found = {name: _extract(archive, member, folder / name) for name, member in _members(archive)}
            _read_to_the_end(archive)
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {file}.") from error
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
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
    summed = _Summed(source)
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


def _refuse_unfit(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as connection:
            (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        unknown = unknown_migrations(_migrations_in(database))
    except sqlite3.DatabaseError as error:
        raise BackupError(f"The database in the backup is damaged: {error}") from error
    if state != "ok":
        raise BackupError(f"The database in the backup is damaged: {state}")
    if unknown:
        app, name = unknown[0]
        raise BackupError(
            f"The backup is newer than this code: it has {app} {name}, which this code does not know. Update first."
        )


def unknown_migrations(migrations: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Those this code does not know: of our own rooms any, of packages those after the last known one."""
    known = {config.label: _migrations_on_disk(Path(config.path)) for config in apps.get_app_configs()}
    return [
        (app, name)
        for app, name in migrations
        if name not in known.get(app, set()) and (app in ROOMS or name > max(known.get(app, set()), default=name))
    ]


def _migrations_on_disk(app: Path) -> set[str]:
    """By their files: importing them could ask the database (wagtail-localize's first one does)."""
    return {path.stem for path in (app / "migrations").glob("[!_]*.py")}


def _outdate_kept_pages(database: Path) -> None:
    """Move every page version past all that were: a kept page must not match a version that comes round again."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE cms_pageversion SET value = value + ?", [int(time.time())])


def _exchange(staged: Path, site: SiteFiles) -> Path:
    """Old data aside, new data in; if the database cannot be replaced the old media come back."""
    aside = _new_folder(site.database.parent / f"aside-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    if site.database.exists():
        copy_database(site.database, aside / DATABASE)
    if site.media.exists():
        shutil.move(site.media, aside / MEDIA)
    try:
        if (staged / MEDIA).exists():
            shutil.move(staged / MEDIA, site.media)
        copy_database(staged / DATABASE, site.database)
    except BaseException:
        shutil.rmtree(site.media, ignore_errors=True)
        if (aside / MEDIA).exists():
            shutil.move(aside / MEDIA, site.media)
        shutil.rmtree(aside)
        raise
    return aside


def _new_folder(path: Path) -> Path:
    number = 1
    folder = path
    while folder.exists():
        number += 1
        folder = path.with_name(f"{path.name}-{number}")
    folder.mkdir(mode=0o700)
    return folder


# --- SQLite -----------------------------------------------------------------------------------------------
def copy_database(source: Path, target: Path) -> None:
    """Copy a database that others may be using into ``target``, in one transaction there.

    Raises:
        BackupError: somebody kept one of them busy for too long.
    """
    deadline = time.monotonic() + PATIENCE

    def give_up(_status: int, _remaining: int, _total: int) -> None:
        if time.monotonic() > deadline:
            raise BackupError("The database is busy. Stop the site, or try again in a moment.")

    address = f"{source.resolve().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=PAUSE)) as old,
        closing(sqlite3.connect(target, timeout=PAUSE)) as new,
    ):
        target.chmod(OWNER_ONLY)
        old.backup(new, progress=give_up, sleep=PAUSE)


def _migrations_in(database: Path) -> tuple[tuple[str, str], ...]:
    with closing(sqlite3.connect(database)) as connection:
        return tuple(connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall())
