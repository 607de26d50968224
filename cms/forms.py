"""What every form of residents shares."""

from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext_lazy as _


class PlainTextField(forms.CharField):
    """Residents' text: plain, without control characters; markup in it is only ever shown as text."""

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        return "".join(mark for mark in text if mark.isprintable() or mark in ALLOWED_INVISIBLE).strip()


# Joiners that Arabic and emoji need; the marks that turn text around are left out: they can hide what is said.
ALLOWED_INVISIBLE = "\n\t\u200c\u200d"

TOO_LONG = _("Make this shorter: at most %(limit_value)d characters. Now there are %(show_value)d.")


class _CsrfAnswer(CsrfViewMiddleware):
    """Django's own check, which answers instead of refusing the request."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def csrf_failed(request: HttpRequest) -> bool:
    """For views marked ``csrf_exempt`` that show the form again, with what was typed, instead of an error page."""
    return _CsrfAnswer(_no_view).process_view(request, _no_view, (), {}) is not None


def sent_by_another_site(request: HttpRequest) -> bool:
    """Did a page of another site send this form, by what the browser says of itself? For forms without a cookie.

    ``Origin`` alone cannot be trusted to be there, nor to be ours where a page hides its address ("null"), so what
    newer browsers say in ``Sec-Fetch-Site`` goes before it.
    """
    fetched = request.headers.get("Sec-Fetch-Site", "")
    if fetched in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin", "")
    return fetched in {"same-site", "cross-site"} or (bool(origin) and not _is_ours(origin, request))


def _is_ours(origin: str, request: HttpRequest) -> bool:
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:
        return False


def _no_view(_request: HttpRequest) -> HttpResponse:
    """Stands for a view that is not exempt."""
    return HttpResponse()
