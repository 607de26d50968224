"""A deck inside any page."""

from uuid import uuid4

import pytest
from django.test import Client

from cms.parts import KINDS, Part
from tests.conftest import SiteTree
from tests.factories import ContentPageFactory
from tests.kanssalainen.factories import CardPageFactory, DeckPageFactory

pytestmark = pytest.mark.django_db


def _page_with(site_tree: SiteTree, part: Part):
    block = ("part", {"title": "Yksi kortti taskuun", "text": "", "part": part})
    return ContentPageFactory(parent=site_tree["fi"], slug="sivu-kortein", body=[block])


def test_a_page_shows_the_first_four_cards_of_the_deck_and_leads_to_the_rest(
    client: Client, site_tree: SiteTree
) -> None:
    deck = DeckPageFactory(parent=site_tree["fi"], slug="kortit", title="Kaikki kortit")
    for number in range(1, 6):
        CardPageFactory(parent=deck, title=f"Teema {number}", slug=f"kortti-{number}")
    _page_with(site_tree, Part("deck", deck.translation_key))
    page = client.get("/fi/sivu-kortein/").content.decode()
    assert "Teema 4" in page
    assert "Teema 5" not in page
    assert 'href="/fi/kortit/"' in page


def test_a_deck_that_is_gone_leaves_no_empty_heading(client: Client, site_tree: SiteTree) -> None:
    _page_with(site_tree, Part("deck", uuid4()))
    assert "Yksi kortti taskuun" not in client.get("/fi/sivu-kortein/").content.decode()


def test_editors_choose_among_decks_by_name(site_tree: SiteTree) -> None:
    deck = DeckPageFactory(parent=site_tree["fi"], title="Koulun kortit")
    kind = KINDS.get("deck")
    assert kind
    assert (deck.translation_key, "Koulun kortit") in kind.choices()
