"""What waits for staff, and who is told."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.moderation.rules import State
from living_lab import desk
from living_lab.rules import Stage
from tests.factories import AdministratorFactory, AnswerFactory, BallotFactory, IdeaFactory, RoundFactory, UserFactory
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import Lab, staff

pytestmark = pytest.mark.django_db


def test_ideas_to_read_are_counted_since_the_oldest(django_assert_num_queries: Any) -> None:
    oldest = IdeaFactory(state=State.WAITING, received_at=timezone.now() - dt.timedelta(days=3))
    IdeaFactory(state=State.WAITING)
    IdeaFactory()
    reader = AdministratorFactory()

    with django_assert_num_queries(1):
        waiting = desk.waiting_ideas(reader)

    assert waiting is not None
    assert (waiting.count, waiting.since) == (2, oldest.received_at)


def test_nothing_waits_when_everything_is_read() -> None:
    IdeaFactory()

    waiting = desk.waiting_ideas(AdministratorFactory())

    assert waiting is not None
    assert (waiting.count, waiting.since) == (0, None)


def test_unanswered_ideas_wait_only_after_the_vote(clock: Clock) -> None:
    idea = IdeaFactory(round=RoundFactory(stage=Stage.VOTING))
    user = AdministratorFactory()
    before = desk.unanswered_ideas(user)
    clock.to(idea.round.voting_close)
    after = desk.unanswered_ideas(user)
    AnswerFactory(idea=idea)
    answered = desk.unanswered_ideas(user)

    assert [waiting and waiting.count for waiting in (before, after, answered)] == [0, 1, 0]
    assert after is not None
    assert after.since == idea.round.voting_close


def test_a_round_that_has_begun_and_that_nobody_sees_is_told(lab: Lab, django_assert_num_queries: Any) -> None:
    hidden = RoundFactory(stage=Stage.IDEAS)
    lab.page(hidden, "fi", live=False)
    lab.round(Stage.IDEAS)
    RoundFactory(stage=Stage.UPCOMING)
    RoundFactory(stage=Stage.ANSWERS)
    user = staff("living_lab.change_round")
    desk.hidden_rounds(user)  # permissions are read, and addresses made, once

    with django_assert_num_queries(1):
        told = desk.hidden_rounds(user)

    assert told is not None
    assert (told.count, told.since) == (1, hidden.ideas_open)
    assert told.url == reverse("living_lab_round:desk", args=[hidden.pk])
    RoundFactory(stage=Stage.VOTING)
    again = desk.hidden_rounds(user)
    assert again is not None
    assert (again.count, again.url) == (2, reverse("living_lab_round:index"))
    assert desk.hidden_rounds(staff("living_lab.view_round")) is None


def test_a_flood_of_ideas_is_told_apart_from_the_rest(django_assert_num_queries: Any) -> None:
    IdeaFactory(state=State.WAITING)
    IdeaFactory.create_batch(5, state=State.WAITING, held=True)
    reader = AdministratorFactory()

    with django_assert_num_queries(2):
        waiting, held = desk.waiting_ideas(reader), desk.held_ideas(reader)

    assert waiting is not None
    assert held is not None
    assert (waiting.count, held.count) == (1, 5)
    assert held.url.endswith("?tila=held")


def test_held_ballots_wait_while_their_vote_is_open(clock: Clock, django_assert_num_queries: Any) -> None:
    round_ = BallotFactory(held=True).round
    BallotFactory(round=round_, held=True)
    BallotFactory(round=round_, held=True, let_in=True)
    BallotFactory(round=round_)
    user = staff("living_lab.change_round")
    desk.held_ballots(user)  # permissions are read once

    with django_assert_num_queries(1):
        told = desk.held_ballots(user)

    assert told is not None
    assert (told.count, told.since, told.url) == (2, None, reverse("living_lab_round:desk", args=[round_.pk]))
    clock.to(round_.voting_close)
    after = desk.held_ballots(user)
    assert after is not None
    assert after.count == 0


def test_nobody_is_told_of_what_is_not_theirs() -> None:
    IdeaFactory(state=State.WAITING)
    BallotFactory(held=True)

    assert desk.held_ideas(UserFactory()) is None
    assert desk.held_ballots(staff("living_lab.moderate_idea")) is None

    assert desk.waiting_ideas(UserFactory()) is None
    assert desk.unanswered_ideas(UserFactory()) is None
    assert desk.unanswered_ideas(staff("living_lab.moderate_idea")) is None
    assert desk.waiting_ideas(staff("living_lab.answer_idea")) is None
