"""The two-line drawings a card can carry; each is a symbol of ``static/img/sprite.svg``."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lines(models.TextChoices):
    LISTENING = "card-1", _("A line that curls in to listen")
    MEETING = "card-2", _("Two lines that greet")
    CARRYING = "card-3", _("One line that carries")
    MAKING_ROOM = "card-4", _("Lines that make room")
    BEING_HERE = "card-5", _("A line that stays")
    ASKING = "card-6", _("A line that asks")
    SHARING_JOY = "card-7", _("Lines that skip")
    CONNECTING = "card-8", _("Lines that cross")
    NOTICING = "card-9", _("A line that flowers")
    NEEDING = "card-10", _("A line that is held")
