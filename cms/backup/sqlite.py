"""What a backup asks of SQLite itself, past Django: a whole copy of a database in use, and its migrations."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from cms.backup.archive import OWNER_ONLY, BackupError

PATIENCE = 20.0  # seconds to wait for a database that somebody is writing to
PAUSE = 0.1


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


def migrations_in(database: Path) -> tuple[tuple[str, str], ...]:
    """Every applied migration as app and name, in their order."""
    with closing(sqlite3.connect(database)) as connection:
        return tuple(connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall())
