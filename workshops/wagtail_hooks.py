"""What this room adds to the staff pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from workshops.viewsets import WorkshopViewSet

LOG_ACTIONS = {
    "note_corrected": (_("Correct a note"), _("A note was corrected")),
    "note_deleted": (_("Delete a note"), _("A note was deleted")),
    "notes_moved": (_("Move notes"), _("Notes were moved")),
    "group_made": (_("Make a group"), _("A group was made")),
    "group_renamed": (_("Rename a group"), _("A group was renamed")),
    "group_deleted": (_("Delete a group"), _("A group was deleted")),
    "idea_made": (_("Make the group an idea"), _("A group became an idea of the round")),
    "notebook_made": (_("Publish the notes"), _("The notes were made a page")),
}


@hooks.register("register_admin_viewset")
def register_workshops() -> WorkshopViewSet:
    return WorkshopViewSet()


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    for name, (label, message) in LOG_ACTIONS.items():
        registry.register_action(f"workshops.{name}", label, message)
