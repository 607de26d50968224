"""The sitemap: live pages with their languages."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap


def sitemap(request: HttpRequest) -> HttpResponseBase:
    """``/sitemap.xml``."""
    response: HttpResponseBase = wagtail_sitemap(request)
    response.headers["Cache-Control"] = "public, no-cache"
    return response
