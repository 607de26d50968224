"""Rounds as cards: what each leads to, at what cost."""

from typing import Any

import pytest
from django.utils import timezone

from living_lab import cards
from living_lab.rules import Stage
from tests.living_lab.factories import Lab

pytestmark = pytest.mark.django_db


def test_cards_cost_the_same_for_one_round_and_many(lab: Lab, django_assert_max_num_queries: Any) -> None:
    rounds = [lab.round(stage, languages=("fi", "sv")) for stage in Stage]
    cards.round_cards("sv", None, rounds[:1], timezone.now())  # Wagtail looks its sites up once

    with django_assert_max_num_queries(3):
        made = cards.round_cards("sv", None, rounds, timezone.now())

    assert len(made) == 5
    assert all(card.lang == "" for card in made)


def test_a_card_in_another_language_says_so(lab: Lab) -> None:
    (card,) = cards.round_cards("ar", None, [lab.round()], timezone.now())

    assert (card.lang, card.dir) == ("fi", "ltr")


@pytest.mark.parametrize("stage", Stage)
def test_a_card_leads_to_what_can_be_done_now(lab: Lab, stage: Stage) -> None:
    (card,) = cards.round_cards("fi", None, [lab.round(stage)], timezone.now())

    doors = [action["url"].rstrip("/").rsplit("/", 1)[-1] for action in card.actions[:-1]]
    assert doors == {Stage.IDEAS: ["kerro"], Stage.VOTING: ["aanesta"]}.get(stage, [])
