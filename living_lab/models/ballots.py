"""Ballots while a vote is open, and the frozen result that replaces them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .rounds import Round


class Door(models.TextChoices):
    OPEN = "open", _("on a device")


class Ballot(models.Model):
    """One credential's choices. No time and no person: ``key`` is HMAC(round secret, credential).

    ``choices`` is the sorted list of idea ids as text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="ballots")
    key = models.CharField(max_length=64)
    door = models.CharField(max_length=10, choices=Door.choices, default=Door.OPEN)
    choices = models.JSONField()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [models.UniqueConstraint(fields=["round", "key"], name="living_lab_one_ballot_a_credential")]

    def __str__(self) -> str:
        return str(self.id)


class Result(models.Model):
    """What a vote came to, frozen at its close.

    ``file`` is the text of the published result file: the choices of every ballot, sorted, and nothing
    else of them; ``sha256`` is its digest. ``totals`` is a list of ``{"idea", "title", "language", "votes"}``
    in the order of votes, so that deleting anything later changes nothing.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="result")
    ballots = models.PositiveIntegerField(_("ballots"))
    votes = models.PositiveIntegerField(_("votes"))
    totals = models.JSONField()
    file = models.TextField()
    sha256 = models.CharField(max_length=64)
    counted_at = models.DateTimeField(_("counted"))

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")

    def __str__(self) -> str:
        return f"{self.round}: {self.ballots}"
