"""How this room joins the staff pages: home screen, menus, account page, users."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from cms import desk
from cms.accounts import lost_device
from cms.accounts.forms import NoticesForm
from cms.accounts.passwords import seen_by_others
from cms.accounts.since import since_words
from cms.guarding import FIRST, guard
from cms.models import User
from cms.rich_text_links import LocalizedPageLinkHandler
from cms.translating import SyncView, before_translation_is_published, why_not_public
from cms.viewsets import JobList, PlaceViewSet

register_snippet(PlaceViewSet)


# --- Home screen ----------------------------------------------------------------------------------------
class WaitingPanel(Component):
    """Waiting for you: the first thing on the home screen."""

    name = "waiting"
    template_name = "cms/desk/waiting.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        now = timezone.now()
        lines = desk.waiting_for(desk.user_of(parent_context["request"]))
        return {"lines": [(line, since_words(line.waiting.since, now) if line.waiting.since else "") for line in lines]}


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(WaitingPanel())


# --- Pages of our own -------------------------------------------------------------------------------------
@hooks.register("register_admin_urls")
def own_urls() -> list[URLPattern]:
    return [
        path("ajastetut/", JobList.as_view(), name="cms_jobs"),
        path("users/<int:pk>/toinen-vaihe/", lost_device.take_away_view, name="cms_take_away_second_step"),
    ]


class JobsMenuItem(MenuItem):
    """For those who look after the site."""

    def is_shown(self, request: HttpRequest) -> bool:
        return desk.user_of(request).has_perm("cms.view_jobrun")


@hooks.register("register_reports_menu_item")
def jobs_menu_item() -> MenuItem:
    return JobsMenuItem(_("Scheduled jobs"), reverse("cms_jobs"), name="scheduled-jobs", icon_name="time", order=1300)


# --- Own account ------------------------------------------------------------------------------------------
class NoticesPanel(BaseSettingsPanel):
    """How often mail about what waits comes."""

    name = "notices"
    title = _("Mail about what waits for you")
    tab = notifications_tab
    order = 50
    form_class = NoticesForm


@hooks.register("register_account_settings_panel")
def notices_panel(request: HttpRequest, user: User, profile: Any) -> BaseSettingsPanel:
    return NoticesPanel(request, user, profile)


@hooks.register("register_account_menu_item")
def password_item(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("account_change_password"),
        "label": _("Change the password"),
        "help_text": _("You need the old one for it."),
    }


@hooks.register("register_account_menu_item")
def second_step_item(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("mfa_index"),
        "label": _("Second step of signing in"),
        "help_text": _("A passkey or an authenticator app, and recovery codes for the day the phone is lost."),
    }


# --- Others' accounts -------------------------------------------------------------------------------------
@hooks.register("after_create_user")
def first_password_is_for_once(request: HttpRequest, user: User) -> None:
    seen_by_others(user)


@hooks.register("after_edit_user")
def given_password_is_for_once(request: HttpRequest, user: User) -> None:
    if request.POST.get("password1") and user.pk != request.user.pk:
        seen_by_others(user)


@hooks.register("before_create_user")
def only_full_administrators_make_their_like(request: HttpRequest) -> HttpResponse | None:
    return _refuse(request, touches=bool(request.POST.get("is_superuser")))


@hooks.register("before_edit_user")
def only_full_administrators_change_their_like(request: HttpRequest, user: User) -> HttpResponse | None:
    """Whoever can give a full administrator a password could become one."""
    return _refuse(request, touches=user.is_superuser or bool(request.POST.get("is_superuser")))


@hooks.register("before_bulk_action")
def only_full_administrators_change_many_of_their_like(
    request: HttpRequest, action: str, chosen: Sequence[Any], view: Any
) -> HttpResponse | None:
    """The same for many at once; and nobody, full administrators neither, leaves the site without one."""
    full = [user.pk for user in chosen if isinstance(user, User) and user.is_superuser]
    if not full:
        return None
    left = User.objects.filter(is_superuser=True, is_active=True).exclude(pk__in=full)
    if action in TAKE_ACCOUNTS_AWAY and not left.exists() and not _makes_active(view):
        refused: HttpResponse = permission_denied(request)
        return refused
    return _refuse(request, touches=True)


TAKE_ACCOUNTS_AWAY = ("delete", "set_active_state")


def _makes_active(view: Any) -> bool:
    form = view.cleaned_form
    return bool(form and form.cleaned_data.get("mark_as_active"))


@hooks.register("register_user_listing_buttons")
def lost_device_button(user: User, request_user: User) -> Iterator[Button]:
    if lost_device.may_take_away(request_user, user):
        url = reverse("cms_take_away_second_step", args=[user.pk])
        yield Button(_("Take the second step away"), url, icon_name="lock", priority=40)


@hooks.register("register_log_actions")
def name_of_log_action(actions: Any) -> None:
    actions.register_action(lost_device.FORGOTTEN, _("Second step taken away"), _("Second step taken away"))


def _refuse(request: HttpRequest, *, touches: bool) -> HttpResponse | None:
    if touches and not desk.user_of(request).is_superuser:
        response: HttpResponse = permission_denied(request)
        return response
    return None


@hooks.register("register_rich_text_features", order=1)
def register_links_to_pages(features: FeatureRegistry) -> None:
    """Links of texts lead to the reader's language with one query."""
    features.register_link_type(LocalizedPageLinkHandler)


# --- Pages ------------------------------------------------------------------------------------------------
def why_not_to_move_or_delete(request: HttpRequest, page: Page) -> str:
    """Wagtail lets whoever changes and publishes a page delete it; here it takes the right to make another."""
    user, parent = desk.user_of(request), page.get_parent()
    if user.is_superuser or (parent and "add" in parent.permissions_for_user(user).permissions):
        return ""
    return gettext("You may change this page, but not move or delete it. Ask an editor.")


guard(why_not_to_move_or_delete, "delete", "move")
guard(why_not_public, "publish")
hooks.register("before_edit_page", before_translation_is_published, order=FIRST)


@hooks.register("register_admin_urls", order=FIRST)
def sync_without_publishing() -> list[URLPattern]:
    """The same address as wagtail-localize's own view; the first one that fits answers."""
    address = "localize/update/<int:translation_source_id>/"
    return [path(address, SyncView.as_view(), name="cms_sync_translations")]


# --- Help -------------------------------------------------------------------------------------------------
@hooks.register("construct_help_menu")
def only_help_that_helps(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Wagtail's own links lead to pages in English about the program, not about this site."""
    menu_items[:] = [item for item in menu_items if not item.url.startswith("http")]
