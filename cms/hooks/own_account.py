"""What a member of staff finds on the page of their own account."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from cms.accounts.forms import NoticesForm
from cms.models import User


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
