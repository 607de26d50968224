"""What this room lets the others know of itself."""

from cms import versions
from workshops.models import NotebookPage, NoteGroup, Workshop, WorkshopIndexPage

ROOM = "workshops"


def register() -> None:
    """Called from ``AppConfig.ready()``."""
    versions.watch(ROOM, Workshop, NoteGroup, NotebookPage, WorkshopIndexPage)
