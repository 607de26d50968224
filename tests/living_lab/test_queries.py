"""Reads: who sees which round, in which language, in which order, at what cost."""

import datetime as dt
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from cms.moderation.rules import State
from living_lab import queries
from living_lab.models import Round
from living_lab.rules import Stage
from tests.factories import AnswerFactory, IdeaFactory, RoundFactory
from tests.living_lab.factories import Lab

pytestmark = pytest.mark.django_db


def test_a_round_is_public_with_a_live_page_in_any_language(lab: Lab) -> None:
    shown, hidden, draft = lab.round(languages=("sv",)), RoundFactory(), RoundFactory()
    lab.page(draft, "fi", live=False)

    assert list(Round.objects.public()) == [shown]
    assert queries.access_round(shown.slug) == shown
    for other in (hidden, draft):
        with pytest.raises(Http404):
            queries.access_round(other.slug)


def test_a_round_with_pages_in_many_languages_is_one_round(lab: Lab) -> None:
    lab.round(languages=("fi", "sv", "en"))

    assert Round.objects.public().count() == 1


def test_the_page_is_the_languages_own_else_the_first(lab: Lab, django_assert_num_queries: Any) -> None:
    round_ = lab.round(languages=("sv", "fi"))

    with django_assert_num_queries(3):
        found = [queries.page_in(round_, language).locale.language_code for language in ("sv", "fi", "ar")]

    assert found == ["sv", "fi", "sv"]


def test_a_draft_translation_is_not_shown(lab: Lab) -> None:
    round_ = lab.round()
    lab.page(round_, "sv", live=False, translation_key=round_.pages.get().translation_key)

    assert queries.page_in(round_, "sv").locale.language_code == "fi"


def test_a_round_without_a_page_is_not_found() -> None:
    with pytest.raises(Http404):
        queries.page_in(RoundFactory(), "fi")


def test_open_rounds_come_the_most_pressing_first(lab: Lab) -> None:
    stages = [Stage.UPCOMING, Stage.ANSWERS, Stage.GATHERING, Stage.VOTING, Stage.IDEAS]
    rounds = {stage: lab.round(stage) for stage in stages}

    found = queries.open_rounds(timezone.now())

    assert found == [rounds[stage] for stage in (Stage.VOTING, Stage.IDEAS, Stage.GATHERING, Stage.UPCOMING)]
    assert list(queries.past_rounds(timezone.now())) == [rounds[Stage.ANSWERS]]


def test_a_round_goes_from_open_to_past_at_its_end(lab: Lab) -> None:
    round_ = lab.round(Stage.VOTING)

    assert queries.open_rounds(round_.voting_close - dt.timedelta(microseconds=1)) == [round_]
    assert queries.open_rounds(round_.voting_close) == []
    assert list(queries.past_rounds(round_.voting_close)) == [round_]


def test_a_round_without_public_ideas_is_not_answered(lab: Lab) -> None:
    empty, answered, half = (lab.round(Stage.ANSWERS) for _ in range(3))
    IdeaFactory(round=empty, state=State.RETURNED)
    AnswerFactory(idea=IdeaFactory(round=answered))
    AnswerFactory(idea=IdeaFactory(round=half))
    IdeaFactory(round=half)

    assert queries.fully_answered([empty.pk, answered.pk, half.pk]) == {answered.pk}


def test_ideas_of_a_round_are_counted_by_state(django_assert_num_queries: Any) -> None:
    round_ = RoundFactory(stage=Stage.ANSWERS)
    for state, number in {State.WAITING: 1, State.PUBLISHED: 3, State.RETURNED: 2}.items():
        IdeaFactory.create_batch(number, round=round_, state=state)
    AnswerFactory(idea=round_.ideas.filter(state=State.PUBLISHED).first())
    IdeaFactory.create_batch(4, round=round_, state=State.WAITING, held=True)
    IdeaFactory()

    with django_assert_num_queries(1):
        counts = queries.idea_counts(round_)

    assert counts == {"waiting": 1, "held": 4, "published": 3, "returned": 2, "unanswered": 2}
