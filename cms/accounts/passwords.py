"""Passwords somebody else has seen, and when they have been changed."""

import secrets
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set

from cms.models import User

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
GROUPS, GROUP_LENGTH = 4, 5


def one_time_password() -> str:
    """Twenty random characters in four groups that can be read aloud and typed; about 99 bits."""
    groups = ("".join(secrets.choice(READABLE) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


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
