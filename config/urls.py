"""Addresses. Others rely on them: see the README."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.sitemaps import sitemap
from cms.styleguide import styleguide
from cms.views import health, language_root

urlpatterns = [
    path("", language_root, name="root"),
    path("healthz", health, name="health"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("tyyliopas/", styleguide, name="styleguide"),
    path("hallinta/tili/", include("allauth.urls")),
    path("hallinta/", include(wagtailadmin_urls)),
    path("asiakirjat/", include(wagtaildocs_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("haku/", include("cms.search.urls")),
        path("lab/", include("living_lab.urls")),
        # Wagtail's own sign-in of readers knows no second step.
        path(
            "_util/login/",
            RedirectView.as_view(pattern_name="account_login", query_string=True),
            name="wagtailcore_login",
        ),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]

handler404 = "cms.views.not_found"
