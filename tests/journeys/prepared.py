"""The site's database as a new user has it, made once and copied for each run.

The copy that is kept is named by a digest of everything it is made from: migrations, starter content and the
code that loads it. So a run starts in seconds, and never on something old.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

from tests import database

ROOT = Path(__file__).resolve().parents[2]
MADE_FROM = ("starter/**/*", "cms/packs/*.py", "cms/models/*.py", "cms/roles.py", "*/registrations.py")


def database_url(folder: Path, name: str) -> str:
    """Where a run's own database is: a file in its folder, or beside the database that DATABASE_URL names."""
    if _is_on_server():
        return _on_server(f"journeys_{name}_{os.getpid()}")
    return f"sqlite:///{folder}/site.sqlite3"


def take(env: dict[str, str], folder: Path, name: str) -> None:
    """Put a copy of the prepared database where ``env`` says, making the prepared one if there is none."""
    with _one_at_a_time():
        if _is_on_server():
            _take_on_server(env)
        else:
            _take_file(env, folder)


def give_back(env: dict[str, str]) -> None:
    """Take a run's own database away; a file goes with its folder."""
    if _is_on_server():
        with _server() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{_name(env["DATABASE_URL"])}" WITH (FORCE)')


@cache
def digest() -> str:
    """What the prepared database is made from, as twelve characters."""
    made_from = hashlib.sha256(database.digest().encode())
    for pattern in MADE_FROM:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                made_from.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return made_from.hexdigest()[:12]


def _make(env: dict[str, str], url: str) -> None:
    """The steps of ``make run``, without the first administrator."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.journeys.making"],
        cwd=ROOT,
        env=env | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two workers that start together make it once."""
    with (_var() / "journeys.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _var() -> Path:
    return Path(settings.VAR_DIR)


# --- SQLite: files ----------------------------------------------------------------------------------
def _take_file(env: dict[str, str], folder: Path) -> None:
    kept = _var() / f"journeys-{digest()}.sqlite3"
    if not kept.exists():
        for old in _var().glob("journeys-*.sqlite3*"):
            old.unlink()
        draft = kept.with_suffix(".draft.sqlite3")
        _make(env, f"sqlite:///{draft}")
        draft.replace(kept)
    shutil.copyfile(kept, folder / "site.sqlite3")


# --- PostgreSQL: databases on the server --------------------------------------------------------------
def _take_on_server(env: dict[str, str]) -> None:
    prefix = _name(_on_server("journeys_prepared_"))
    kept, wanted = f"{prefix}{digest()}", _name(env["DATABASE_URL"])
    with _server() as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        existing = {name for (name,) in rows.fetchall()}
        for old in existing - {kept}:
            connection.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        if kept not in existing:
            draft = f"{prefix}draft"
            connection.execute(f'CREATE DATABASE "{draft}"')
            _make(env, _on_server("journeys_prepared_draft"))
            connection.execute(f'ALTER DATABASE "{draft}" RENAME TO "{kept}"')
        connection.execute(f'DROP DATABASE IF EXISTS "{wanted}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{wanted}" TEMPLATE "{kept}"')


def _is_on_server() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def _server() -> Any:
    import psycopg

    parts = urlsplit(os.environ["DATABASE_URL"])
    return psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True)


def _on_server(ending: str) -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"{parts.path}_{ending}"))


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")
