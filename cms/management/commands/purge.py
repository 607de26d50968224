"""``manage.py purge``: delete what has been kept long enough."""

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cms import retention


class Command(BaseCommand):
    help = "Delete what has been kept long enough, as the data map says. The clock does this every night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *, dry_run: bool, **_options: object) -> None:
        for name, count in retention.purge(timezone.now(), dry_run=dry_run).items():
            self.stdout.write(f"{name}: {count}{' would be deleted' if dry_run else ' deleted'}")
