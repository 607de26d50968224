"""The words of a round, one page per language, and the page that lists rounds."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from cms.models import BasePage
from cms.models.pages import HOME, BodyPage

from .rounds import Round


class OpenToAll(models.Model):
    """Pages that a vote hangs on: nobody makes them private or lets them expire, both would close it unsaid.

    They are taken away by unpublishing, which a running round refuses (:mod:`living_lab.wagtail_hooks`).
    """

    private_page_options: list[str] = []
    settings_panels = [CommentPanel()]

    class Meta:
        abstract = True


class RoundIndexPage(OpenToAll, BodyPage):  # noqa: DJ008 -- a page is called by its title
    """Ideas and voting: every public round."""

    vote_page = models.ForeignKey(
        Page,
        verbose_name=_("how a vote is kept"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Linked from every ballot."),
    )
    rules_page = models.ForeignKey(
        Page,
        verbose_name=_("which ideas are published"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Linked from the form of an idea."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("vote_page"), FieldPanel("rules_page")], heading=_("Pages to link to")),
    ]
    template = "living_lab/round_index_page.html"
    parent_page_types = [HOME]
    subpage_types = ["living_lab.RoundPage"]

    class Meta:
        verbose_name = _("page of rounds")
        verbose_name_plural = _("pages of rounds")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from living_lab.round_page import index_context

        return super().get_context(request, *args, **kwargs) | index_context(request, self.locale.language_code)


class RoundPage(OpenToAll, BasePage):  # noqa: DJ008 -- a page is called by its title
    """What a round is about and how it is decided, in one language.

    Made together with its :class:`Round`, never alone; the round is the same in every translation.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="pages", verbose_name=_("round"))
    decision = models.TextField(
        _("how it is decided"),
        blank=True,
        default="",
        help_text=_("Who decides, with what money or time, and by when. Plain words."),
    )
    for_whom = models.CharField(
        _("for whom"),
        max_length=200,
        blank=True,
        default="",
        help_text=_("Area and age in words, for example: everyone living here, from 13 years up."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("for_whom"), FieldPanel("decision")]
    override_translatable_fields = [SynchronizedField("round", overridable=False)]
    template = "living_lab/round_page.html"
    parent_page_types = ["living_lab.RoundIndexPage"]
    subpage_types: list[str] = []
    is_creatable = False

    class Meta:
        verbose_name = _("page of a round")
        verbose_name_plural = _("pages of a round")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.shown_page = self  # type: ignore[attr-defined]  # for the language menu
        from living_lab.round_page import show_round

        return show_round(request, self)
