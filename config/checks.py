"""What an operator should know before the public comes, for ``manage.py check --deploy``."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from config.environment import MEMORY

UNSENT = ("filebased", "console", "dummy", "locmem")


@register(Tags.security, deploy=True)
def check_mail_leaves_the_house(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    if not any(name in settings.EMAIL_BACKEND for name in UNSENT):
        return []
    return [
        Warning(
            "Mail is not sent: staff hear nothing of what waits for them.",
            hint="Set EMAIL_URL, for example submission://user:password@mail.example.fi",
            id="vierella.W101",
        )
    ]


@register(Tags.security, deploy=True)
def check_limits_are_counted_once(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    if settings.CACHES["default"]["BACKEND"] != MEMORY:
        return []
    return [
        Warning(
            "Limits are counted in each process's memory: who guesses passwords has as many tries as processes.",
            hint="Set CACHE_URL, for example redis://localhost:6379/0, or run one server process alone.",
            id="vierella.W102",
        )
    ]
