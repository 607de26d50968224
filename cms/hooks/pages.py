"""What may be done to pages, and by whom; how links in their texts are followed."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from cms.accounts.signed_in import user_of
from cms.guarding import FIRST, Refusal, guard
from cms.models import User
from cms.rich_text_links import LocalizedPageLinkHandler
from cms.translating import SyncView, before_translation_is_published, why_not_public


def why_not_to_move_or_delete(request: HttpRequest, pages: Sequence[Page]) -> Refusal | None:
    """Wagtail lets whoever changes and publishes a page delete it; here it takes the right to make another."""
    user = user_of(request)
    if user.is_superuser:
        return None
    above = {page.path[: -Page.steplen] for page in pages}
    open_to = {parent.path for parent in Page.objects.filter(path__in=above) if _may_add_below(parent, user)}
    stays = next((page for page in pages if page.path[: -Page.steplen] not in open_to), None)
    if stays is None:
        return None
    return Refusal(stays, gettext("You may change this page, but not move or delete it. Ask an editor."))


def _may_add_below(parent: Page, user: User) -> bool:
    return "add" in parent.permissions_for_user(user).permissions


guard(why_not_to_move_or_delete, "delete", "move")
guard(why_not_public, "publish")
hooks.register("before_edit_page", before_translation_is_published, order=FIRST)


@hooks.register("register_admin_urls", order=FIRST)
def sync_without_publishing() -> list[URLPattern]:
    """The same address as wagtail-localize's own view; the first one that fits answers."""
    address = "localize/update/<int:translation_source_id>/"
    return [path(address, SyncView.as_view(), name="cms_sync_translations")]


@hooks.register("register_rich_text_features", order=1)
def register_links_to_pages(features: FeatureRegistry) -> None:
    """Links of texts lead to the reader's language with one query."""
    features.register_link_type(LocalizedPageLinkHandler)
