"""The sitemap: live public pages in every language."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.privacy import open_to_all


class AllLanguages(Sitemap):
    """Wagtail's own lists the tree of the first language alone, and reads each page whole.

    What all pages have in common is enough: no page type of ours has more addresses than its own.
    """

    def items(self) -> PageQuerySet:
        pages = Page.objects.none()
        for home in self.get_wagtail_site().root_page.get_translations(inclusive=True):
            pages |= home.get_descendants(inclusive=True)
        return open_to_all(pages.live()).order_by("path")


def sitemap(request: HttpRequest) -> HttpResponseBase:
    """``/sitemap.xml``."""
    response: HttpResponseBase = wagtail_sitemap(request, {"pages": AllLanguages(request)})
    response.headers["Cache-Control"] = "public, no-cache"
    return response
