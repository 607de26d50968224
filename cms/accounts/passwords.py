"""Passwords somebody else has seen, and when they have been changed."""

import secrets
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.models import User

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
GROUPS, GROUP_LENGTH = 4, 5


def one_time_password() -> str:
    """Twenty random characters in four groups that can be read aloud and typed; about 99 bits."""
    groups = ("".join(secrets.choice(READABLE) for _letter in range(GROUP_LENGTH)) for _group in range(GROUPS))
    return "-".join(groups)


class LongEnough(MinimumLengthValidator):
    """Django's own rule in our words: its Finnish catalogue lacks them, and staff read English."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < self.min_length:
            raise ValidationError(
                _("The password is too short: it must have at least %(min_length)d characters."),
                code="password_too_short",
                params={"min_length": self.min_length},
            )

    def get_help_text(self) -> str:
        return _("At least %(min_length)d characters.") % {"min_length": self.min_length}


def seen_by_others(user: User) -> None:
    """Somebody else has chosen the password: it opens only the page where a new one is chosen."""
    User.objects.filter(pk=user.pk).update(must_change_password=True)


def register() -> None:
    """A password its owner has chosen is nobody else's."""
    for signal in (password_changed, password_set, password_reset):
        signal.connect(_chosen, dispatch_uid=f"cms-password-chosen-{id(signal)}")


def _chosen(user: User, **_kwargs: Any) -> None:
    user.must_change_password = False
    User.objects.filter(pk=user.pk).update(must_change_password=False)
