"""The room's app; signals and registrations of its own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from cms import checks, registrations  # noqa: F401 - importing registers the checks

        registrations.register()
