"""E-mail addresses of accounts are kept in small letters: allauth looks for them so, whatever was typed."""

from typing import Any

from django.db.models.signals import pre_save

from cms.models import User


def register() -> None:
    pre_save.connect(_in_small_letters, sender=User, dispatch_uid="cms-email-in-small-letters")


def _in_small_letters(instance: User, **_kwargs: Any) -> None:
    instance.email = instance.email.lower()
