"""How long ideas that never became public are kept."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from cms.moderation.rules import State
from cms.retention import PURGES, Purge
from living_lab.models import Idea

KEPT_AFTER_ANSWERS = timedelta(days=365)


def forget_unpublished(now: datetime, dry_run: bool) -> int:  # noqa: FBT001 -- the registry's signature
    """Delete ideas that were never published, or were taken down, a year after their round's answers were due.

    Public ideas stay with their round; a frozen result holds its own copy of what was voted on.
    """
    past = Idea.objects.exclude(state=State.PUBLISHED).filter(
        round__answers_due__lt=(now - KEPT_AFTER_ANSWERS).date(), answer__isnull=True
    )
    return past.count() if dry_run else past.delete()[0]


def register() -> None:
    """Called from ``AppConfig.ready()``."""
    PURGES.register(
        "unpublished-ideas", Purge("unpublished-ideas", _("Ideas that were not published"), forget_unpublished)
    )
