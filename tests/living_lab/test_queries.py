"""Reads: who sees which round, in which language, in which order, at what cost."""

import datetime as dt
from typing import Any

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from cms.moderation.rules import State
from living_lab import queries
from living_lab.rules import Stage
from tests.factories import AdministratorFactory, AnswerFactory, IdeaFactory, RoundFactory, UserFactory
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import Lab, staff

pytestmark = pytest.mark.django_db


def test_a_round_is_public_with_a_live_page_in_any_language(lab: Lab) -> None:
    shown, hidden, draft = lab.round(languages=("sv",)), RoundFactory(), RoundFactory()
    lab.page(draft, "fi", live=False)

    assert list(queries.public_rounds()) == [shown]
    assert queries.access_round(shown.slug) == shown
    for other in (hidden, draft):
        with pytest.raises(Http404):
            queries.access_round(other.slug)


def test_a_round_with_pages_in_many_languages_is_one_round(lab: Lab) -> None:
    lab.round(languages=("fi", "sv", "en"))

    assert queries.public_rounds().count() == 1


def test_the_page_is_the_languages_own_else_the_first(lab: Lab, django_assert_num_queries: Any) -> None:
    round_ = lab.round(languages=("sv", "fi"))

    with django_assert_num_queries(6):
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


def test_cards_cost_the_same_for_one_round_and_many(lab: Lab, django_assert_max_num_queries: Any) -> None:
    rounds = [lab.round(stage, languages=("fi", "sv")) for stage in Stage]
    queries.round_cards("sv", None, rounds[:1], timezone.now())  # Wagtail looks its sites up once

    with django_assert_max_num_queries(3):
        cards = queries.round_cards("sv", None, rounds, timezone.now())

    assert len(cards) == 5
    assert all(card.lang == "" for card in cards)


def test_a_card_in_another_language_says_so(lab: Lab) -> None:
    (card,) = queries.round_cards("ar", None, [lab.round()], timezone.now())

    assert (card.lang, card.dir) == ("fi", "ltr")


@pytest.mark.parametrize("stage", Stage)
def test_a_card_leads_to_what_can_be_done_now(lab: Lab, stage: Stage) -> None:
    (card,) = queries.round_cards("fi", None, [lab.round(stage)], timezone.now())

    doors = [action["url"].rstrip("/").rsplit("/", 1)[-1] for action in card.actions[:-1]]
    assert doors == {Stage.IDEAS: ["kerro"], Stage.VOTING: ["aanesta"]}.get(stage, [])


def test_a_round_without_public_ideas_is_not_answered(lab: Lab) -> None:
    empty, answered, half = (lab.round(Stage.ANSWERS) for _ in range(3))
    IdeaFactory(round=empty, state=State.RETURNED)
    AnswerFactory(idea=IdeaFactory(round=answered))
    AnswerFactory(idea=IdeaFactory(round=half))
    IdeaFactory(round=half)

    assert queries.fully_answered([empty.pk, answered.pk, half.pk]) == {answered.pk}


# --- What waits for staff -------------------------------------------------------------------------
def test_ideas_to_read_are_counted_since_the_oldest(django_assert_num_queries: Any) -> None:
    oldest = IdeaFactory(state=State.WAITING, received_at=timezone.now() - dt.timedelta(days=3))
    IdeaFactory(state=State.WAITING)
    IdeaFactory()
    reader = AdministratorFactory()

    with django_assert_num_queries(1):
        waiting = queries.waiting_ideas(reader)

    assert waiting is not None
    assert (waiting.count, waiting.since) == (2, oldest.received_at)


def test_nothing_waits_when_everything_is_read() -> None:
    IdeaFactory()

    waiting = queries.waiting_ideas(AdministratorFactory())

    assert waiting is not None
    assert (waiting.count, waiting.since) == (0, None)


def test_unanswered_ideas_wait_only_after_the_vote(clock: Clock) -> None:
    idea = IdeaFactory(round=RoundFactory(stage=Stage.VOTING))
    user = AdministratorFactory()
    before = queries.unanswered_ideas(user)
    clock.to(idea.round.voting_close)
    after = queries.unanswered_ideas(user)
    AnswerFactory(idea=idea)
    answered = queries.unanswered_ideas(user)

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
    queries.hidden_rounds(user)  # permissions are read, and addresses made, once

    with django_assert_num_queries(2):
        told = queries.hidden_rounds(user)

    assert told is not None
    assert (told.count, told.since) == (1, hidden.ideas_open)
    assert told.url == reverse("living_lab_round:desk", args=[hidden.pk])
    RoundFactory(stage=Stage.VOTING)
    again = queries.hidden_rounds(user)
    assert again is not None
    assert (again.count, again.url) == (2, reverse("living_lab_round:index"))
    assert queries.hidden_rounds(staff("living_lab.view_round")) is None


def test_nobody_is_told_of_what_is_not_theirs() -> None:
    IdeaFactory(state=State.WAITING)

    assert queries.waiting_ideas(UserFactory()) is None
    assert queries.unanswered_ideas(UserFactory()) is None
    assert queries.unanswered_ideas(staff("living_lab.moderate_idea")) is None
    assert queries.waiting_ideas(staff("living_lab.answer_idea")) is None


def test_ideas_of_a_round_are_counted_by_state(django_assert_num_queries: Any) -> None:
    round_ = RoundFactory(stage=Stage.ANSWERS)
    for state, number in {State.WAITING: 1, State.PUBLISHED: 3, State.RETURNED: 2}.items():
        IdeaFactory.create_batch(number, round=round_, state=state)
    AnswerFactory(idea=round_.ideas.filter(state=State.PUBLISHED).first())
    IdeaFactory()

    with django_assert_num_queries(1):
        counts = queries.idea_counts(round_)

    assert counts == {"waiting": 1, "published": 3, "returned": 2, "unanswered": 2}
