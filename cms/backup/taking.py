"""Taking a backup while the site runs: written whole or not at all."""

import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cms.backup.archive import DATABASE, MANIFEST, MEDIA, OWNER_ONLY, BackupError, Manifest, SiteFiles, Summed
from cms.backup.sqlite import copy_database, migrations_in


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
        manifest = Manifest(datetime.now(UTC).isoformat(timespec="seconds"), migrations_in(snapshot))
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
        summed = Summed(source)
        archive.addfile(member, summed)
    manifest.files[name] = summed.digest()


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """A member without the names of this machine's users."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = OWNER_ONLY
    return member
