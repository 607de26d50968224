"""The shape of a text that somebody reads before others see it."""

from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .rules import State


class ModeratedTexts(models.QuerySet[Any]):
    """Texts by what has been decided of them."""

    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)


class ModeratedText(models.Model):
    """Held until a member of staff publishes it or returns it with a reason.

    A subclass adds its words to ``WHAT_IS_SEEN``, and gives ``return_reason`` the choices it publishes.
    Its app is the room whose pages show it: the room watches saved rows that are public (:mod:`cms.versions`).
    """

    WHAT_IS_SEEN: tuple[str, ...] = ("state",)

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    return_reason = models.CharField(_("reason"), max_length=15, blank=True, default="")
    return_note = models.TextField(
        _("in your own words"),
        max_length=500,
        blank=True,
        default="",
        help_text=_("The writer sees this. Write as you would speak."),
    )

    objects = ModeratedTexts.as_manager()

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def is_returned(self) -> bool:
        return self.state == State.RETURNED
