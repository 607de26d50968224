"""What a workshop publishes, and the page that lists it all."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from cms.models.pages import HOME, BodyPage

from .workshops import Workshop


class WorkshopIndexPage(BodyPage):
    """Workshops: what they are, and the notebooks of those that have been held."""

    template = "workshops/workshop_index_page.html"
    parent_page_types = [HOME]
    subpage_types = ["workshops.NotebookPage"]

    class Meta:
        verbose_name = _("page of workshops")
        verbose_name_plural = _("pages of workshops")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from workshops.notebook_page import index_context

        return super().get_context(request, *args, **kwargs) | index_context(request, self)


class NotebookPage(BodyPage):
    """The notebook of one workshop: what was asked, who was there as numbers, what was said, what happens next.

    Made from a workshop, then an ordinary page to edit and translate.
    """

    workshop = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, related_name="notebooks", verbose_name=_("workshop")
    )

    content_panels = [*BodyPage.content_panels, FieldPanel("workshop", read_only=True)]
    override_translatable_fields = [SynchronizedField("workshop", overridable=False)]
    template = "workshops/notebook_page.html"
    parent_page_types = ["workshops.WorkshopIndexPage"]
    subpage_types: list[str] = []
    is_creatable = False

    class Meta:
        verbose_name = _("notebook of a workshop")
        verbose_name_plural = _("notebooks of workshops")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from workshops.notebook_page import notebook_context

        return super().get_context(request, *args, **kwargs) | notebook_context(self)
