"""A round: dates, rules and secret, one for all languages. Its words live on one page per language."""

import secrets
import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cms.privacy import open_to_all
from living_lab.rules import Schedule, Stage, next_change, stage_at

MOST_VOTES = 20


def new_secret() -> str:
    """256 random bits that turn a voter's credential into the key of a ballot; erased when votes are counted."""
    return secrets.token_hex(32)


class Rounds(models.QuerySet["Round"]):
    """Rounds by who sees them and what the clock says."""

    def public(self) -> Self:
        """Those with a page that everyone can read, in some language."""
        return self.filter(self._has_public_page())

    def hidden(self) -> Self:
        """Those without one."""
        return self.exclude(self._has_public_page())

    def running(self, now: datetime) -> Self:
        """Those between the first idea and the last vote."""
        return self.filter(ideas_open__lte=now, voting_close__gt=now)

    def _has_public_page(self) -> Exists:
        from .pages import RoundPage

        return Exists(open_to_all(RoundPage.objects.live()).filter(round=OuterRef("pk")))


class Round(models.Model):
    """A co-development round.

    ``slug`` is its place in addresses in every language; ``secret`` is empty once the vote is counted.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    ideas_open = models.DateTimeField(_("ideas from"))
    ideas_close = models.DateTimeField(_("ideas until"))
    voting_open = models.DateTimeField(_("voting from"))
    voting_close = models.DateTimeField(_("voting until"))
    answers_due = models.DateField(_("answers by"))
    votes_each = models.PositiveSmallIntegerField(
        _("votes for each"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_VOTES)],
        help_text=_("How many ideas one person may vote for."),
    )
    read_within_days = models.PositiveSmallIntegerField(
        _("days within which ideas are read"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("Shown to those who send an idea."),
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("coordinator"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    secret = models.CharField(max_length=64, default=new_secret, blank=True, editable=False)

    objects = Rounds.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-ideas_open", "-pk"]
        indexes = [models.Index(fields=["voting_close"], name="living_lab_round_closing")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ideas_open__lt=F("ideas_close")),
                name="living_lab_ideas_open_before_close",
                violation_error_message=_("Ideas must open before they close."),
            ),
            models.CheckConstraint(
                condition=Q(ideas_close__lte=F("voting_open")),
                name="living_lab_phases_do_not_overlap",
                violation_error_message=_("Voting can open only when ideas have closed."),
            ),
            models.CheckConstraint(
                condition=Q(voting_open__lt=F("voting_close")),
                name="living_lab_voting_open_before_close",
                violation_error_message=_("Voting must open before it closes."),
            ),
            models.CheckConstraint(
                condition=Q(votes_each__gte=1, votes_each__lte=MOST_VOTES), name="living_lab_votes_each_in_range"
            ),
        ]
        permissions = [("moderate_idea", "Can read and publish ideas"), ("answer_idea", "Can answer ideas")]

    def __str__(self) -> str:
        return self.name

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.ideas_open, self.ideas_close, self.voting_open, self.voting_close)

    def stage_at(self, now: datetime) -> Stage:
        return stage_at(self.schedule, now)

    def next_change(self, now: datetime) -> datetime | None:
        return next_change(self.schedule, now)
