"""What a workshop publishes, and the page that lists it all."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from cms.freshness import PAGE_PARAMETER
from cms.models.pages import HOME, BodyPage

from .workshops import Workshop

PER_PAGE = 20


class WorkshopIndexPage(BodyPage):
    """Workshops: what they are, and the notebooks of those that have been held."""

    template = "workshops/workshop_index_page.html"
    parent_page_types = [HOME]
    subpage_types = ["workshops.NotebookPage"]

    class Meta:
        verbose_name = _("page of workshops")
        verbose_name_plural = _("pages of workshops")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        notebooks = NotebookPage.objects.child_of(self).live().select_related("workshop").defer("body")
        paginator = Paginator(notebooks.order_by("-workshop__held_on", "-pk"), PER_PAGE)
        context["notebooks"] = paginator.get_page(request.GET.get(PAGE_PARAMETER))
        return context


class NotebookPage(BodyPage):
    """The notebook of one workshop: what was asked, who was there as numbers, what was said, what happens next.

    Made from a workshop, then an ordinary page to edit and translate.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="notebooks", verbose_name=_("workshop"))

    content_panels = [*BodyPage.content_panels, FieldPanel("workshop", read_only=True)]
    override_translatable_fields = [SynchronizedField("workshop", overridable=False)]
    template = "workshops/notebook_page.html"
    parent_page_types = ["workshops.WorkshopIndexPage"]
    subpage_types: list[str] = []
    is_creatable = False

    class Meta:
        verbose_name = _("notebook of a workshop")
        verbose_name_plural = _("notebooks of workshops")
