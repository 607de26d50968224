"""``manage.py pack check | export``: content packs on the command line."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.packs.contents import PackError
from cms.packs.export import export_site
from cms.packs.format import read_pack, unusual_files, write_pack


class Command(BaseCommand):
    help = "Check a pack, or write this site's pages as one."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="tell what is wrong with a pack")
        check.add_argument("folder", type=Path)
        export = actions.add_parser("export", help="write what this site has published as a pack")
        export.add_argument("--to", type=Path, required=True, help="a new folder")
        export.add_argument(
            "--like", type=Path, default=settings.STARTER_PACK, help="a pack whose pack.toml and CHANGES.md are used"
        )

    def handle(self, *, action: str, **options: Path) -> None:
        try:
            if action == "check":
                self.check_pack(options["folder"])
            else:
                self.export(options["to"], options["like"])
        except PackError as error:
            raise CommandError(str(error)) from error

    def check_pack(self, folder: Path) -> None:
        pack = read_pack(folder)
        for name in unusual_files(pack, folder):
            self.stderr.write(f"{name}: is right, but not written in the usual form; an export would change it")
        self.stdout.write(
            f"{pack.manifest.id} {pack.manifest.version} is sound: {len(pack.source_pages)} pages, "
            f"{', '.join(pack.manifest.languages)}"
        )

    def export(self, to: Path, like: Path) -> None:
        pattern = read_pack(like)
        write_pack(export_site(pattern.manifest, pattern.changes), to)
        read_pack(to)
        self.stdout.write(f"Written to {to}")
