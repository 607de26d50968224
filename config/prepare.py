"""What has to be done before the site can be served; each step does nothing when nothing is left to do."""

import os

import django
from django.conf import settings
from django.core.management import call_command


def prepare() -> None:
    call_command("catalogues", "compile")
    call_command("migrate", interactive=False, verbosity=0)
    if not settings.WHITENOISE_USE_FINDERS:
        call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_starter")
    call_command("first_admin")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    prepare()
