"""What this room registers with its own registries when the site starts."""

from django.db.models.signals import post_save
from wagtail.models import Locale, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms import data_map, facts, housekeeping, roles, versions
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
    SameWords,
    SiteImage,
)
from cms.packs import registry as packable
from cms.roles import Role
from cms.search import pages as search_pages
from cms.search.indexing import index_again

ROOM = "cms"
PLACE_FIELDS = ("name", "building", "street_address", "postal_code", "city", "phone", "checked_on")
OPENING_FIELDS = {"opening_hours": ("weekday", "opens", "closes"), "exceptions": ("date", "opens", "closes", "reason")}
TAKE_FROM_COLLECTIONS = ("wagtailimages.choose_image", "wagtaildocs.choose_document")
ADD_TO_COLLECTIONS = ("wagtailimages.add_image", "wagtaildocs.add_document")
KEEP_COLLECTIONS = ("wagtailimages.change_image", "wagtaildocs.change_document")
KEEP_PLACES = ("cms.view_place", "cms.add_place", "cms.change_place")
KEEP_SEARCH = ("cms.view_samewords", "cms.add_samewords", "cms.change_samewords", "cms.delete_samewords")
KEEP_HOUSE = (
    *("cms.view_user", "cms.add_user", "cms.change_user", "cms.delete_user"),
    *("auth.view_group", "auth.add_group", "auth.change_group", "auth.delete_group"),
    *("wagtailcore.add_locale", "wagtailcore.change_locale", "wagtailcore.change_site"),
    *("wagtailredirects.add_redirect", "wagtailredirects.change_redirect", "wagtailredirects.delete_redirect"),
    *("cms.delete_place", "cms.view_jobrun"),
)


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
    packable.register_object(SameWords, "same-word", ("language", "words"))
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_page_changed, dispatch_uid=f"cms-page-changed-{id(signal)}")
    post_save.connect(_place_changed, sender=Place, dispatch_uid="cms-place-changed")
    grant_roles()
    facts.register()
    accounts.register()
    housekeeping.register_jobs()
    search_pages.register_source()
    data_map.register()


def grant_roles() -> None:
    """What this room lets each role do."""
    for role in Role:
        roles.grant(role, "wagtailadmin.access_admin")
        roles.grant_collections(role, *TAKE_FROM_COLLECTIONS, *ADD_TO_COLLECTIONS)
    for role in (Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR):
        roles.grant(role, "wagtail_localize.submit_translation", "cms.view_place")
        roles.grant_pages(role, "add", "change", "publish")
        roles.grant_collections(role, *KEEP_COLLECTIONS)
    for role in (Role.OPASTAMO_WORKER, Role.COORDINATOR, Role.ADMINISTRATOR):
        roles.grant(role, *KEEP_PLACES)
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        roles.grant(role, "cms.view_municipality", "cms.change_municipality", *KEEP_SEARCH)
    roles.grant_pages(Role.OPASTAMO_WORKER, "change", "publish", below="cms.OpastamoPage")
    roles.grant(Role.ADMINISTRATOR, *KEEP_HOUSE)
    roles.grant_pages(Role.ADMINISTRATOR, "bulk_delete", "lock", "unlock")
    roles.grant_collections(Role.ADMINISTRATOR, "wagtailimages.delete_image", "wagtaildocs.delete_document")
    roles.grant_collections(
        Role.ADMINISTRATOR,
        "wagtailcore.add_collection",
        "wagtailcore.change_collection",
        "wagtailcore.delete_collection",
    )


def _place_changed(instance: Place, **_kwargs: object) -> None:
    """Search finds a page by the name and address of its place."""
    index_again(OpastamoPage.objects.filter(place=instance))


def _page_changed(**_kwargs: object) -> None:
    """Menus and language menus of every page may show the page that changed."""
    versions.bump(ROOM)
