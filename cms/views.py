"""Addresses that belong to the whole site: the root, the errors, the health check."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from cms.models import HomePage


def language_root(request: HttpRequest) -> HttpResponse:
    """``/`` leads to the visitor's language, the first of theirs that has a front page."""
    response = HttpResponseRedirect(f"/{_first_language(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    response.headers["Cache-Control"] = "no-cache"
    return response


def _first_language(request: HttpRequest) -> str:
    with_home = set(HomePage.objects.live().values_list("locale__language_code", flat=True))
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            code = get_supported_language_variant(wanted)
        except LookupError:
            continue
        if code in with_home:
            return code
    return settings.LANGUAGE_CODE


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that outlived its cookie; views with forms catch this before it is seen (see forms)."""
    return render(request, "403_csrf.html", status=403)


def health(request: HttpRequest) -> JsonResponse:
    """Is the site alive and its database within reach; for those who watch over the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok", "languages": len(settings.LANGUAGES)})
