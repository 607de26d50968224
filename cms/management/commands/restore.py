"""``manage.py restore FILE``: put a backup in the place of the site's data."""

from pathlib import Path

from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from cms.backup import BackupError, restore
from cms.management.commands.backup import site_files


class Command(BaseCommand):
    help = "Prove a backup and put it in the place of the site's data; the old data is kept aside."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **_options: object) -> None:
        site = site_files()
        connections.close_all()
        try:
            aside = restore(file, site)
        except BackupError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        cache.clear()
        self.stdout.write(f"Restored. The data that was here before is in {aside}.")
        self.stdout.write("Everybody has been signed out.")
        self.stdout.write("If the backup is from an older version, run: manage.py migrate")
