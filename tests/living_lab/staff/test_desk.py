"""The desk of a round in every stage."""

import re

import pytest
from django.test import Client

from cms import translating
from cms.moderation.rules import State
from living_lab.rules import Stage
from tests.factories import (
    AnswerFactory,
    BallotFactory,
    IdeaFactory,
    RoundFactory,
    UserFactory,
)
from tests.living_lab.factories import Lab, address, part, signed_in, staff
from tests.living_lab.staff.conftest import at, many

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", Stage)
def test_the_desk_opens_in_every_stage(lab: Lab, admin: Client, stage: Stage) -> None:
    round_ = lab.round(stage)
    IdeaFactory(round=round_, state=State.WAITING)
    unanswered = IdeaFactory(round=round_)

    desk = admin.get(at("desk", round_.pk))

    assert desk.context["counts"] == {"waiting": 1, "held": 0, "published": 1, "returned": 0, "unanswered": 1}
    assert [row["idea"] for row in desk.context["rows"]] == [unanswered]
    assert (at("answer", unanswered.pk) in desk.content.decode()) is (stage is Stage.ANSWERS)
    assert "tila=returned" in desk.content.decode()
    assert (desk.context["result"] is not None) is (stage is Stage.ANSWERS)


def test_the_desk_lists_every_public_idea_with_votes_and_answer_those_without_first(lab: Lab, admin: Client) -> None:
    round_ = lab.round(Stage.ANSWERS)
    answered = AnswerFactory(idea=IdeaFactory(round=round_)).idea
    idea = IdeaFactory(round=round_)
    BallotFactory.create_batch(2, round=round_, ideas=[idea])

    rows = admin.get(at("desk", round_.pk)).context["rows"]

    assert [(row["idea"], row["votes"], bool(row["answer"])) for row in rows] == [(idea, 2, False), (answered, 0, True)]
    many(round_, 68, State.PUBLISHED)
    assert "1–30" in admin.get(at("desk", round_.pk)).content.decode()
    assert len(admin.get(f"{at('desk', round_.pk)}?p=3").context["rows"]) == 10


def test_the_desk_says_when_there_is_nothing_to_answer(lab: Lab, admin: Client) -> None:
    empty, answered = lab.round(Stage.ANSWERS), lab.round(Stage.ANSWERS)
    AnswerFactory(idea=IdeaFactory(round=answered))
    pages = [part(admin.get(at("desk", round_.pk)).content.decode(), "main") for round_ in (empty, answered)]
    said = [re.findall(r"<p>([^<]*)</p>", page.split("<h2", 3)[2]) for page in pages]

    assert [len(words) for words in said] == [2, 2]
    assert said[0][1] != said[1][1]


def test_the_desk_says_who_runs_the_round(lab: Lab, admin: Client) -> None:
    round_ = lab.round(coordinator=UserFactory(first_name="Aino", last_name="Aalto"))

    assert "Aino Aalto" in part(admin.get(at("desk", round_.pk)).content.decode(), "main")
    assert admin.get(at("desk", lab.round().pk)).context["coordinator"] == ""


def test_a_flood_of_ideas_is_counted_apart(lab: Lab, admin: Client) -> None:
    round_ = lab.round()
    IdeaFactory(round=round_, state=State.WAITING)
    IdeaFactory.create_batch(3, round=round_, state=State.WAITING, held=True)

    desk = admin.get(at("desk", round_.pk))

    assert (desk.context["counts"]["waiting"], desk.context["counts"]["held"]) == (1, 3)
    assert "tila=held" in desk.content.decode()


def test_a_draft_is_published_from_the_desk(lab: Lab, admin: Client) -> None:
    round_ = RoundFactory()
    page = lab.page(round_, "fi", live=False)

    assert not admin.get(at("desk", round_.pk)).context["is_public"]
    admin.post(at("publish", round_.pk, page.pk))

    assert Client().get(address("round", round_.slug), follow=True).status_code == 200


def test_a_half_translated_page_is_not_published_from_the_desk(
    lab: Lab, admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = lab.round()
    page = lab.page(round_, "sv", live=False, translation_key=round_.pages.get().translation_key)
    monkeypatch.setattr(translating, "missing_texts", lambda pages: {page.pk: 2 for page in pages})

    told = admin.post(at("publish", round_.pk, page.pk), follow=True)

    assert not round_.pages.get(pk=page.pk).live
    assert "2 " in part(told.content.decode(), "body")


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_pressing_the_button_publishes(lab: Lab, admin: Client, method: str) -> None:
    round_ = RoundFactory()
    page = lab.page(round_, "fi", live=False)

    assert getattr(admin, method)(at("publish", round_.pk, page.pk)).status_code == 405
    assert not round_.pages.get().live


def test_a_page_of_another_round_is_not_published_here(lab: Lab, admin: Client) -> None:
    other = RoundFactory()
    page = lab.page(other, "fi", live=False)

    assert admin.post(at("publish", lab.round().pk, page.pk), follow=True).status_code == 404
    assert not other.pages.get().live


def test_who_only_looks_publishes_nothing(lab: Lab) -> None:
    round_ = RoundFactory()
    page = lab.page(round_, "fi", live=False)
    looker = signed_in(staff("living_lab.view_round"))

    desk = looker.get(at("desk", round_.pk))
    looker.post(at("publish", round_.pk, page.pk))

    assert 'method="post"' not in part(desk.content.decode(), "main")
    assert not round_.pages.get().live
