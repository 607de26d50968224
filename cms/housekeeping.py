"""What the site does by itself to keep in order: scheduled pages, purges, sessions, background work."""

from datetime import datetime, time

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from cms import jobs, retention

TASKS_KEPT_DAYS = 14


def register_jobs() -> None:
    """Called from ``AppConfig.ready()``."""
    jobs.register(jobs.Job("publish", _("Publish and withdraw pages at their time"), publish_scheduled))
    jobs.register(jobs.Job("purge", _("Delete what has been kept long enough"), purge, daily_at=time(3, 10)))
    jobs.register(jobs.Job("sessions", _("Forget expired sign-ins"), clear_sessions, daily_at=time(3, 20)))
    jobs.register(jobs.Job("tasks", _("Forget finished background work"), prune_tasks, daily_at=time(3, 30)))


def publish_scheduled(now: datetime) -> str:
    due = Revision.objects.filter(approved_go_live_at__lt=now).count()
    expired = Page.objects.live().filter(expire_at__lt=now).count()
    call_command("publish_scheduled")
    return _("Published %(due)d, withdrawn %(expired)d") % {"due": due, "expired": expired} if due or expired else ""


def purge(now: datetime) -> str:
    deleted = retention.purge(now, dry_run=False)
    return ", ".join(f"{item.label}: {deleted[item.name]}" for item in retention.PURGES if deleted[item.name])


def clear_sessions(now: datetime) -> str:
    count, _by_model = Session.objects.filter(expire_date__lt=now).delete()
    return _("Sessions cleared: %(count)d") % {"count": count} if count else ""


def prune_tasks(now: datetime) -> str:
    if settings.TASKS["default"]["BACKEND"] == "django_tasks_db.DatabaseBackend":
        call_command("prune_db_task_results", queue_name="*", min_age_days=TASKS_KEPT_DAYS)
    return ""
