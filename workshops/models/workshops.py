"""A workshop, its notes and the groups they are put in. Notes have no author."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.languages import OWN_NAMES, known_languages
from living_lab.models import Idea, Round

NOTE_LENGTH = 280


class Workshop(models.Model):
    """People meet on a day around one question, perhaps for a round.

    ``notebook`` is the page made from it in its own language; a second one is never made beside it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("name"), max_length=120)
    question = models.CharField(_("what was asked"), max_length=200)
    held_on = models.DateField(_("day"))
    place = models.CharField(_("where"), max_length=120, blank=True, default="")
    participants = models.PositiveSmallIntegerField(_("how many people"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=15, choices=known_languages, default="fi")
    round = models.ForeignKey(
        Round,
        verbose_name=_("round"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="workshops",
        help_text=_("Groups of notes can become ideas of this round."),
    )
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("facilitator"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    notebook = models.OneToOneField(
        "workshops.NotebookPage",
        verbose_name=_("notebook"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class NoteGroup(models.Model):
    """Notes that belong together; may have become an idea."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="groups")
    title = models.CharField(_("name of the group"), max_length=120)
    position = models.PositiveIntegerField(default=0)
    idea = models.OneToOneField(
        Idea, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("group of notes")
        verbose_name_plural = _("groups of notes")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Note(models.Model):
    """One thought on one note. ``id`` is made by whoever sends it, so that sending twice leaves one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="notes")
    group = models.ForeignKey(NoteGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="notes")
    text = models.CharField(_("note"), max_length=NOTE_LENGTH)
    language = models.CharField(_("language"), max_length=15, choices=known_languages, default="fi")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["workshop", "position"], name="workshops_note_list")]

    def __str__(self) -> str:
        return self.text

    @property
    def language_name(self) -> str:
        """The note's language in its own words."""
        return OWN_NAMES.get(self.language, self.language)
