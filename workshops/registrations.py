"""What this room lets the others know of itself."""

from django.utils.translation import gettext_lazy as _

from cms import desk, versions
from cms.desk import DeskPanel
from cms.packs import registry as packable
from living_lab import origins
from workshops import data_map
from workshops.actions import ORIGIN
from workshops.desk import notebooks_to_read, notes_to_publish
from workshops.models import NotebookPage, NoteGroup, Workshop, WorkshopIndexPage
from workshops.origins import describe

ROOM = "workshops"


def register() -> None:
    """Called from ``AppConfig.ready()``."""
    versions.watch(ROOM, Workshop, NoteGroup, NotebookPage, WorkshopIndexPage)
    desk.register(DeskPanel("workshops", _("Workshops whose notes are not published"), notes_to_publish))
    desk.register(DeskPanel("notebooks", _("Workshop notebooks waiting for an editor"), notebooks_to_read))
    origins.register(ORIGIN, describe)
    packable.register_page(WorkshopIndexPage)
    data_map.register()
