"""Page types of the publishing half, and what every page type shares."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Locale, Page
from wagtail.search import index

from cms.art import Art
from cms.blocks import PageBodyBlock
from cms.components import Action, Chapter, Link, Onward
from cms.contents import Heading, headings_of
from cms.fields import BodyField
from cms.freshness import same_for_all
from cms.languages import active
from cms.links import all_localized, linked_pages, numbers_in, pages_by_number
from cms.places import open_now_said
from cms.privacy import open_to_all
from cms.search.indexing import TEXT_TERMS, TITLE_TERMS, analysed_text, analysed_title

from .places import Place

FRONT_PAGE_DEPTH = 2
HOME, CONTENT, MODEL, OPASTAMO = "cms.HomePage", "cms.ContentPage", "cms.ModelPage", "cms.OpastamoPage"


class BasePage(Page):
    """What every page has: a lead, a drawing, a short name for menus.

    A page type sets ``template``, ``parent_page_types`` and, when a clock or a person changes what it
    shows, says so to :mod:`cms.caching` while it is rendered.
    """

    lead = models.TextField(_("lead"), blank=True, default="", help_text=_("One or two sentences under the heading."))
    art = models.CharField(_("drawing"), max_length=30, choices=Art.choices, blank=True, default="")
    menu_title = models.CharField(
        _("name in menus"), max_length=40, blank=True, default="", help_text=_("Leave empty to use the title.")
    )

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("art")]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")], _("For search engines")
        ),
        MultiFieldPanel([FieldPanel("show_in_menus"), FieldPanel("menu_title")], _("In menus")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField(TITLE_TERMS, boost=2),
        index.SearchField(TEXT_TERMS),
    ]

    class Meta:
        abstract = True

    @property
    def title_terms(self) -> str:
        """What the index finds the page by, beside the words as they stand (:mod:`cms.search.analysis`)."""
        return analysed_title(self)

    @property
    def text_terms(self) -> str:
        """See :attr:`title_terms`."""
        return analysed_text(self)

    @property
    def short_title(self) -> str:
        return self.menu_title or self.title

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.locale = self._own_locale()
        if self.locale.language_code != active():  # an address of a language that has no pages of its own
            return HttpResponseRedirect(self.get_url(request))
        with linked_pages(self.linked_numbers(), self):
            response = super().serve(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
        return same_for_all(response)

    @cached_property
    def live_in_languages(self) -> list[Page]:
        """This page in each language that has it live, with their locales; one query."""
        return list(self.get_translations(inclusive=True).live().select_related("locale"))

    def _own_locale(self) -> Locale:
        """Known from the page's translations, which are read anyhow; a draft is not among them."""
        read = (page.locale for page in self.live_in_languages if page.pk == self.pk)
        return next(read, None) or self.locale

    def linked_numbers(self) -> set[int]:
        """Numbers of the pages that this one leads to, so that they are read at once."""
        return set()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        request.shown_page = self  # type: ignore[attr-defined]  # for the language menu
        context["content_language"] = self.locale.language_code
        context["breadcrumbs"] = self.breadcrumbs()
        return context

    def breadcrumbs(self) -> list[Link]:
        """Pages above this one, from the front page down; one query."""
        above = self.get_ancestors().filter(depth__gte=FRONT_PAGE_DEPTH, live=True)
        return [
            Link(gettext("Front page") if page.depth == FRONT_PAGE_DEPTH else page.title, page.url) for page in above
        ]


class BodyPage(BasePage):
    """A page with a body of blocks."""

    body = BodyField(PageBodyBlock(), blank=True, default=[], verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        abstract = True

    def linked_numbers(self) -> set[int]:
        return numbers_in(self.body.raw_data)

    @cached_property
    def headings(self) -> list[Heading]:
        """Second-level headings of the body, with the anchors they carry."""
        return headings_of(self.body)


class HomePage(BodyPage):
    """The front page of one language."""

    action_label = models.CharField(_("words on the button"), max_length=60, blank=True, default="")
    action_page = models.ForeignKey(
        Page,
        verbose_name=_("where the button leads"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    second_label = models.CharField(_("words on the quiet link"), max_length=60, blank=True, default="")
    second_page = models.ForeignKey(
        Page,
        verbose_name=_("where the quiet link leads"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("action_label"), FieldPanel("action_page")]),
                FieldRowPanel([FieldPanel("second_label"), FieldPanel("second_page")]),
            ],
            heading=_("The one thing to do"),
        ),
        FieldPanel("body"),
    ]
    template = "cms/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    private_page_options: list[str] = []  # everything below would go with it, a running vote too

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["actions"] = self._actions(request)
        return context

    def _actions(self, request: HttpRequest) -> list[Action]:
        """The button and the quiet link that have words and lead to a live page."""
        wanted = [(self.action_label, self.action_page_id, "button"), (self.second_label, self.second_page_id, "")]
        chosen = pages_by_number(number for label, number, _style in wanted if label and number)
        shown = dict(zip(chosen, all_localized(chosen.values(), self), strict=True))
        return [
            Action(label, shown[number].get_url(request), style)
            for label, number, style in wanted
            if number in shown and shown[number].live
        ]

    def linked_numbers(self) -> set[int]:
        chosen = {number for number in (self.action_page_id, self.second_page_id) if number}
        return super().linked_numbers() | chosen


class ContentPage(BodyPage):
    """An ordinary page."""

    template = "cms/content_page.html"
    parent_page_types = [HOME, CONTENT, MODEL, OPASTAMO]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")


class ModelPage(BodyPage):
    """The model of the work: a first page, and chapters below it in order."""

    template = "cms/model_page.html"
    parent_page_types = [HOME, MODEL]
    subpage_types = [MODEL, CONTENT]

    class Meta:
        verbose_name = _("page of the model")
        verbose_name_plural = _("pages of the model")

    @property
    def is_chapter(self) -> bool:
        return issubclass(self.get_parent().specific_class, ModelPage)

    def chapters(self) -> list["ModelPage"]:
        """The chapters of the model this page belongs to, in order; one query."""
        first = self.get_parent() if self.is_chapter else self
        return list(open_to_all(ModelPage.objects.child_of(first).live()).defer("body"))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        chapters = self.chapters()
        place = next((number for number, page in enumerate(chapters) if page.pk == self.pk), None)
        context["chapters"] = chapters
        context["chapter_number"] = None if place is None else place + 1
        following = chapters[0 if place is None else place + 1 :]
        context["previous"] = _onward(chapters[place - 1], _("Previous chapter")) if place else None
        context["next"] = _onward(following[0], _("Next chapter")) if following else None
        context["toc"] = self._contents(chapters, place) if len(chapters) > 1 else []
        return context

    def _contents(self, chapters: list["ModelPage"], place: int | None) -> list[Chapter]:
        """The chapters as the toc component takes them: those before this one are behind us."""
        sections = tuple(Link(heading.text, f"#{heading.anchor}") for heading in self.headings)
        here = -1 if place is None else place
        return [
            Chapter(
                page.short_title,
                page.url,
                "now" if number == here else "done" if number < here else "next",
                sections if number == here else (),
            )
            for number, page in enumerate(chapters)
        ]


def _onward(page: ModelPage, label: Any) -> Onward:
    """A chapter before or after this one."""
    return Onward(page.short_title, page.url, str(label))


class OpastamoPage(BodyPage):
    """A meeting place: whether the door is open, how to get there, what one can do."""

    place = models.ForeignKey(
        Place,
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Address and opening hours come from here, the same in every language."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("place"), FieldPanel("body")]
    search_fields = [*BodyPage.search_fields, index.SearchField("place_words")]
    template = "cms/opastamo_page.html"
    parent_page_types = [HOME]

    class Meta:
        verbose_name = _("Opastamo page")
        verbose_name_plural = _("Opastamo pages")

    @property
    def place_words(self) -> str:
        """The place's name and address, by which search finds the page too."""
        return "\n".join([self.place.name, *self.place.address_lines]) if self.place else ""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if self.place:
            context["open_now"] = open_now_said(request, self.place.hours)
            context["address"] = "\n".join(self.place.address_lines)
        return context
