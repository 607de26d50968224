"""Ideas and the municipality's answers."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.languages import known_languages
from cms.moderation.models import ModeratedText
from cms.search.analysis import index_terms, joined_terms
from living_lab.reasons import ReturnReason
from living_lab.rules import read_by

from .rounds import Round

TITLE_LENGTH, TEXT_LENGTH = 120, 1000


class Idea(ModeratedText):
    """A proposal. It has no author: whoever holds the edit key may follow and change it.

    ``id`` is made by whoever sends the idea, so that sending twice leaves one. ``held``: many had come from the
    same network (:mod:`living_lab.limits`), so it waits for reading in a list of its own. ``terms`` is what search
    finds it by (:mod:`cms.search.analysis`), made anew whenever its words are saved.
    """

    WORDS = ("title", "text", "language")
    WHAT_IS_SEEN = (*ModeratedText.WHAT_IS_SEEN, *WORDS)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="ideas", verbose_name=_("round"))
    title = models.CharField(_("what"), max_length=TITLE_LENGTH)
    text = models.TextField(_("why and for whom"), max_length=TEXT_LENGTH, blank=True, default="")
    language = models.CharField(_("language"), max_length=15, choices=known_languages)
    return_reason = models.CharField(_("reason"), max_length=15, choices=ReturnReason.choices, blank=True, default="")
    edit_key_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    origin_kind = models.CharField(max_length=20, blank=True, default="", editable=False)
    origin_uuid = models.UUIDField(null=True, blank=True, editable=False)
    held = models.BooleanField(default=False, editable=False)
    terms = models.TextField(blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        ordering = ["received_at", "id"]
        indexes = [
            models.Index(fields=["round", "state", "received_at"], name="living_lab_idea_list"),
            models.Index(fields=["state", "received_at"], name="living_lab_idea_queue"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is None or set(self.WORDS).intersection(update_fields):
            self.terms = joined_terms(index_terms(f"{self.title}\n{self.text}", self.language))
            update_fields = None if update_fields is None else {*update_fields, "terms"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def read_by(self) -> datetime:
        """The instant by which it is read as promised; the round is looked at."""
        received = timezone.localtime(self.received_at)
        return read_by(received, self.round.read_within_days, self.round.voting_open)

    @property
    def given_answer(self) -> "Answer | None":
        """The municipality's answer, or None while there is none."""
        return getattr(self, "answer", None)


class AnswerStatus(models.TextChoices):
    YES = "yes", _("we will do this")
    PARTLY = "partly", _("we will do part of it")
    NOT_NOW = "not_now", _("not now")
    NOT_OURS = "not_ours", _("outside the municipality’s remit")


class Answer(models.Model):
    """The municipality's public reply to one idea."""

    WHAT_IS_SEEN = ("status", "text", "next_step", "unit", "language")

    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="answer", verbose_name=_("idea"))
    status = models.CharField(_("what we do"), max_length=10, choices=AnswerStatus.choices)
    text = models.TextField(_("why, in plain words"), max_length=2000)
    next_step = models.CharField(_("what happens next"), max_length=200, blank=True, default="")
    unit = models.CharField(
        _("who answers"), max_length=120, help_text=_("The unit and, if you like, a person to contact.")
    )
    language = models.CharField(_("language"), max_length=15, choices=known_languages, default="fi")
    answered_on = models.DateField(_("answered"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return f"{self.get_status_display()}: {self.idea}"
