"""Addresses that belong to the whole site: the root, the errors, the health check."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request


def language_root(request: HttpRequest) -> HttpResponse:
    """``/`` leads to the visitor's language."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    response.headers["Cache-Control"] = "no-cache"
    return response


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
