"""``manage.py erase_person EMAIL``: erase what the site holds of a person, in all rooms or in none."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms import retention
from cms.management.addresses import address


class Command(BaseCommand):
    help = "Erase what the site holds of the person with this e-mail address, in all rooms or in none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", type=address)
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be erased")

    def handle(self, *, email: str, dry_run: bool, **_options: object) -> None:
        try:
            report = retention.erase_person(email, dry_run=dry_run)
        except ValidationError as error:
            raise CommandError(f"Nothing was erased. {' '.join(error.messages)}") from error
        for name, count in report.erased.items():
            self.stdout.write(f"{name}: {count}{' would be erased' if dry_run else ' erased'}")
