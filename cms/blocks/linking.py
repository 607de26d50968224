"""The chooser of a page that a block leads to."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from cms.links import pages_by_number


class LinkedPageBlock(blocks.PageChooserBlock):
    """Wagtail's own, that takes pages from those read for the whole page being shown (:mod:`cms.links`)."""

    def bulk_to_python(self, values: Sequence[int | None]) -> list[Page | None]:
        found = pages_by_number(number for number in values if number is not None)
        return [found.get(number) if number is not None else None for number in values]

    class Meta:
        icon = "link"
        label = _("Page")
        description = _("The page that this leads to")
        template = "cms/blocks/linked_page.html"
        preview_value = None
