"""Facts that somebody should look at: never checked, or long ago. Two panels of the desk."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms import desk
from cms.dates import zone
from cms.models import Municipality, Place, User

HOLDS_FOR = timedelta(days=180)


def register() -> None:
    desk.register(desk.DeskPanel("municipality-facts", _("Facts of the municipality to check"), municipality_facts))
    desk.register(desk.DeskPanel("place-facts", _("Addresses and opening hours to check"), place_facts))


def municipality_facts(user: User) -> desk.Waiting | None:
    """One thing waits while the municipality has no name or its facts are old."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or not user.has_perm("cms.change_municipality"):
        return None
    municipality = Municipality.objects.filter(site=site).first()
    checked_on = municipality.checked_on if municipality and municipality.name else None
    if not is_old(checked_on, timezone.localdate()):
        return None
    url = reverse("wagtailsettings:edit", args=["cms", "municipality", site.pk])
    return desk.Waiting(1, _since([checked_on]), url)


def place_facts(user: User) -> desk.Waiting | None:
    """Places whose address and hours nobody has checked for long."""
    if not user.has_perm("cms.change_place"):
        return None
    old = list(old_places(timezone.localdate()))
    if not old:
        return None
    url = reverse(EDIT_PLACE, args=[old[0].pk]) if len(old) == 1 else reverse(LIST_PLACES)
    return desk.Waiting(len(old), _since(place.checked_on for place in old), url)


LIST_PLACES, EDIT_PLACE = "wagtailsnippets_cms_place:list", "wagtailsnippets_cms_place:edit"


def old_places(today: date) -> QuerySet[Place]:
    return Place.objects.filter(Q(checked_on__isnull=True) | Q(checked_on__lt=today - HOLDS_FOR))


def is_old(checked_on: date | None, today: date) -> bool:
    """A check holds for half a year; no check does not hold at all."""
    return checked_on is None or checked_on < today - HOLDS_FOR


def _since(checks: Iterable[date | None]) -> datetime | None:
    """When the first of these checks stopped holding; unknown if one was never made."""
    days = list(checks)
    known = [day for day in days if day]
    if len(known) < len(days):
        return None
    return datetime.combine(min(known) + HOLDS_FOR + timedelta(days=1), time.min, zone())
