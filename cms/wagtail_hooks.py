"""Wagtail looks for this module; what it registers stands in :mod:`cms.hooks`."""

from wagtail.snippets.models import register_snippet

from cms.hooks import help_menu, home, jobs, moderation, others_accounts, own_account, pages, search  # noqa: F401 -- they register themselves
from cms.viewsets import PlaceViewSet

register_snippet(PlaceViewSet)
