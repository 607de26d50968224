"""``manage.py data_map [--personal]``: what the site keeps, why, on what basis and how long, as tables."""

from itertools import groupby

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser

from cms import retention
from cms.retention import Record

HEAD = "| what | why | basis | how long | personal |\n| --- | --- | --- | --- | --- |"


class Command(BaseCommand):
    help = "Print what the site keeps as Markdown, a table for each kind of record: for the privacy notice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--personal", action="store_true", help="personal data alone")

    def handle(self, *, personal: bool, **_options: object) -> None:
        records = [record for record in retention.data_map() if record.personal or not personal]
        for model, about in groupby(records, key=lambda record: record.model):
            self.stdout.write(f"## {apps.get_model(model)._meta.verbose_name} ({model})\n\n{HEAD}")
            self.stdout.write("\n".join(row(record) for record in about) + "\n\n")


def row(record: Record) -> str:
    """One record as a row of the table."""
    personal = "yes" if record.personal else "no"
    cells = (", ".join(record.fields), record.purpose, record.basis, record.retention, personal)
    return f"| {' | '.join(cells)} |"
