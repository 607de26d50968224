"""Who may make and change whose account, and take a lost second step away."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.admin.widgets.button import Button

from cms.accounts import lost_device
from cms.accounts.passwords import seen_by_others
from cms.accounts.signed_in import user_of
from cms.models import User

TAKE_ACCOUNTS_AWAY = ("delete", "set_active_state")


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


def _makes_active(view: Any) -> bool:
    form = view.cleaned_form
    return bool(form and form.cleaned_data.get("mark_as_active"))


@hooks.register("register_admin_urls")
def lost_device_url() -> list[URLPattern]:
    view = lost_device.take_away_view
    return [path("users/<int:pk>/toinen-vaihe/", view, name="cms_take_away_second_step")]


@hooks.register("register_user_listing_buttons")
def lost_device_button(user: User, request_user: User) -> Iterator[Button]:
    if lost_device.may_take_away(request_user, user):
        url = reverse("cms_take_away_second_step", args=[user.pk])
        yield Button(_("Take the second step away"), url, icon_name="lock", priority=40)


@hooks.register("register_log_actions")
def name_of_log_action(actions: Any) -> None:
    actions.register_action(lost_device.FORGOTTEN, _("Second step taken away"), _("Second step taken away"))


def _refuse(request: HttpRequest, *, touches: bool) -> HttpResponse | None:
    if touches and not user_of(request).is_superuser:
        response: HttpResponse = permission_denied(request)
        return response
    return None
