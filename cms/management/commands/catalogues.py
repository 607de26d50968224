"""``manage.py catalogues update | check | compile``: the interface's texts in every language."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.catalogues.check import findings
from cms.catalogues.files import bring_up_to_date, compile_stale
from cms.catalogues.texts import Text, collect


class Command(BaseCommand):
    help = "Keep locale/: collect texts (update), look for gaps (check), write what Django reads (compile)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["update", "check", "compile"])

    def handle(self, *, action: str, **_options: object) -> None:
        root = Path(settings.BASE_DIR)
        actions: dict[str, Callable[[Path], None]] = {
            "update": self.update,
            "check": self.check_all,
            "compile": self.compile,
        }
        actions[action](root)

    def update(self, root: Path) -> None:
        for path in bring_up_to_date(root, collected(root)):
            self.stdout.write(f"{path.relative_to(root)} changed")

    def check_all(self, root: Path) -> None:
        found = list(findings(root, collected(root)))
        for finding in found:
            self.stderr.write(finding)
        if found:
            raise CommandError(f"{len(found)} things to do in the catalogues.")

    def compile(self, root: Path) -> None:
        compile_stale(root)


def collected(root: Path) -> dict[tuple[str, str], Text]:
    try:
        return collect(root)
    except ModuleNotFoundError as error:
        raise CommandError(
            "Collecting texts needs Babel, a development package: make catalogues installs it."
        ) from error
