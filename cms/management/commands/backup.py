"""``manage.py backup [--to FILE]``: the whole site as one file."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from cms.backup import BackupError, SiteFiles, back_up

ON_POSTGRES = (
    "The data is in PostgreSQL: back it up with pg_dump (and restore it with pg_restore), and copy {media} as it is. "
    "This command is for SQLite for now."
)
NOT_FOR_THIS_DATABASE = 2


class Command(BaseCommand):
    help = "Write the database and the media into one file, while the site runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FILE", help="default: a new file in the data folder, backups/")

    def handle(self, *, to: Path | None, **_options: object) -> None:
        target = to or Path(settings.VAR_DIR) / "backups" / f"vierella-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar.gz"
        try:
            manifest = back_up(site_files(), target)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{target}: the database and {len(manifest.files) - 1} media files")


def site_files() -> SiteFiles:
    """Where this site's data is.

    Raises:
        CommandError: it is not in SQLite; exit code 2.
    """
    if connection.vendor != "sqlite":
        raise CommandError(ON_POSTGRES.format(media=settings.MEDIA_ROOT), returncode=NOT_FOR_THIS_DATABASE)
    return SiteFiles(Path(connection.settings_dict["NAME"]), Path(settings.MEDIA_ROOT))
