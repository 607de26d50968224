"""Versions of what pages show: one counter per room and language, in the database.

A cached page carries the counters it was made from and is dropped when any of them has moved. A change
may drop more than it must, never less: a page in one language also shows menus, links and texts of others,
so every change moves the room's counter in all languages unless the caller knows better.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import F, Model
from django.db.models.signals import post_delete, post_save

from cms.models.running import PageVersion


def bump(room: str, languages: Iterable[str] | None = None) -> None:
    """Note a change in ``room``; in all languages unless some are named. Joins the caller's transaction."""
    codes = set(dict(settings.LANGUAGES) if languages is None else languages)
    if _move(room, codes) < len(codes):
        missing = [PageVersion(room=room, language=code, value=0) for code in sorted(codes)]
        PageVersion.objects.bulk_create(missing, ignore_conflicts=True)
        _move(room, codes)  # again, since somebody else may have made the rows meanwhile


def _move(room: str, codes: set[str]) -> int:
    return PageVersion.objects.filter(room=room, language__in=codes).update(value=F("value") + 1)


def token(language: str) -> str:
    """All counters of a language in one string; equal strings mean nothing shown has changed. One query."""
    rows = PageVersion.objects.filter(language=language).order_by("room").values_list("room", "value")
    return ",".join(f"{room}:{value}" for room, value in rows)


def watch(room: str, *models: type[Model], when: Callable[[Any], bool] = lambda _row: True) -> None:
    """Bump ``room`` whenever a row of these models is saved or deleted; ``when`` leaves out rows that no page shows.

    A row that pages stop showing is one they do not show once it is saved: whoever hides it bumps.
    """

    def changed(instance: Model, **_kwargs: Any) -> None:
        if when(instance):
            bump(room)

    for model in models:
        uid = f"version-{room}-{model._meta.label}"
        post_save.connect(changed, sender=model, weak=False, dispatch_uid=uid)
        post_delete.connect(changed, sender=model, weak=False, dispatch_uid=uid)
