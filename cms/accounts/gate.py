"""The gate before the staff pages: who has signed in, but not yet safely, comes no further than the page that helps.

A password somebody else has seen opens only the page that changes it. In production nobody works without a
second step, administrators neither. Wagtail's and allauth's own doors that would lead around this are closed.
"""

from collections.abc import Callable, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

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
COUNTS_AS_SECOND_STEP = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class StaffGate:
    """Middleware; see the module. Outside the staff pages it does nothing at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponseBase], _args: list[Any], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        name = (request.resolver_match and request.resolver_match.view_name) or ""
        if name in LEADS_TO:
            return _lead(request, LEADS_TO[name])
        user = request.user
        translation.activate(staff_language(own_language(user) if _is_account_page(name) else ""))
        if not isinstance(user, User) or name in WAYS_OUT:
            return None
        return _stop(user, name)


def _stop(user: User, name: str) -> HttpResponse | None:
    """Where a signed-in member of staff is sent instead of the page they asked for, if anywhere.

    Raises:
        PermissionDenied: the account may not work here. (Sent to sign in, they would be sent back, for ever.)
    """
    if user.must_change_password:
        return None if name in NEW_PASSWORD else redirect("account_change_password")
    if settings.STAFF_SECOND_STEP and name not in SECOND_STEP and not is_mfa_enabled(user, COUNTS_AS_SECOND_STEP):
        return redirect("mfa_index")
    if not _is_account_page(name) and not user.has_perm(ACCESS):
        raise PermissionDenied
    return None


def _is_account_page(name: str) -> bool:
    return name.startswith(("account_", "mfa_"))


def _lead(request: HttpRequest, name: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{reverse(name)}?{query}" if query else reverse(name))
