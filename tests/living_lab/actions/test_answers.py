"""Answering and correcting: nobody writes over words they have not seen."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from cms.models import User
from cms.moderation.seen import as_seen
from living_lab.actions import answers
from living_lab.models import Answer
from living_lab.rules import Stage
from tests.factories import AnswerFactory, IdeaFactory, RoundFactory
from tests.living_lab.actions.conftest import logged, new_answer
from tests.living_lab.conftest import Clock

pytestmark = pytest.mark.django_db


def test_an_answer_is_dated_once_and_logged(coordinator: User, clock: Clock) -> None:
    answer = answers.answer_idea(new_answer(IdeaFactory(round=RoundFactory(stage=Stage.ANSWERS))), coordinator)
    first_day = answer.answered_on
    clock.on(days=3)

    answer.text = "Kyllä, jo keväällä"
    answers.answer_idea(answer, coordinator)

    stored = Answer.objects.get()
    assert (stored.answered_on, stored.text) == (first_day, "Kyllä, jo keväällä")
    assert logged(stored) == ["wagtail.create", "wagtail.edit"]


def test_two_answers_at_once_leave_the_first_and_a_kind_word(coordinator: User) -> None:
    first = AnswerFactory(text="ensimmäinen")

    with pytest.raises(ValidationError):
        answers.answer_idea(new_answer(first.idea), coordinator)

    assert Answer.objects.get().text == "ensimmäinen"


def test_an_answer_is_not_written_over_words_that_were_not_seen(coordinator: User) -> None:
    seen = as_seen(None)
    answer = AnswerFactory(idea=IdeaFactory(round=RoundFactory(stage=Stage.ANSWERS)), text="ensimmäinen")
    mine = Answer.objects.get()
    mine.text = "toinen"

    with pytest.raises(ValidationError):
        answers.answer_idea(mine, coordinator, seen)
    assert Answer.objects.get().text == "ensimmäinen"
    answers.answer_idea(mine, coordinator, as_seen(answer))
    assert Answer.objects.get().text == "toinen"


def test_the_day_of_an_answer_is_the_day_on_the_wall(clock: Clock) -> None:
    clock.to(dt.datetime(2026, 11, 30, 22, 30, tzinfo=dt.UTC))

    assert answers.today() == dt.date(2026, 12, 1)
