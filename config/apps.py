"""The house as an app: it has no models; its name makes the settings' checks run with the rest."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Vierellä"

    def ready(self) -> None:
        from config import checks  # noqa: F401 -- importing registers them
