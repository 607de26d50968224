"""What this room lets packs hold; the other rooms have such calls in their ``registrations.py``."""

from cms.models import ContentPage, HomePage, ModelPage, OpastamoPage, Place

from .registry import register_object, register_page

PLACE_FIELDS = ("name", "building", "street_address", "postal_code", "city", "phone", "checked_on")
PLACE_ROWS = {
    "opening_hours": ("weekday", "opens", "closes"),
    "exceptions": ("date", "opens", "closes", "reason"),
}


def register() -> None:
    """Called from the room's registrations."""
    for model in (HomePage, ContentPage, ModelPage, OpastamoPage):
        register_page(model)
    register_object(Place, "place", PLACE_FIELDS, PLACE_ROWS)
