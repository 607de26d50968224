"""Every use case in every stage: it happens, or is refused with words, and is logged when staff do it."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from cms.models import User
from cms.moderation.rules import State
from cms.tokens import new_key
from living_lab import casting, closing, timing
from living_lab.actions import answers, ideas
from living_lab.models import Round
from living_lab.rules import ALLOWED, Action, Stage, may
from living_lab.timing import NotNow
from tests.factories import BallotFactory, IdeaFactory, RoundFactory
from tests.living_lab.actions.conftest import enter, new_answer, new_idea
from tests.living_lab.factories import some_network

pytestmark = pytest.mark.django_db

ATTEMPTS: dict[Action, Callable[[Round, User], Any]] = {
    Action.TELL_IDEA: lambda round_, by: ideas.receive_idea(new_idea(round_), new_key(), some_network()),
    Action.ENTER_IDEA: enter,
    Action.RESEND_IDEA: lambda round_, by: ideas.resend_idea(
        IdeaFactory(round=round_, state=State.RETURNED), "a", "b", "fi"
    ),
    Action.PUBLISH_IDEA: lambda round_, by: ideas.publish_idea(IdeaFactory(round=round_, state=State.WAITING), by),
    Action.RETURN_IDEA: lambda round_, by: ideas.return_idea(IdeaFactory(round=round_), by, "rude", "Ei näin"),
    Action.CAST_BALLOT: lambda round_, by: casting.give_vote(
        round_, new_key(), IdeaFactory(round=round_).pk, some_network()
    ),
    Action.LET_BALLOTS_IN: lambda round_, by: casting.let_ballots_in(
        BallotFactory(round=round_, held=True).round, 1, by
    ),
    Action.ANSWER_IDEA: lambda round_, by: answers.answer_idea(new_answer(IdeaFactory(round=round_)), by),
    Action.SEE_RESULT: lambda round_, by: _closed(round_),
    Action.HIDE_TEXT: lambda round_, by: ideas.hide_idea(IdeaFactory(round=round_), by, "Siinä on nimi"),
}


LOGGED = {
    *(Action.ENTER_IDEA, Action.PUBLISH_IDEA, Action.RETURN_IDEA, Action.ANSWER_IDEA, Action.HIDE_TEXT),
    Action.LET_BALLOTS_IN,
}


def _closed(round_: Round) -> None:
    if closing.close_vote(round_) is None:
        raise NotNow("not over")


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("action", Action)
def test_an_action_happens_in_its_stages_and_not_now_in_others(action: Action, stage: Stage, coordinator: User) -> None:
    round_ = RoundFactory(stage=stage)

    if may(action, stage):
        ATTEMPTS[action](round_, coordinator)
        assert ModelLogEntry.objects.exists() is (action in LOGGED)
    else:
        with pytest.raises(NotNow):
            ATTEMPTS[action](round_, coordinator)
        assert not ModelLogEntry.objects.exists()


@pytest.mark.parametrize("action", ALLOWED)
def test_every_refusal_has_words(action: Action) -> None:
    assert str(timing.WHY_NOT_NOW[action])
