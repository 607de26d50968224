"""Ideas that never became public are forgotten in time; public ones stay."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.moderation.rules import State
from cms.retention import purge
from living_lab.actions.answers import answer_idea
from living_lab.actions.ideas import enter_idea, hide_idea, publish_idea, resend_idea, return_idea
from living_lab.closing import close_vote
from living_lab.keeping import KEPT_AFTER_ANSWERS
from living_lab.models import Answer, AnswerStatus, Idea
from living_lab.reasons import ReturnReason
from living_lab.rules import INSTANTS
from tests.factories import (
    AdministratorFactory,
    AnswerFactory,
    BallotFactory,
    IdeaFactory,
    NoteGroupFactory,
    RoundFactory,
    UserFactory,
)

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


def test_public_ideas_and_their_answers_stay() -> None:
    AnswerFactory(idea=IdeaFactory(round=_round(2), state=State.PUBLISHED))

    assert purge(timezone.now(), dry_run=False)[NAME] == 0
    assert (Idea.objects.count(), Answer.objects.count()) == (1, 1)


def test_the_answer_to_an_idea_that_was_taken_down_goes_with_it() -> None:
    AnswerFactory(idea=IdeaFactory(round=_round(2), state=State.WITHDRAWN))

    assert purge(timezone.now(), dry_run=True)[NAME] == 1
    assert purge(timezone.now(), dry_run=False)[NAME] == 1
    assert (Idea.objects.count(), Answer.objects.count()) == (0, 0)


def test_a_group_of_a_workshop_stays_when_its_idea_is_forgotten() -> None:
    group = NoteGroupFactory(idea=IdeaFactory(round=_round(2), state=State.RETURNED))

    assert purge(timezone.now(), dry_run=False)[NAME] == 1
    group.refresh_from_db()
    assert group.idea is None


def test_no_table_holds_a_word_of_what_was_forgotten() -> None:
    """Entered, read, returned, told again, published, voted on, answered and taken down; a year later all is gone."""
    by, words = AdministratorFactory(), ("Kuiskaajankuja", "Salasoppi", "Vastaussana")
    round_ = RoundFactory()
    idea = enter_idea(Idea(round=round_, title=words[0], text=words[1], language="fi"), UserFactory())
    return_idea(idea, by, ReturnReason.UNCLEAR, words[0])
    resend_idea(idea, words[0], words[1], "fi")
    idea = publish_idea(idea, by)
    begun = timezone.now() - KEPT_AFTER_ANSWERS - timedelta(days=60)
    for days, name in enumerate(INSTANTS):
        setattr(round_, name, begun + timedelta(days=days))
    round_.answers_due = begun.date() + timedelta(days=10)
    round_.save()
    BallotFactory(round=round_, ideas=[idea])
    close_vote(round_)
    answer_idea(Answer(idea=idea, status=AnswerStatus.YES, text=words[2], unit="Puistot"), by)
    hide_idea(idea, by, words[1])
    assert [word for word in words if word in _everything()] == list(words)

    purge(timezone.now(), dry_run=False)

    assert [word for word in words if word in _everything()] == []
    assert ModelLogEntry.objects.count() >= 5


def _everything() -> str:
    """All rows of all tables as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += cursor.fetchall()
    return str(rows)
