"""What this room lets the others know of itself."""

from cms import versions
from living_lab.models import Answer, Idea, Result, Round, RoundIndexPage, RoundPage

ROOM = "living_lab"


def register() -> None:
    """Called from ``AppConfig.ready()``."""
    versions.watch(ROOM, Round, Idea, Answer, Result, RoundPage, RoundIndexPage)
