"""The first administrator of a new site."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.urls import reverse

from cms.accounts.passwords import one_time_password
from cms.models import User

NAME = "yllapito"
TELLING = """
Ensimmäinen ylläpitäjä on tehty. Tämä näytetään vain nyt: kirjaudu sisään ja vaihda salasana.
The first administrator has been made. This is shown only now: sign in and change the password.

  {address}
  käyttäjätunnus / user name:  {name}
  salasana / password:         {password}
"""


class Command(BaseCommand):
    help = "Make the first administrator with a one-time password; does nothing when there is any user."

    def handle(self, *_args: Any, **_options: Any) -> None:
        password = make_first_admin()
        if password:
            address = f"{settings.SITE_URL}{reverse('wagtailadmin_home')}"
            self.stdout.write(TELLING.format(address=address, name=NAME, password=password))


@transaction.atomic
def make_first_admin() -> str:
    """The one-time password of a new administrator; empty when somebody already can sign in."""
    if User.objects.exists():
        return ""
    password = one_time_password()
    User.objects.create_superuser(NAME, password=password, must_change_password=True)
    return password
