"""A whole site as one file: the SQLite database, the media, and a manifest with a checksum of each.

A backup is taken while the site runs (SQLite's online backup). Restoring first proves the file: its form, every
checksum, the database's own integrity, and that this code knows every migration in it. Then the running site's
data goes aside and the backup takes its place: the database in one transaction, so that open connections see
either the old or the new. A backup holds everything the site holds: keep it as you keep the site.
"""

from cms.backup.archive import DATABASE, MANIFEST, MEDIA, BackupError, Manifest, SiteFiles
from cms.backup.restoring import restore, unknown_migrations, verify
from cms.backup.taking import back_up

__all__ = [
    "DATABASE",
    "MANIFEST",
    "MEDIA",
    "BackupError",
    "Manifest",
    "SiteFiles",
    "back_up",
    "restore",
    "unknown_migrations",
    "verify",
]
