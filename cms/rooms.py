"""The rooms of this product: the apps beside ``manage.py``. Packages lie elsewhere."""

from functools import cache
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings


def rooms() -> list[AppConfig]:
    """The apps that are ours, as ``INSTALLED_APPS`` orders them; apps must be loaded."""
    return [config for config in apps.get_app_configs() if Path(config.path).parent == Path(settings.BASE_DIR)]


@cache
def room_labels() -> frozenset[str]:
    """Their labels, which are also the names of their packages."""
    return frozenset(config.label for config in rooms())
