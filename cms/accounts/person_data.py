"""What the site holds of a member of staff: given on request, erased when the work ends."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, PageLogEntry

from cms import retention
from cms.accounts.sessions import forget_sessions
from cms.models import User


class LastAdministrator(ValidationError):
    """Without this account nobody could make accounts any more."""


def register() -> None:
    retention.PERSON_DATA.register("staff", retention.PersonData("staff", export_staff, erase_staff))


def export_staff(email: str) -> list[dict[str, Any]]:
    """What the site holds of a staff account, without its password and keys."""
    return [_exported(user) for user in User.objects.filter(email__iexact=email)]


def _exported(user: User) -> dict[str, Any]:
    return {
        "username": user.username,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "date_joined": user.date_joined,
        "last_login": user.last_login,
        "is_active": user.is_active,
        "is_administrator": user.is_superuser,
        "notices": user.notices,
        "groups": sorted(user.groups.values_list("name", flat=True)),
        "second_steps": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "actions": [
            {"at": entry.timestamp, "action": entry.action, "what": entry.label}
            for model in (PageLogEntry, ModelLogEntry)
            for entry in model.objects.filter(user=user).order_by("timestamp")
        ],
    }


def erase_staff(email: str) -> int:
    """Delete the account; what it has published stays, without its name.

    Raises:
        LastAdministrator: the account is the only one that can make accounts.
    """
    users = list(User.objects.filter(email__iexact=email))
    for user in users:
        _erase(user)
    return len(users)


def _erase(user: User) -> None:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and not others.exists():
        raise LastAdministrator(_("This is the only administrator. Make another one first."))
    _forget_pictures(user)
    forget_sessions(user)
    about = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=about, object_id=str(user.pk)).update(label="–")
    user.delete()


def _forget_pictures(user: User) -> None:
    avatar = getattr(getattr(user, "wagtail_userprofile", None), "avatar", None)
    if avatar:
        transaction.on_commit(lambda: avatar.storage.delete(avatar.name))
