"""Public ideas as a search source."""

import pytest

from cms.moderation.rules import State
from living_lab.rules import Stage
from living_lab.search import search_ideas
from tests.factories import IdeaFactory, RoundFactory
from tests.living_lab.factories import Lab

pytestmark = pytest.mark.django_db


def test_an_idea_is_found_by_the_beginning_of_a_word_in_title_or_text(lab: Lab) -> None:
    round_ = lab.round(Stage.IDEAS)
    skates = IdeaFactory(round=round_, title="Luistimet lainaan", text="Kaikille kokoja", language="fi")

    assert [hit.title for hit in search_ideas("luisti kaik", "fi", 20)] == [skates.title]
    assert search_ideas("luisti kelkka", "fi", 20) == []


@pytest.mark.parametrize("asked", ["äiti", "ÄITI", "yöllä", "YÖLLÄ", "åbo", "ДОМ"])
def test_capital_and_small_letters_are_the_same_in_every_alphabet(lab: Lab, asked: str) -> None:
    IdeaFactory(round=lab.round(Stage.IDEAS), title="Äitien kahvila Åbossa", text="Auki YÖllä, дом")

    assert len(search_ideas(asked, "fi", 20)) == 1


def test_only_public_ideas_of_public_rounds_are_found(lab: Lab) -> None:
    IdeaFactory(round=lab.round(Stage.IDEAS), title="Luistimet", state=State.WAITING)
    IdeaFactory(round=RoundFactory(), title="Luistimet")

    assert search_ideas("luistimet", "fi", 20) == []


def test_a_hit_keeps_the_language_of_its_words(lab: Lab) -> None:
    IdeaFactory(round=lab.round(Stage.IDEAS), title="مطبخ", language="ar")

    hit = search_ideas("مطبخ", "fi", 20)[0]

    assert (hit.language, hit.dir) == ("ar", "rtl")


def test_two_queries_whatever_is_found(lab: Lab, django_assert_num_queries) -> None:
    IdeaFactory.create_batch(5, round=lab.round(Stage.IDEAS), title="Luistimet")
    with django_assert_num_queries(2):  # one of them for pages made private
        assert len(search_ideas("luistimet", "fi", 20)) == 5
