"""What waits for staff in this room."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.dates import zone
from cms.desk import Waiting
from cms.models import User
from workshops.models import NotebookPage, Workshop
from workshops.queries import unpublished


def notes_to_publish(user: User) -> Waiting | None:
    """Workshops that have been held and whose notes nobody has made a page of; two queries at most."""
    if not user.has_perm("workshops.change_workshop"):
        return None
    workshops = unpublished(timezone.localdate())
    found = workshops.aggregate(count=Count("pk"), since=Min("held_on"))
    url = reverse("workshops:index")
    if found["count"] == 1:
        url = reverse("workshops:board", args=[workshops.values_list("pk", flat=True)[0]])
    return Waiting(found["count"], _day_after(found["since"]), url)


def notebooks_to_read(user: User) -> Waiting | None:
    """Notebooks that facilitators have made and somebody with the right should read and publish."""
    policy = PagePermissionPolicy()
    if not policy.user_has_permission(user, "publish"):
        return None
    mine = policy.instances_user_has_permission_for(user, "publish")
    drafts = NotebookPage.objects.filter(pk__in=mine.values("pk"), live=False, first_published_at=None)
    made = drafts.filter(pk__in=Workshop.objects.exclude(notebook=None).values("notebook"))
    found = made.aggregate(count=Count("pk"), since=Min("latest_revision_created_at"), first=Min("pk"))
    if not found["count"]:
        return Waiting(0, None, "")
    return Waiting(found["count"], found["since"], reverse("wagtailadmin_pages:edit", args=[found["first"]]))


def _day_after(day: date | None) -> datetime | None:
    """The midnight at which a day is over."""
    return datetime.combine(day + timedelta(days=1), time(), zone()) if day else None
