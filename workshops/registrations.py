"""What this room lets the others know of itself."""

from django.utils.translation import gettext_lazy as _

from cms import desk, roles, versions
from cms.desk import DeskPanel
from cms.packs import registry as packable
from living_lab import origins
from workshops import data_map
from workshops.actions import ORIGIN
from workshops.desk import notebooks_to_read, notes_to_publish
from workshops.models import NotebookPage, NoteGroup, Workshop, WorkshopIndexPage
from workshops.origins import describe

ROOM = "workshops"
HOLDS_WORKSHOPS = ("workshops.view_workshop", "workshops.add_workshop", "workshops.change_workshop")


def register() -> None:
    """Called from ``AppConfig.ready()``."""
    versions.watch(ROOM, Workshop, NoteGroup, NotebookPage, WorkshopIndexPage)
    desk.register(DeskPanel("workshops", _("Workshops whose notes are not published"), notes_to_publish))
    desk.register(DeskPanel("notebooks", _("Workshop notebooks waiting for an editor"), notebooks_to_read))
    origins.register(ORIGIN, describe)
    packable.register_page(WorkshopIndexPage)
    data_map.register()
    _grant_roles()


def _grant_roles() -> None:
    for role in (roles.Role.FACILITATOR, roles.Role.COORDINATOR, roles.Role.ADMINISTRATOR):
        roles.grant(role, *HOLDS_WORKSHOPS, "workshops.delete_workshop")
    roles.grant(roles.Role.EDITOR, "workshops.view_workshop")
    roles.grant_pages(roles.Role.FACILITATOR, "change", "publish", below="workshops.WorkshopIndexPage")
