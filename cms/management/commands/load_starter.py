"""``manage.py load_starter``: the starter content, once, into a site that has no pages yet."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.languages import OWN_NAMES
from cms.packs.contents import PackError
from cms.packs.format import read_pack
from cms.packs.install import install, is_taken_into_use


class Command(BaseCommand):
    help = "Load the starter content, if the site has no front page yet."

    def handle(self, **_options: object) -> None:
        if is_taken_into_use():
            self.stdout.write("The site has its content already; the starter content is not loaded again.")
            return
        try:
            report = install(read_pack(settings.STARTER_PACK))
        except PackError as error:
            raise CommandError(f"The starter content could not be loaded, and nothing was changed.\n{error}") from error
        for code, pages in report.pages.items():
            self.stdout.write(f"Loaded {pages} pages: {OWN_NAMES[code]}")
        for code in report.empty_languages:
            self.stdout.write(f"No starter content yet: {OWN_NAMES[code]}")
