"""The drawings a page can carry; each is ``templates/art/<name>.html``."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Art(models.TextChoices):
    BENCH = "bench", _("Two people on a bench")
    COFFEE = "coffee", _("Coffee table")
    EMPTY_CHAIR = "empty-chair", _("Empty chair")
    FOREST_PATH = "forest-path", _("Forest path")
    HANDS_WITH_CARDS = "hands-with-cards", _("Hands with cards")
    LIBRARY = "library", _("Library")
    LISTENING = "listening", _("Listening")
    NOTICE_BOARD = "notice-board", _("Notice board")
    UMBRELLA = "umbrella", _("Under one umbrella")
