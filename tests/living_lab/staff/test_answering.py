"""Answering an idea, and what happens when two do."""

import pytest
from django.test import Client

from cms.moderation.rules import State
from living_lab.models import Answer, AnswerStatus
from living_lab.rules import Stage
from tests.factories import (
    HOSTILE,
    AdministratorFactory,
    AnswerFactory,
    BallotFactory,
    IdeaFactory,
)
from tests.living_lab.factories import Lab, address, fields_of, signed_in
from tests.living_lab.staff.conftest import at

pytestmark = pytest.mark.django_db
ANSWER = {"status": "yes", "text": f"Penkki tulee {HOSTILE}", "next_step": "", "unit": "Puistot", "language": "fi"}


def test_an_answer_leads_to_the_next_idea_without_one(lab: Lab, admin: Client) -> None:
    round_ = lab.round(Stage.ANSWERS)
    first, second = IdeaFactory.create_batch(2, round=round_)

    answer = admin.post(at("answer", first.pk), ANSWER)

    assert answer.url == at("answer", second.pk)
    assert first.answer.status == AnswerStatus.YES
    assert admin.post(at("answer", second.pk), ANSWER).url == at("desk", round_.pk)
    assert "Penkki tulee" in Client().get(address("idea", round_.slug, first.pk)).content.decode()


@pytest.mark.parametrize("stage", [Stage.UPCOMING, Stage.IDEAS, Stage.GATHERING, Stage.VOTING])
def test_nothing_is_answered_before_the_vote_is_over(lab: Lab, admin: Client, stage: Stage) -> None:
    idea = IdeaFactory(round=lab.round(stage))

    answer = admin.post(at("answer", idea.pk), ANSWER)

    assert answer.status_code == 200
    assert "Penkki tulee" in answer.content.decode()
    assert not Answer.objects.exists()


def test_an_answer_can_be_corrected(lab: Lab, admin: Client) -> None:
    answered = AnswerFactory(idea=IdeaFactory(round=lab.round(Stage.ANSWERS)))
    url = at("answer", answered.idea.pk)

    admin.post(url, ANSWER | {"status": "not_now", "seen": fields_of(admin.get(url), "body")["seen"]})

    assert Answer.objects.get().status == AnswerStatus.NOT_NOW


def test_the_second_of_two_who_answer_sees_both_answers_and_loses_nothing(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(Stage.ANSWERS))
    url, other = at("answer", idea.pk), signed_in(AdministratorFactory())
    seen = fields_of(other.get(url), "body")["seen"]
    admin.post(url, ANSWER | {"text": "Ensimmäinen vastaus", "seen": seen})

    late = other.post(url, ANSWER | {"status": "not_now", "text": "Toinen vastaus", "seen": seen})

    page = late.content.decode()
    assert late.status_code == 409
    assert "Ensimmäinen vastaus" in page
    assert fields_of(late, "body")["text"] == "Toinen vastaus"
    assert Answer.objects.get().text == "Ensimmäinen vastaus"
    assert other.post(url, fields_of(late, "body") | {"status": "not_now"}).status_code == 302
    assert Answer.objects.get().text == "Toinen vastaus"


def test_a_faulty_answer_sent_late_does_not_forget_what_was_seen(lab: Lab, admin: Client) -> None:
    answered = AnswerFactory(idea=IdeaFactory(round=lab.round(Stage.ANSWERS)))
    url = at("answer", answered.idea.pk)
    seen = fields_of(admin.get(url), "body")["seen"]

    assert fields_of(admin.post(url, ANSWER | {"text": "", "seen": seen}), "body")["seen"] == seen


@pytest.mark.parametrize("state", [State.WAITING, State.RETURNED, State.WITHDRAWN])
def test_only_public_ideas_are_answered(lab: Lab, admin: Client, state: State) -> None:
    idea = IdeaFactory(round=lab.round(Stage.ANSWERS), state=state)

    assert admin.post(at("answer", idea.pk), ANSWER, follow=True).status_code == 404
    assert not Answer.objects.exists()


def test_the_votes_of_the_idea_are_told(lab: Lab, admin: Client) -> None:
    round_ = lab.round(Stage.ANSWERS)
    idea = IdeaFactory(round=round_)
    BallotFactory.create_batch(7, round=round_, ideas=[idea])

    assert admin.get(at("answer", idea.pk)).context["votes"] == 7
