"""Public ideas as a search source."""

import pytest

from cms.moderation.rules import State
from living_lab.rules import Stage
from living_lab.search import search_ideas
from tests.factories import IdeaFactory, RoundFactory, SameWordsFactory
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


@pytest.mark.parametrize("asked", ["lapsi", "lapsille", "leikkipaikka", "leikkipaikkoja", "paikka", "puisto"])
def test_an_idea_is_found_by_other_forms_of_its_words_and_by_parts_of_compounds(lab: Lab, asked: str) -> None:
    IdeaFactory(round=lab.round(Stage.IDEAS), title="Lapsille uusi leikkipaikka", text="Puistossamme", language="fi")

    assert len(search_ideas(asked, "fi", 20)) == 1


def test_a_word_is_looked_for_in_the_language_of_each_idea(lab: Lab) -> None:
    IdeaFactory(round=lab.round(Stage.IDEAS), title="Meetings for parents", text="", language="en")

    assert len(search_ideas("meeting", "fi", 20)) == 1


def test_words_that_mean_the_same_find_each_other(lab: Lab) -> None:
    SameWordsFactory(language="fi", words="seura, kaveri")
    IdeaFactory(round=lab.round(Stage.IDEAS), title="Kavereita", text="", language="fi")

    assert len(search_ideas("seuraa", "fi", 20)) == 1


def test_changed_words_are_found_and_the_old_ones_are_not(lab: Lab) -> None:
    idea = IdeaFactory(round=lab.round(Stage.IDEAS), title="Luistimet", text="", language="fi")
    idea.title = "Sukset"
    idea.save(update_fields=["title"])

    assert len(search_ideas("sukset", "fi", 20)) == 1
    assert search_ideas("luistimet", "fi", 20) == []


@pytest.mark.parametrize("asked", ["%", "_", "a%", "' or 1=1", "\\"])
def test_marks_that_databases_read_find_nothing(lab: Lab, asked: str) -> None:
    IdeaFactory(round=lab.round(Stage.IDEAS), title="Luistimet", text="", language="fi")

    assert search_ideas(asked, "fi", 20) == []


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
    with django_assert_num_queries(2):
        assert len(search_ideas("luistimet", "fi", 20)) == 5
