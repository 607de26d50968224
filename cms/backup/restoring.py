"""Restoring: the file is proved first; then the old data goes aside and the backup takes its place."""

import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps

from cms.backup.archive import DATABASE, MEDIA, BackupError, Manifest, SiteFiles, unpack
from cms.backup.sqlite import copy_database, migrations_in
from cms.rooms import room_labels


def restore(file: Path, site: SiteFiles) -> Path:
    """Put the backup in the place of the site's data; returns the folder where the old data is.

    Raises:
        BackupError: the file is damaged, foreign or newer than this code. Nothing was changed then.
    """
    parent = site.database.parent
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=parent) as folder:
        staged = Path(folder)
        unpack(file, staged)
        _refuse_unfit(staged / DATABASE)
        _outdate_kept_pages(staged / DATABASE)
        _sign_everybody_out(staged / DATABASE)
        return _exchange(staged, site)


def verify(file: Path) -> Manifest:
    """Prove the file as :func:`restore` does, and change nothing.

    Raises:
        BackupError: it could not be restored.
    """
    with tempfile.TemporaryDirectory() as folder:
        manifest = unpack(file, Path(folder))
        _refuse_unfit(Path(folder, DATABASE))
    return manifest


def _refuse_unfit(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as connection:
            (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        unknown = unknown_migrations(migrations_in(database))
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
    ours = room_labels()
    known = {config.label: _migrations_on_disk(Path(config.path)) for config in apps.get_app_configs()}
    return [
        (app, name)
        for app, name in migrations
        if name not in known.get(app, set()) and (app in ours or name > max(known.get(app, set()), default=name))
    ]


def _migrations_on_disk(app: Path) -> set[str]:
    """By their files: importing them could ask the database (wagtail-localize's first one does)."""
    return {path.stem for path in (app / "migrations").glob("[!_]*.py")}


def _outdate_kept_pages(database: Path) -> None:
    """Move every page version past all that were: a kept page must not match a version that comes round again."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE cms_pageversion SET value = value + ?", [int(time.time())])


def _sign_everybody_out(database: Path) -> None:
    """A session that was ended after the backup, of a lost device perhaps, must not come back alive."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("DELETE FROM django_session")


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
