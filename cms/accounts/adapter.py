"""allauth for staff alone: nobody signs up, accounts are made in the staff pages, no address is kept."""

import time
from typing import Any
from urllib.parse import urlsplit

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from cms.accounts.sealing import open_seal, seal
from cms.networks import client_network


class StaffAccountAdapter(DefaultAccountAdapter):
    """No sign-up; limits without addresses; the one-time password is really changed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What login limits count by: allauth would put the address itself into the cache."""
        return client_network(request)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Who signed in a moment ago is not asked again; allauth would ask even a newcomer three times."""
        records = get_authentication_records(context.request, context.request.user)
        lately = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > lately for record in records)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtailadmin_home")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """A link of the site's own address: the request's Host header is the sender's choice."""
        return f"{settings.SITE_URL}{urlsplit(super().get_reset_password_from_key_url(key)).path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail names the site's own address, for the same reason."""
        site = RequestSite(self.request)
        site.domain = site.name = urlsplit(settings.SITE_URL).netloc
        super().send_mail(template_prefix, email, {"current_site": site} | context)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count of wrong passwords for an account: allauth would count anew for each port in the Host header."""
        login = credentials.get("email", credentials.get("username", ""))
        return str(login).lower()

    def clean_password(self, password: str, user: Any = None) -> str:
        if user and user.pk and user.check_password(password):
            raise ValidationError(_("This is the old password. Choose another one."), code="password_is_old")
        return str(super().clean_password(password, user))

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.WAGTAIL_SITE_NAME}: {subject}"


class StaffMFAAdapter(DefaultMFAAdapter):
    """How passkeys and authenticator apps name this site, and how their secrets are kept."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_seal(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """The square on white, whatever colours the page has: in the dark phones could not read it."""
        return str(qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode"))

    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: A002 - allauth's name
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.WAGTAIL_SITE_NAME}
