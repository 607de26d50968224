"""The gate before the staff pages: who has signed in, but not yet safely, comes no further than the page that helps.

A password somebody else has seen opens only the page that changes it. In production nobody works without a
second step, administrators neither, and an account that has one is not opened by the password alone. Wagtail's and
allauth's own doors that would lead around this are closed. On the other pages such a session counts as no session.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from cms.accounts import second_step
from cms.accounts.language import own_language, staff_language
from cms.models import User

ACCESS = "wagtailadmin.access_admin"

# Doors we do not use, and where each leads instead. Wagtail's own login knows no second step.
LEADS_TO: Mapping[str, str] = {
    "wagtailadmin_login": "account_login",
    "wagtailadmin_password_reset": "account_reset_password",
    "account_email": "wagtailadmin_account",
    "account_confirm_email": "account_login",
    "account_email_verification_sent": "account_login",
}

WAYS_OUT = frozenset({"account_logout", "wagtailadmin_logout"})
NEW_PASSWORD = frozenset({"account_change_password", "account_set_password"})
SECOND_STEP = frozenset(
    {
        *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"),
        *("mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_generate_recovery_codes"),
        *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    }
)


class StaffGate:
    """Middleware; see the module. It costs a reader without a session nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponseBase], _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path.startswith(reverse("wagtailadmin_home")):
            _count_as_reader_unless_safe(request)
            return None
        name = (request.resolver_match and request.resolver_match.view_name) or ""
        if name in LEADS_TO:
            return _lead(request, LEADS_TO[name])
        user = request.user
        translation.activate(staff_language(own_language(user) if _is_account_page(name) else ""))
        if name == "wagtailadmin_logout" and request.method != "POST":
            return redirect("account_logout")  # which asks; Wagtail's own would take the session's cookie away
        if not isinstance(user, User) or name in WAYS_OUT:
            return None
        if _is_password_alone(request, user):
            logout(request)
            return redirect("account_login")
        return _stop(user, name)


def _count_as_reader_unless_safe(request: HttpRequest) -> None:
    """Outside the staff pages: whoever would be stopped there sees what anybody sees, and no more.

    Private pages, documents and the style page then send them to sign in, where they are told what to do.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return
    user = request.user
    if isinstance(user, User) and not _is_safe(request, user):
        request.user = AnonymousUser()


def _is_safe(request: HttpRequest, user: User) -> bool:
    if user.must_change_password or _is_password_alone(request, user):
        return False
    return not settings.STAFF_SECOND_STEP or second_step.has_one(user)


def _is_password_alone(request: HttpRequest, user: User) -> bool:
    """Whether the account has a second step that this session was opened without."""
    return not second_step.was_taken(request, user) and second_step.has_one(user)


def _stop(user: User, name: str) -> HttpResponse | None:
    """Where a signed-in member of staff is sent instead of the page they asked for, if anywhere.

    Raises:
        PermissionDenied: the account may not work here. (Sent to sign in, they would be sent back, for ever.)
    """
    if user.must_change_password:
        return None if name in NEW_PASSWORD else redirect("account_change_password")
    if settings.STAFF_SECOND_STEP and name not in SECOND_STEP and not second_step.has_one(user):
        return redirect("mfa_index")
    if not _is_account_page(name) and not user.has_perm(ACCESS):
        raise PermissionDenied
    return None


def _is_account_page(name: str) -> bool:
    return name.startswith(("account_", "mfa_"))


def _lead(request: HttpRequest, name: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{reverse(name)}?{query}" if query else reverse(name))
