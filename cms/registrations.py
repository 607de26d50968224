"""What this room registers with its own registries when the site starts."""

from wagtail.models import Locale, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms import data_map, housekeeping, versions
from cms.accounts import registrations as accounts
from cms.models import (
    ContentPage,
    HomePage,
    ModelPage,
    Municipality,
    OpastamoPage,
    OpeningException,
    OpeningHours,
    Place,
    SiteImage,
)
from cms.packs import registry as packable
from cms.search import pages as search_pages

ROOM = "cms"
PLACE_FIELDS = ("name", "building", "street_address", "postal_code", "city", "phone", "checked_on")
OPENING_FIELDS = {"opening_hours": ("weekday", "opens", "closes"), "exceptions": ("date", "opens", "closes", "reason")}


def register() -> None:
    """Called from ``AppConfig.ready()``."""
    versions.watch(
        ROOM,
        *(HomePage, ContentPage, ModelPage, OpastamoPage),
        *(Place, OpeningHours, OpeningException, Municipality, SiteImage, Site, Locale, PageViewRestriction),
    )
    for page_type in (HomePage, ContentPage, ModelPage, OpastamoPage):
        packable.register_page(page_type)
    packable.register_object(Place, "place", PLACE_FIELDS, OPENING_FIELDS)
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_page_changed, dispatch_uid=f"cms-page-changed-{id(signal)}")
    accounts.register()
    housekeeping.register_jobs()
    search_pages.register_source()
    data_map.register()


def _page_changed(**_kwargs: object) -> None:
    """Menus and language menus of every page may show the page that changed."""
    versions.bump(ROOM)
