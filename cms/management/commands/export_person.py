"""``manage.py export_person EMAIL``: everything the site holds of a person, as JSON."""

import json

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from cms import retention
from cms.management.addresses import address


class Command(BaseCommand):
    help = "Print everything the site holds of the person with this e-mail address, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", type=address)

    def handle(self, *, email: str, **_options: object) -> None:
        found = retention.export_person(email)
        self.stdout.write(json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
