"""Ideas that never became public are forgotten in time; public ones stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.moderation.rules import State
from cms.retention import purge
from living_lab.keeping import KEPT_AFTER_ANSWERS
from living_lab.models import Idea
from tests.factories import AnswerFactory, IdeaFactory, RoundFactory

pytestmark = pytest.mark.django_db
NAME = "unpublished-ideas"


def _round(days_past: int):
    due = timezone.localdate() - KEPT_AFTER_ANSWERS - timedelta(days=days_past)
    return RoundFactory(answers_due=due)


@pytest.mark.parametrize("state", [State.WAITING, State.RETURNED, State.WITHDRAWN])
def test_an_idea_that_is_not_public_is_forgotten_a_year_after_the_answers(state: State) -> None:
    IdeaFactory(round=_round(2), state=state)
    kept = IdeaFactory(round=_round(-2), state=state)

    assert purge(timezone.now(), dry_run=True)[NAME] == 1
    assert Idea.objects.count() == 2
    assert purge(timezone.now(), dry_run=False)[NAME] == 1
    assert Idea.objects.get() == kept


def test_public_and_answered_ideas_stay() -> None:
    IdeaFactory(round=_round(2), state=State.PUBLISHED)
    AnswerFactory(idea=IdeaFactory(round=_round(2), state=State.WITHDRAWN))

    assert purge(timezone.now(), dry_run=False)[NAME] == 0
    assert Idea.objects.count() == 2
