"""The tests' database: made by the migrations once, copied for each run, put back after tests that commit.

The prepared database is named by a digest of every migration file and of the packages that bring migrations,
so a changed migration is always run. Nobody tests on the prepared one, only on copies: an interrupted test
leaves nothing behind.
"""

import hashlib
import shutil
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

MIGRATED_PACKAGES = ("django", "wagtail", "wagtail-localize", "django-allauth", "django-tasks-db", "django-taggit")

Rows = list[tuple[str, list[str], list[tuple[Any, ...]]]]


@cache
def digest() -> str:
    """What the prepared database is made from, as twelve characters."""
    made_from = hashlib.sha256()
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            made_from.update(f"{app.label}/{path.name}".encode() + path.read_bytes())
        for path in (Path(app.path, "registrations.py"), Path(app.path, "roles.py")):
            if path.exists():
                made_from.update(path.read_bytes())
    for name in MIGRATED_PACKAGES:
        made_from.update(f"{name} {metadata.version(name)}".encode())
    return made_from.hexdigest()[:12]


def take_prepared() -> bool:
    """Copy the prepared database to where this process tests; False when there is none yet."""
    if connection.vendor == "sqlite":
        return _take_file(_prepared_file(), _tested())
    return _copy_on_server(_prepared_name(), _tested())


def keep_prepared(prepared: str, tested: str) -> None:
    """Keep the database that the migrations have just made, for the next runs."""
    connection.close()
    if connection.vendor == "sqlite":
        _keep_file(Path(tested), Path(prepared))
    else:
        connection.close_pool()
        _keep_on_server(tested, prepared)


def names() -> tuple[str, str]:
    """The prepared database and the tested one; ask before Django turns to the tested one."""
    return str(_prepared_file()) if connection.vendor == "sqlite" else _prepared_name(), _tested()


def _tested() -> str:
    return str(connection.creation._get_test_db_name())


# --- SQLite: files ----------------------------------------------------------------------------------
def _prepared_file() -> Path:
    return Path(settings.VAR_DIR) / f"prepared-{digest()}.sqlite3"


def _take_file(prepared: Path, tested: str) -> bool:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{tested}{suffix}").unlink(missing_ok=True)
    if not prepared.exists():
        return False
    shutil.copyfile(prepared, tested)
    return True


def _keep_file(tested: Path, prepared: Path) -> None:
    for old in prepared.parent.glob("prepared-*.sqlite3"):
        old.unlink(missing_ok=True)
    draft = prepared.with_name(f"{tested.name}.draft")
    shutil.copyfile(tested, draft)
    draft.replace(prepared)


# --- PostgreSQL: databases on the server ----------------------------------------------------------------
def _prepared_name() -> str:
    return f"{settings.DATABASES['default']['NAME']}_prepared_{digest()}"


def _copy_on_server(source: str, target: str) -> bool:
    """Copy a database; False when there is no such source or somebody is making the same copy right now."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname IN (%s, %s)", [source, target])
        existing = {name for (name,) in cursor.fetchall()}
        if source not in existing:
            return False
        try:
            if target in existing:
                cursor.execute(f"DROP DATABASE {connection.ops.quote_name(target)}")
            cursor.execute(
                f"CREATE DATABASE {connection.ops.quote_name(target)} TEMPLATE {connection.ops.quote_name(source)}"
            )
        except DatabaseError:
            return False
    return True


def _keep_on_server(tested: str, prepared: str) -> None:
    """Workers may get here together: the first one's copy stays."""
    family = prepared.removesuffix(digest())
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [family])
        existing = {name for (name,) in cursor.fetchall()}
        for old in existing - {prepared}:
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(old)}")
    if prepared not in existing:
        _copy_on_server(tested, prepared)


# --- After tests that commit ------------------------------------------------------------------------------
def remember() -> Rows:
    """Every row the migrations made: the root of pages, languages, groups and their permissions."""
    remembered: Rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            if table.endswith("_fts"):  # SQLite fills its search table by itself
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = cursor.fetchall()
            if rows:
                remembered.append((table, [column[0] for column in cursor.description], rows))
    return remembered


def put_back(remembered: Rows) -> None:
    """Empty every table, then bring the rows of the migrations back."""
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True, reset_sequences=False)
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns, rows in remembered:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {quote(table)} ({', '.join(map(quote, columns))}) VALUES ({places})", rows)
