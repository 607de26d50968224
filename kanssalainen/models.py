"""Decks of cards as pages: a deck, and below it its cards in order.

Cards are pages so that each has an address to share, a preview, translations and a place in content packs.
"""

from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.components import Onward
from cms.models import BasePage
from cms.models.pages import HOME
from cms.privacy import open_to_all
from kanssalainen.lines import Lines

LINE_LENGTH = 80


class DeckPage(BasePage):
    """A deck: what it is for, whose it is, and its cards as a calm grid."""

    credit = models.TextField(_("credit and licence"), blank=True, default="")

    content_panels = [*BasePage.content_panels, FieldPanel("credit")]
    template = "kanssalainen/deck_page.html"
    parent_page_types = [HOME]
    subpage_types = ["kanssalainen.CardPage"]

    class Meta:
        verbose_name = _("deck of cards")
        verbose_name_plural = _("decks of cards")

    @cached_property
    def cards(self) -> list["CardPage"]:
        """The deck's live cards in order; one query."""
        return list(open_to_all(CardPage.objects.child_of(self).live()))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["cards"] = [card.shown(number) for number, card in enumerate(self.cards, start=1)]
        return context


class CardPage(BasePage):
    """One card: a theme, one line, a longer thought, a small deed to try, a question for talking."""

    line = models.CharField(
        _("one line"), max_length=LINE_LENGTH, default="", help_text=_("What the theme means, in one breath.")
    )
    thought = models.TextField(_("a longer thought"), blank=True, default="")
    deed = models.TextField(_("a small deed to try"), blank=True, default="")
    question = models.CharField(_("a question for talking"), max_length=160, blank=True, default="")
    lines = models.CharField(_("lines"), max_length=10, choices=Lines.choices, default=Lines.LISTENING)

    content_panels = [
        *BasePage.content_panels[:-2],
        *(FieldPanel(name) for name in ("line", "thought", "deed", "question", "lines")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("line"), index.SearchField("thought")]
    template = "kanssalainen/card_page.html"
    parent_page_types = ["kanssalainen.DeckPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")

    def shown(self, number: int) -> dict[str, Any]:
        """The card as the fellow component takes it."""
        return {"number": number, "title": self.title, "text": self.line, "url": self.url, "lines": self.lines}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        cards = list(open_to_all(CardPage.objects.sibling_of(self).live()))
        place = next((number for number, card in enumerate(cards) if card.pk == self.pk), 0)
        context["of"] = f"{place + 1} / {max(len(cards), 1)}"
        context["previous"] = _onward(cards[place - 1], _("Previous card")) if place else None
        context["next"] = _onward(cards[place + 1], _("Next card")) if place + 1 < len(cards) else None
        return context


def _onward(card: CardPage, label: Any) -> Onward:
    """A card before or after this one."""
    return Onward(card.title, card.url, str(label))
