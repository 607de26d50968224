"""A backup comes back whole; a file that is damaged, foreign or newer changes nothing."""

import bz2
import gzip
import io
import json
import lzma
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cms import backup
from cms.backup import BackupError, SiteFiles, back_up, restore, verify
from tests import database

ROOT = Path(settings.BASE_DIR)
FIRST_MIGRATION = next((ROOT / "cms" / "migrations").glob("0001_*.py")).stem


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database as small as one of this site can be: its migrations, page versions and sessions."""
    path = tmp_path_factory.mktemp("prepared") / "site.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
        connection.execute("INSERT INTO django_migrations VALUES ('cms', ?)", [FIRST_MIGRATION])
        connection.execute("CREATE TABLE cms_pageversion (room TEXT, value INTEGER)")
        connection.execute("INSERT INTO cms_pageversion VALUES ('cms', 7)")
        connection.execute("CREATE TABLE django_session (session_key TEXT)")
        connection.execute("INSERT INTO django_session VALUES ('opened')")
        connection.execute("CREATE TABLE words (word TEXT)")
    return path


def make_site(folder: Path, prepared: Path, word: str) -> SiteFiles:
    folder.mkdir()
    site = SiteFiles(folder / "vierella.sqlite3", folder / "media")
    shutil.copyfile(prepared, site.database)
    say(site, word)
    (site.media / "images").mkdir(parents=True)
    (site.media / "images" / f"{word}ä.txt").write_text(word, encoding="utf-8")
    return site


def say(site: SiteFiles, word: str) -> None:
    with closing(sqlite3.connect(site.database)) as connection, connection:
        connection.execute("INSERT INTO words VALUES (?)", [word])


def words(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM words")]


def media(site: SiteFiles) -> dict[str, str]:
    return {
        path.relative_to(site.media).as_posix(): path.read_text() for path in site.media.rglob("*") if path.is_file()
    }


@pytest.fixture
def site(tmp_path: Path, prepared: Path) -> SiteFiles:
    return make_site(tmp_path / "site", prepared, "uusi")


@pytest.fixture
def file(tmp_path: Path, prepared: Path) -> Path:
    """A backup of another site."""
    path = tmp_path / "backup.tar.gz"
    back_up(make_site(tmp_path / "other", prepared, "vanha"), path)
    return path


def state_of(site: SiteFiles) -> Any:
    return (
        words(site.database),
        media(site),
        sorted(
            path.name for path in site.database.parent.iterdir() if "-wal" not in path.name and "-shm" not in path.name
        ),
    )


# --- There and back -------------------------------------------------------------------------------------
def test_what_was_backed_up_comes_back_and_the_present_is_kept_aside(site: SiteFiles, file: Path) -> None:
    aside = restore(file, site)

    assert words(site.database) == ["vanha"]
    assert media(site) == {"images/vanhaä.txt": "vanha"}
    assert words(aside / backup.DATABASE) == ["uusi"]
    assert (aside / "media" / "images" / "uusiä.txt").read_text() == "uusi"
    assert not [path for path in site.database.parent.iterdir() if path.name.startswith(".")]


def test_a_site_can_be_restored_on_an_empty_machine(tmp_path: Path, file: Path) -> None:
    site = SiteFiles(tmp_path / "fresh" / "vierella.sqlite3", tmp_path / "fresh" / "media")

    restore(file, site)

    assert words(site.database) == ["vanha"]
    assert media(site) == {"images/vanhaä.txt": "vanha"}


def test_restoring_twice_keeps_both_pasts(site: SiteFiles, file: Path) -> None:
    assert restore(file, site) != restore(file, site)


def test_a_backup_has_what_is_still_in_the_write_ahead_log(site: SiteFiles, tmp_path: Path) -> None:
    with closing(sqlite3.connect(site.database)) as open_connection:
        open_connection.execute("PRAGMA journal_mode=WAL")
        open_connection.execute("INSERT INTO words VALUES ('lokissa')")
        open_connection.commit()
        back_up(site, tmp_path / "b.tar.gz")

    restore(tmp_path / "b.tar.gz", site)
    assert words(site.database) == ["uusi", "lokissa"]


def test_open_connections_see_the_restored_data(site: SiteFiles, file: Path) -> None:
    """The site may be running: its connections must not go on with the old file."""
    with closing(sqlite3.connect(site.database)) as open_connection:
        open_connection.execute("PRAGMA journal_mode=WAL")
        assert open_connection.execute("SELECT word FROM words").fetchall() == [("uusi",)]

        restore(file, site)

        assert open_connection.execute("SELECT word FROM words").fetchall() == [("vanha",)]
        open_connection.execute("INSERT INTO words VALUES ('jatkuu')")
        open_connection.commit()
    assert words(site.database) == ["vanha", "jatkuu"]


def test_kept_pages_of_the_time_after_the_backup_are_outdated(site: SiteFiles, file: Path) -> None:
    restore(file, site)

    with closing(sqlite3.connect(site.database)) as connection:
        ((value,),) = connection.execute("SELECT value FROM cms_pageversion").fetchall()
    assert value > 1_000_000_000


def test_nobody_is_signed_in_by_a_session_of_the_past(site: SiteFiles, file: Path) -> None:
    restore(file, site)

    with closing(sqlite3.connect(site.database)) as connection:
        assert connection.execute("SELECT session_key FROM django_session").fetchall() == []
    assert b"opened" not in site.database.read_bytes()


def test_a_site_without_media_can_be_backed_up(site: SiteFiles, tmp_path: Path) -> None:
    shutil.rmtree(site.media)
    manifest = back_up(site, tmp_path / "b.tar.gz")

    assert list(manifest.files) == [backup.DATABASE]
    restore(tmp_path / "b.tar.gz", site)
    assert not site.media.exists()


def test_only_the_owner_may_read_a_backup_and_it_tells_nothing_of_the_machine(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    with tarfile.open(file) as archive:
        assert {(member.uid, member.uname) for member in archive} == {(0, "")}


def test_links_out_of_the_media_folder_are_not_followed(site: SiteFiles, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (site.media / "link").symlink_to(tmp_path / "secret")

    assert sorted(back_up(site, tmp_path / "b.tar.gz").files) == [backup.DATABASE, "media/images/uusiä.txt"]


def test_a_backup_is_written_whole_or_not_at_all(
    site: SiteFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError("disk full")

    target = tmp_path / "backups" / "b.tar.gz"
    monkeypatch.setattr("cms.backup.taking._add", fail)
    with pytest.raises(OSError, match="disk full"):
        back_up(site, target)
    assert list(target.parent.iterdir()) == []


def test_a_site_without_a_database_says_so(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no database"):
        back_up(SiteFiles(tmp_path / "none.sqlite3", tmp_path), tmp_path / "b.tar.gz")


def test_a_backup_while_others_write_is_one_state(site: SiteFiles, tmp_path: Path) -> None:
    """Pairs of words are written in one transaction each: a backup has both or none."""
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(site.database, timeout=20)) as connection:
            while not stop.is_set():
                with connection:
                    connection.execute("INSERT INTO words VALUES ('pari')")
                    connection.execute("INSERT INTO words VALUES ('pari')")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            back_up(site, tmp_path / f"{number}.tar.gz")
    finally:
        stop.set()
        writer.join()

    for number in range(3):
        fresh = SiteFiles(tmp_path / f"fresh{number}" / "v.sqlite3", tmp_path / f"fresh{number}" / "media")
        restore(tmp_path / f"{number}.tar.gz", fresh)
        assert words(fresh.database).count("pari") % 2 == 0


# --- Refusals -------------------------------------------------------------------------------------------
Rewrite = Callable[[dict[str, bytes]], None]


def rewritten(file: Path, change: Rewrite, *, fix_sums: bool = True) -> Path:
    """The backup with changed members; the manifest agrees unless ``fix_sums`` is False."""
    import hashlib

    with tarfile.open(file) as archive:
        members = {member.name: archive.extractfile(member).read() for member in archive}
    change(members)
    if fix_sums and backup.MANIFEST in members:
        values = json.loads(members[backup.MANIFEST])
        values["files"] = {
            name: hashlib.sha256(data).hexdigest() for name, data in members.items() if name != backup.MANIFEST
        }
        members[backup.MANIFEST] = json.dumps(values).encode()
    path = file.with_name("rewritten.tar.gz")
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def manifest_with(**values: Any) -> Rewrite:
    def change(members: dict[str, bytes]) -> None:
        members[backup.MANIFEST] = json.dumps(json.loads(members[backup.MANIFEST]) | values).encode()

    return change


def migrated(app: str, name: str) -> Rewrite:
    """A backup whose database has one more migration."""

    def change(members: dict[str, bytes]) -> None:
        with closing(sqlite3.connect(":memory:")) as connection:
            data = bytearray(members[backup.DATABASE])
            data[18:20] = b"\x01\x01"  # not in WAL mode, which a database in memory cannot be
            connection.deserialize(bytes(data))
            connection.execute("INSERT INTO django_migrations VALUES (?, ?)", [app, name])
            connection.commit()
            members[backup.DATABASE] = connection.serialize()

    return change


def refuses(file: Path, site: SiteFiles, words_of_refusal: str) -> None:
    before = state_of(site)

    with pytest.raises(BackupError, match=words_of_refusal):
        restore(file, site)
    with pytest.raises(BackupError, match=words_of_refusal):
        verify(file)
    assert state_of(site) == before


def test_a_whole_backup_is_proved_without_changing_anything(file: Path) -> None:
    assert verify(file).migrations == (("cms", FIRST_MIGRATION),)
    assert verify(rewritten(file, lambda members: None)).files.keys() == {backup.DATABASE, "media/images/vanhaä.txt"}


@pytest.mark.parametrize("name", ["media/images/vanhaä.txt", backup.DATABASE])
def test_a_changed_file_is_refused(file: Path, site: SiteFiles, name: str) -> None:
    def change(members: dict[str, bytes]) -> None:
        members[name] = members[name][:-1] + b"?"

    refuses(rewritten(file, change, fix_sums=False), site, f"damaged: {name}")


def test_a_missing_and_an_added_file_are_refused(file: Path, site: SiteFiles) -> None:
    refuses(rewritten(file, lambda members: members.pop("media/images/vanhaä.txt"), fix_sums=False), site, "damaged")
    refuses(rewritten(file, lambda members: members.update({"media/x": b""}), fix_sums=False), site, "damaged: media/x")
    refuses(rewritten(file, lambda members: members.pop(backup.DATABASE)), site, "no database")
    refuses(rewritten(file, lambda members: members.pop(backup.MANIFEST)), site, "no manifest")


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "media/../../evil",
        "/etc/evil",
        "media//evil",
        "./media/x",
        "media/..",
        "media",
        "other/x",
        "media\\..\\x",
        "evil.sqlite3",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(file: Path, site: SiteFiles, name: str, tmp_path: Path) -> None:
    refuses(rewritten(file, lambda members: members.update({name: b"evil"})), site, "not a backup of this product")
    assert not list(tmp_path.rglob("evil"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_anything_but_a_file_is_refused(file: Path, site: SiteFiles, kind: bytes) -> None:
    path = file.with_name("links.tar")
    path.write_bytes(gzip.decompress(file.read_bytes()))
    with tarfile.open(path, "a") as archive:
        member = tarfile.TarInfo("media/link")
        member.type, member.linkname = kind, "/etc/passwd"
        archive.addfile(member)

    refuses(path, site, "not a backup of this product")


def test_the_same_name_twice_is_refused(file: Path, site: SiteFiles) -> None:
    path = file.with_name("twice.tar")
    path.write_bytes(gzip.decompress(file.read_bytes()))
    with tarfile.open(path, "a") as archive:
        archive.addfile(tarfile.TarInfo(backup.DATABASE), io.BytesIO())

    refuses(path, site, "not a backup of this product")


@pytest.mark.parametrize("kept", [0, 1, 100, 0.5, 0.99, -8])
def test_a_cut_file_is_refused(file: Path, site: SiteFiles, kept: float) -> None:
    data = file.read_bytes()
    size = int(len(data) * kept) if isinstance(kept, float) else kept
    path = file.with_name("cut.tar.gz")
    path.write_bytes(data[:size])

    refuses(path, site, "damaged|not a backup|no manifest")


@pytest.mark.parametrize("compressed", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("broken_at", [0.3, 0.6, 0.9])
def test_an_archive_broken_inside_is_refused(
    file: Path, site: SiteFiles, compressed: Callable[[bytes], bytes], broken_at: float
) -> None:
    data = bytearray(compressed(gzip.decompress(file.read_bytes())))
    middle = int(len(data) * broken_at)
    data[middle : middle + 20] = b"?" * 20
    path = file.with_name("broken.tar")
    path.write_bytes(data)

    refuses(path, site, "damaged")


def test_a_name_no_file_can_have_is_refused(file: Path, site: SiteFiles) -> None:
    path = file.with_name("names.tar")
    path.write_bytes(gzip.decompress(file.read_bytes()))
    with tarfile.open(path, "a") as archive:
        member = tarfile.TarInfo("media/short")
        member.pax_headers = {"path": "media/a\0b"}  # a name in a header of its own may hold anything
        archive.addfile(member, io.BytesIO())

    refuses(path, site, "damaged or not a backup")


def test_a_file_that_is_no_archive_and_one_that_is_not_there_are_refused(site: SiteFiles, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(os.urandom(5000))

    refuses(tmp_path / "photo.jpg", site, "damaged or not a backup")
    refuses(tmp_path / "nowhere", site, "There is no file")
    refuses(tmp_path, site, "damaged or not a backup")


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"format": "other-backup"}, "not a backup of this product"),
        ({"version": 2}, "newer version"),
        ({"version": "x"}, "cannot be read"),
        ({"migrations": 5}, "cannot be read"),
        ({"migrations": [["cms"]]}, "cannot be read"),
    ],
)
def test_a_wrong_manifest_is_refused(file: Path, site: SiteFiles, values: dict[str, Any], why: str) -> None:
    refuses(rewritten(file, manifest_with(**values)), site, why)


@pytest.mark.parametrize("manifest", [b"", b"{}", b"[]", b"nonsense", b"null", b"\xff\xfe"])
def test_a_manifest_that_is_none_is_refused(file: Path, site: SiteFiles, manifest: bytes) -> None:
    path = rewritten(file, lambda members: members.update({backup.MANIFEST: manifest}), fix_sums=False)

    refuses(path, site, "cannot be read|not a backup")


def test_a_database_that_is_none_is_refused(file: Path, site: SiteFiles) -> None:
    refuses(rewritten(file, lambda members: members.update({backup.DATABASE: b"nonsense" * 1000})), site, "is damaged")
    refuses(rewritten(file, lambda members: members.update({backup.DATABASE: b""})), site, "is damaged")


@pytest.mark.parametrize(
    ("app", "name"), [("cms", "9999_future"), ("cms", "0001_other"), ("wagtailcore", "9999_future")]
)
def test_a_backup_of_newer_code_is_refused_whatever_its_manifest_says(
    file: Path, site: SiteFiles, app: str, name: str
) -> None:
    refuses(rewritten(file, migrated(app, name)), site, f"newer than this code: it has {app} {name}")


@pytest.mark.parametrize(("app", "name"), [("gone_app", "0001_initial"), ("wagtailcore", "0000_squashed_away")])
def test_old_migrations_of_packages_are_no_hindrance(file: Path, app: str, name: str) -> None:
    verify(rewritten(file, migrated(app, name)))


# --- Half way -------------------------------------------------------------------------------------------
def test_when_the_database_cannot_be_replaced_the_old_media_come_back(
    site: SiteFiles, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cms.backup.sqlite.PATIENCE", 0.2)
    before = words(site.database), media(site)
    with closing(sqlite3.connect(site.database)) as busy:
        busy.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BackupError, match="busy"):
            restore(file, site)
        busy.rollback()

    assert (words(site.database), media(site)) == before
    assert not list(site.database.parent.glob("aside-*"))


# --- The commands ---------------------------------------------------------------------------------------
def environment_of(var: Path) -> dict[str, str]:
    """A site on SQLite with its data in ``var``."""
    mine = {"DJANGO_SETTINGS_MODULE": "config.settings", "ENVIRONMENT": "development", "VAR_DIR": str(var)}
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | mine


def manage(var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment_of(var),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def running_site(tmp_path: Path, django_db_setup: None, prepared: Path) -> Path:
    """The data folder of a whole site."""
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("a site on SQLite is tried when the tests run on SQLite")
    var = tmp_path / "var"
    var.mkdir()
    shutil.copyfile(database._prepared_file(), var / "vierella.sqlite3")
    return var


@pytest.mark.slow
def test_the_commands_bring_a_whole_site_back(running_site: Path) -> None:
    (running_site / "media").mkdir()
    (running_site / "media" / "a.txt").write_text("a")
    backed_up = manage(running_site, "backup")
    (archive,) = (running_site / "backups").iterdir()
    (running_site / "media" / "a.txt").write_text("b")

    restored = manage(running_site, "restore", str(archive))

    assert f"{archive}: the database and 1 media files" in backed_up.stdout
    assert (restored.returncode, restored.stderr) == (0, "")
    assert (running_site / "media" / "a.txt").read_text() == "a"
    assert manage(running_site, "migrate", "--check").returncode == 0


@pytest.mark.slow
def test_the_clock_ticks_and_ends_when_told(running_site: Path) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        _forget_ticks(running_site / "vierella.sqlite3")
        clock = subprocess.Popen(
            [sys.executable, "manage.py", "clock"],
            cwd=ROOT,
            env=environment_of(running_site),
        )
        try:
            _wait_for_a_tick(running_site / "vierella.sqlite3", clock)
            clock.send_signal(number)
            assert clock.wait(timeout=30) == 0
        finally:
            clock.kill()
            clock.wait()


def _forget_ticks(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=20)) as connection, connection:
        connection.execute("DELETE FROM cms_jobrun")


def _wait_for_a_tick(path: Path, clock: subprocess.Popen[bytes]) -> None:
    import time

    while clock.poll() is None:
        with closing(sqlite3.connect(path, timeout=20)) as connection, connection:
            (count,) = connection.execute(
                "SELECT count(*) FROM cms_jobrun WHERE started_at NOTNULL AND locked_until ISNULL"
            ).fetchone()
            if count:
                return
        time.sleep(0.1)
    pytest.fail("the clock ended by itself")


def test_a_refusal_is_told_in_plain_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: SiteFiles) -> None:
    monkeypatch.setattr("cms.management.commands.restore.site_files", lambda: site)
    monkeypatch.setattr("cms.management.commands.restore.connections.close_all", lambda: None)

    with pytest.raises(CommandError, match=r"There is no file .* Nothing was changed\."):
        call_command("restore", str(tmp_path / "nowhere"))


@pytest.mark.parametrize("command", [["backup"], ["restore", "x.tar.gz"]])
def test_postgresql_is_backed_up_with_its_own_tools(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from cms.management.commands import backup as command_module

    class Elsewhere:
        vendor = "postgresql"

    monkeypatch.setattr(command_module, "connection", Elsewhere())
    with pytest.raises(CommandError, match="pg_dump") as refusal:
        call_command(*command)
    assert refusal.value.returncode == 2
