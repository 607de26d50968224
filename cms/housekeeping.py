"""What the site does by itself to keep in order: scheduled pages, purges, sessions, and staff accounts' data."""

from datetime import datetime, time
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from cms import jobs, retention
from cms.models import User

TASKS_KEPT_DAYS = 14


class LastAdministrator(ValidationError):
    """Without this account nobody could make accounts any more."""


def register_jobs() -> None:
    """Called from ``AppConfig.ready()``."""
    jobs.register(jobs.Job("publish", _("Publish and withdraw pages at their time"), publish_scheduled))
    jobs.register(jobs.Job("purge", _("Delete what has been kept long enough"), purge, daily_at=time(3, 10)))
    jobs.register(jobs.Job("sessions", _("Forget expired sign-ins"), clear_sessions, daily_at=time(3, 20)))
    jobs.register(jobs.Job("tasks", _("Forget finished background work"), prune_tasks, daily_at=time(3, 30)))
    retention.PERSON_DATA.register("staff", retention.PersonData("staff", export_staff, erase_staff))


# --- Jobs -------------------------------------------------------------------------------------------
def publish_scheduled(now: datetime) -> str:
    due = Revision.objects.filter(approved_go_live_at__lt=now).count()
    expired = Page.objects.live().filter(expire_at__lt=now).count()
    call_command("publish_scheduled")
    return _("Published %(due)d, withdrawn %(expired)d") % {"due": due, "expired": expired} if due or expired else ""


def purge(now: datetime) -> str:
    deleted = retention.purge(now, dry_run=False)
    return ", ".join(f"{name}: {count}" for name, count in deleted.items() if count)


def clear_sessions(now: datetime) -> str:
    count, _by_model = Session.objects.filter(expire_date__lt=now).delete()
    return _("Sessions cleared: %(count)d") % {"count": count} if count else ""


def prune_tasks(now: datetime) -> str:
    if settings.TASKS["default"]["BACKEND"] == "django_tasks_db.DatabaseBackend":
        call_command("prune_db_task_results", queue_name="*", min_age_days=TASKS_KEPT_DAYS)
    return ""


# --- A member of staff ----------------------------------------------------------------------------------
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


def forget_sessions(user: User, but: str | None = None) -> None:
    """Sign an account out everywhere; ``but`` is the key of a session that stays."""
    for session in Session.objects.exclude(session_key=but or "").iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
