"""Words that search takes for each other."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.languages import known_languages

FEWEST = 2


class SameWords(models.Model):
    """Words of one language that mean the same to a reader: whoever looks for one finds the others too."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=12, choices=known_languages(), default="fi", db_index=True)
    words = models.CharField(
        _("words"),
        max_length=300,
        help_text=_("Single words with commas between them, in their base form: neuvontapiste, opastamo"),
    )

    panels = [FieldPanel("language"), FieldPanel("words")]

    class Meta:
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")
        ordering = ["language", "words"]

    def __str__(self) -> str:
        return self.words

    @property
    def listed(self) -> list[str]:
        return [word for part in self.words.split(",") if (word := part.strip().lower())]

    def clean(self) -> None:
        super().clean()
        if len(set(self.listed)) < FEWEST:
            raise ValidationError({"words": _("Write at least two words, with a comma between them.")})
        if any(" " in word for word in self.listed):
            raise ValidationError({"words": _("Write single words only: search looks for one word at a time.")})
        self.words = ", ".join(dict.fromkeys(self.listed))
