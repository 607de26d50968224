"""The first administrator of a new site."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.urls import reverse

from cms.accounts.passwords import one_time_password
from cms.models import User

NAME = "yllapito"
OWNER_ONLY = 0o600
MADE = """
Ensimmäinen ylläpitäjä on tehty. Salasana kerrotaan vain nyt: kirjaudu sisään ja vaihda se.
The first administrator has been made. The password is told only now: sign in and change it.

  {address}
  käyttäjätunnus / user name:  {name}
  salasana / password:         {password}
"""
IN_A_FILE = "tiedostossa / in the file {path} (poista se / delete it)"


class Command(BaseCommand):
    help = "Make the first administrator with a one-time password; does nothing when there is any user."

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        """Tells the password on a terminal; elsewhere the output may be kept in a log, so it goes into a file."""
        password = make_first_admin()
        if not password:
            return
        told = password if self.stdout.isatty() else IN_A_FILE.format(path=_written(password))
        address = f"{settings.SITE_URL}{reverse('wagtailadmin_home')}"
        self.stdout.write(MADE.format(address=address, name=NAME, password=told))


@transaction.atomic
def make_first_admin() -> str:
    """The one-time password of a new administrator; empty when somebody already can sign in."""
    if User.objects.exists():
        return ""
    password = one_time_password()
    User.objects.create_superuser(NAME, password=password, must_change_password=True)
    return password


def _written(password: str) -> Path:
    """A new file that its owner alone can read."""
    path = Path(settings.VAR_DIR) / "first-password.txt"
    path.unlink(missing_ok=True)
    path.touch(OWNER_ONLY, exist_ok=False)
    path.write_text(f"{password}\n", encoding="utf-8")
    return path
