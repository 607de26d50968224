"""``manage.py catalogues update | start | check | compile``: the interface's texts in every language."""

from collections import defaultdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.catalogues.check import findings
from cms.catalogues.files import LANGUAGES, Scope, bring_up_to_date, compile_stale
from cms.catalogues.texts import Text, collect

SHOWN = 10  # things to do, per language
OPEN_LOCALES = [language.locale for language in LANGUAGES if language.scope is Scope.OPEN]


class Command(BaseCommand):
    help = "Keep locale/: collect texts (update), look for gaps (check), write what Django reads (compile)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("update", help="bring every catalogue up to date with code and templates")
        actions.add_parser("check", help="tell what is missing or broken")
        actions.add_parser("compile", help="write the .mo files that are older than their .po")
        start = actions.add_parser("start", help="give a language that has no interface yet all texts to translate")
        start.add_argument("locale", choices=OPEN_LOCALES)

    def handle(self, *, action: str, locale: str = "", **_options: object) -> None:
        root = Path(settings.BASE_DIR)
        if action == "compile":
            compile_stale(root)
        elif action == "check":
            self.tell_findings(root)
        else:
            self.update(root, start=locale)

    def update(self, root: Path, start: str) -> None:
        for path in bring_up_to_date(root, collected(root), start):
            self.stdout.write(f"{path.relative_to(root)} changed")

    def tell_findings(self, root: Path) -> None:
        found: dict[str, list[str]] = defaultdict(list)
        for locale, finding in findings(root, collected(root)):
            found[locale].append(finding)
        for locale, sentences in found.items():
            self.stderr.write("\n".join(f"{locale}: {sentence}" for sentence in sentences[:SHOWN]))
            if len(sentences) > SHOWN:
                self.stderr.write(f"{locale}: ... and {len(sentences) - SHOWN} more")
        if found:
            raise CommandError(f"{sum(map(len, found.values()))} things to do in the catalogues.")


def collected(root: Path) -> dict[tuple[str, str], Text]:
    try:
        return collect(root)
    except ModuleNotFoundError as error:
        raise CommandError(
            "Collecting texts needs Babel, a development package: make catalogues installs it."
        ) from error
