"""The room's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KanssalainenConfig(AppConfig):
    name = "kanssalainen"
    verbose_name = _("Kanssalainen cards")

    def ready(self) -> None:
        from kanssalainen import registrations

        registrations.register()
