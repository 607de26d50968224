"""Ballots while a vote is open, and the frozen result that replaces them."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from living_lab.counting import SMALL_ROUND

from .rounds import Round


class BallotQuerySet(models.QuerySet["Ballot"]):
    """Ballots by whether they count; those without a choice are among neither."""

    def counted(self) -> Self:
        return self.exclude(choices=[]).filter(Q(held=False) | Q(let_in=True))

    def waiting(self) -> Self:
        return self.exclude(choices=[]).filter(held=True, let_in=False)


class Ballot(models.Model):
    """One credential's choices. No time and no person: ``key`` is HMAC(round secret, credential).

    ``choices`` is the sorted list of idea ids as text; one that is empty again is not counted. ``held``: many had
    come from the same network (:mod:`living_lab.limits`), so it is counted only if the coordinator has ``let_in`` it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="ballots")
    key = models.CharField(max_length=64)
    choices = models.JSONField()
    held = models.BooleanField(default=False)
    let_in = models.BooleanField(default=False)

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="living_lab_one_ballot_a_credential"),
            models.CheckConstraint(condition=Q(held=True) | Q(let_in=False), name="living_lab_only_held_are_let_in"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def waits(self) -> bool:
        """Is it for the coordinator to say whether this is counted."""
        return self.held and not self.let_in


class Result(models.Model):
    """What a vote came to, frozen at its close.

    ``file`` is the text of the published result file: the choices of every ballot, sorted, and nothing
    else of them; ``sha256`` is its digest. ``totals`` is a list of ``{"idea", "title", "language", "votes"}``
    in the order of votes, so that deleting anything later changes nothing. ``ballots`` are those counted, ``held``
    those held back for the coordinator and ``let_in`` those of them that were counted.

    ``is_wiped``: SQLite's log has been emptied of the ballots (:func:`living_lab.closing.wipe`); PostgreSQL takes them
    out of its files at its own next vacuum, so there it says no more than that the count is done.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="result")
    ballots = models.PositiveIntegerField(_("ballots"))
    votes = models.PositiveIntegerField(_("votes"))
    held = models.PositiveIntegerField(default=0)
    let_in = models.PositiveIntegerField(default=0)
    totals = models.JSONField()
    file = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    is_wiped = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")

    def __str__(self) -> str:
        return f"{self.round}: {self.ballots}"

    @property
    def has_file(self) -> bool:
        """Known without reading the file."""
        return self.ballots >= SMALL_ROUND

    @property
    def left_out(self) -> int:
        return self.held - self.let_in
