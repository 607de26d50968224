"""What this room registers with its own registries when the site starts."""

from wagtail.models import Locale, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms import versions
from cms.models import ContentPage, HomePage, ModelPage, Municipality, OpastamoPage, OpeningException, OpeningHours, Place, SiteImage

ROOM = "cms"


def register() -> None:
    """Called from ``AppConfig.ready()``."""
    versions.watch(
        ROOM,
        *(HomePage, ContentPage, ModelPage, OpastamoPage),
        *(Place, OpeningHours, OpeningException, Municipality, SiteImage, Site, Locale),
    )
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_page_changed, dispatch_uid=f"cms-page-changed-{id(signal)}")


def _page_changed(**_kwargs: object) -> None:
    """Menus and language menus of every page may show the page that changed."""
    versions.bump(ROOM)
