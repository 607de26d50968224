"""Decks and cards, with hostile text in every field that holds it."""

import factory

from kanssalainen.models import CardPage, DeckPage
from tests.factories import BasePageFactory, words


class DeckPageFactory(BasePageFactory):
    credit = words("Tekijä %d")

    class Meta:
        model = DeckPage


class CardPageFactory(BasePageFactory):
    line = factory.Sequence(lambda number: f"Kuulen <b>sinut</b> {number}")
    thought = words("Ajatus %d")
    deed = words("Teko %d")
    question = words("Mitä %d?")

    class Meta:
        model = CardPage
