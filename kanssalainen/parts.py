"""A few cards of a deck inside any page."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from cms.parts import PartKind
from cms.privacy import open_to_all
from kanssalainen.models import DeckPage

CARDS_SHOWN = 4


def deck_part() -> PartKind:
    """The registration of a deck as a page part; its uuid is the deck's, the same in every language."""
    return PartKind(
        kind="deck",
        label=_("Cards of a deck"),
        template="kanssalainen/parts/deck.html",
        choices=_choices,
        show=_show,
    )


def _choices() -> list[tuple[UUID, str]]:
    decks = DeckPage.objects.filter(locale=Locale.get_default()).order_by("title")
    return list(decks.values_list("translation_key", "title")[:100])


def _show(uuid: UUID, language: str, request: HttpRequest | None) -> Any:
    """The first cards of the deck in a language, or None where the language lacks it."""
    deck = open_to_all(DeckPage.objects.live()).filter(translation_key=uuid, locale__language_code=language).first()
    if deck is None:
        return None
    cards = [card.shown(number) for number, card in enumerate(deck.cards[:CARDS_SHOWN], start=1)]
    return {"cards": cards, "url": deck.get_url(request), "title": deck.title}
