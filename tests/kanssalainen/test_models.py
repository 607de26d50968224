"""Decks and cards as residents read them."""

import pytest
from django.test import Client

from kanssalainen.lines import Lines
from tests.conftest import SiteTree
from tests.factories import HOSTILE
from tests.kanssalainen.factories import CardPageFactory, DeckPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(site_tree: SiteTree):
    deck = DeckPageFactory(parent=site_tree["fi"], slug="kortit")
    for number in range(1, 4):
        CardPageFactory(parent=deck, title=f"Teema {number}", slug=f"kortti-{number}", lines=Lines.values[number])
    return deck


def test_a_deck_shows_its_live_cards_in_order(client: Client, deck) -> None:
    CardPageFactory(parent=deck, title="Luonnos", live=False)
    page = client.get("/fi/kortit/").content.decode()
    places = [page.index(f"Teema {number}") for number in (1, 2, 3)]
    assert places == sorted(places)
    assert "Luonnos" not in page
    assert HOSTILE not in page


def test_a_card_leads_to_the_one_before_and_the_one_after(client: Client, deck) -> None:
    page = client.get("/fi/kortit/kortti-2/").content.decode()
    assert "2 / 3" in page
    assert 'rel="prev" href="/fi/kortit/kortti-1/"' in page
    assert 'rel="next" href="/fi/kortit/kortti-3/"' in page
    assert "&lt;b&gt;sinut&lt;/b&gt;" in page
    assert HOSTILE not in page


def test_the_first_and_last_card_lead_one_way(client: Client, deck) -> None:
    assert 'rel="prev"' not in client.get("/fi/kortit/kortti-1/").content.decode()
    assert 'rel="next"' not in client.get("/fi/kortit/kortti-3/").content.decode()


@pytest.mark.parametrize("address", ["/fi/kortit/", "/fi/kortit/kortti-2/"])
def test_cards_are_the_same_for_everyone_and_cost_few_queries(
    client: Client, deck, django_assert_max_num_queries, address: str
) -> None:
    client.get(address)  # the first visit ever makes the municipality's settings
    client.get(address)
    with django_assert_max_num_queries(2):
        kept = client.get(address)
    assert not kept.cookies
    assert client.get(address, headers={"If-None-Match": kept.headers["ETag"]}).status_code == 304
    client.cookies["sessionid"] = "of-staff-asks-anew"
    with django_assert_max_num_queries(15):
        client.get(address)


def test_a_published_change_is_seen_at_once(client: Client, deck) -> None:
    client.get("/fi/kortit/")
    card = deck.cards[0]
    card.line = "Uusi rivi kuuluu heti."
    card.save_revision().publish()
    assert "Uusi rivi kuuluu heti." in client.get("/fi/kortit/").content.decode()
