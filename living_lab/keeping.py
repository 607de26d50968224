"""How long ideas that never became public are kept."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.moderation.rules import State
from cms.retention import PURGES, Purge
from living_lab.models import Answer, Idea

KEPT_AFTER_ANSWERS = timedelta(days=365)


def forget_unpublished(now: datetime, dry_run: bool) -> int:  # noqa: FBT001 -- the registry's signature
    """Delete ideas that were never published, or were taken down, a year after their round's answers were due.

    An answer to what was taken down goes with it. Public ideas and their answers stay with their round; a frozen
    result keeps the votes of an idea that was taken down, and not its words.
    """
    last_kept = timezone.localdate(now - KEPT_AFTER_ANSWERS)
    past = Idea.objects.exclude(state=State.PUBLISHED).filter(round__answers_due__lt=last_kept)
    if dry_run:
        return past.count()
    with transaction.atomic():
        Answer.objects.filter(idea__in=past).delete()
        _rows, by_model = past.delete()
    return by_model.get(Idea._meta.label, 0)


def register() -> None:
    """Called from ``AppConfig.ready()``."""
    PURGES.register(
        "unpublished-ideas", Purge("unpublished-ideas", _("Ideas that were not published"), forget_unpublished)
    )
