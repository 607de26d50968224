"""Reading an idea: what each button does, and what happens when two press at once."""

import pytest
from django.test import Client

from cms.moderation.rules import State
from cms.moderation.seen import as_seen
from living_lab.closing import close_vote
from living_lab.models import Idea
from living_lab.rules import Stage
from tests.factories import (
    AdministratorFactory,
    IdeaFactory,
)
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import IDENTITY_CODE, Lab, address, fields_of, idea_form, signed_in
from tests.living_lab.staff.conftest import at, decide

pytestmark = pytest.mark.django_db
RETURN = {"return": "1", "reason": "rude", "note": "Sano se ystävällisesti"}
HIDE = {"hide": "1", "hide-note": "Siinä on nimi", "hide-sure": "on"}


def test_publishing_leads_to_the_next_that_waits(lab: Lab, admin: Client) -> None:
    first, second = IdeaFactory.create_batch(2, round=lab.round(), state=State.WAITING)

    answer = decide(admin, first, publish="1")

    assert answer.url == at("read", second.pk)
    assert Idea.objects.get(pk=first.pk).is_published
    assert decide(admin, second, publish="1").url == at("ideas")


def test_returning_tells_the_writer_why(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(), state=State.WAITING)

    decide(admin, idea, **RETURN)

    idea.refresh_from_db()
    assert (idea.state, idea.return_reason, idea.return_note) == (State.RETURNED, "rude", RETURN["note"])


def test_returning_without_a_reason_is_asked_again(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(), state=State.WAITING)

    answer = decide(admin, idea, **RETURN | {"reason": ""})

    assert answer.status_code == 200
    assert RETURN["note"] in answer.content.decode()
    assert Idea.objects.get().is_waiting


@pytest.mark.parametrize("first", ["publish", "return"])
@pytest.mark.parametrize("second", ["publish", "return"])
def test_when_two_decide_the_second_gets_a_kind_word(lab: Lab, admin: Client, first: str, second: str) -> None:
    """The other had the idea open all the while, as it was before the first decided."""
    idea = IdeaFactory(round=lab.round(), state=State.WAITING)
    presses = {"publish": {"publish": "1"}, "return": RETURN}
    other = signed_in(AdministratorFactory())
    seen = fields_of(other.get(at("read", idea.pk)), "body")["seen"]
    decide(admin, idea, **presses[first])
    before = Idea.objects.values().get()

    answer = other.post(at("read", idea.pk), {"seen": seen} | presses[second], follow=True)

    assert Idea.objects.values().get() == before
    assert "muutettu" in answer.content.decode() or "changed" in answer.content.decode()


def test_nobody_publishes_words_they_have_not_seen(lab: Lab, admin: Client) -> None:
    from living_lab.actions.ideas import resend_idea

    idea = IdeaFactory(round=lab.round(), state=State.WAITING)
    seen = fields_of(admin.get(at("read", idea.pk)), "body")["seen"]
    decide(signed_in(AdministratorFactory()), idea, **RETURN)
    resend_idea(Idea.objects.get(), "Aivan muuta", "", "fi")

    admin.post(at("read", idea.pk), {"seen": seen, "publish": "1"})

    assert Idea.objects.get().is_waiting


@pytest.mark.parametrize("press", ["publish", "return"])
def test_nobody_decides_on_words_that_came_while_they_were_reading(lab: Lab, admin: Client, press: str) -> None:
    """The writer went Back and sent the form again: one idea, which still waits, with other words."""
    round_, form = lab.round(), idea_form(title="Penkki rantaan")
    tell = address("tell", round_.slug)
    Client().post(tell, form)
    idea = Idea.objects.get()
    seen = fields_of(admin.get(at("read", idea.pk)), "body")["seen"]
    Client().post(tell, form | {"title": "Aivan muuta"})

    late = admin.post(
        at("read", idea.pk), {"seen": seen} | ({"publish": "1"} if press == "publish" else RETURN), follow=True
    )

    stored = Idea.objects.get()
    assert (stored.state, stored.title) == (State.WAITING, "Aivan muuta")
    assert "Aivan muuta" in late.content.decode()


def test_nobody_takes_down_words_they_have_not_seen(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round())
    seen = fields_of(admin.get(at("read", idea.pk)), "body")["seen"]
    Idea.objects.update(title="Korjattu")

    assert admin.post(at("read", idea.pk), {"seen": seen} | HIDE).status_code == 409
    assert Idea.objects.get().is_published


@pytest.mark.parametrize("stage", [Stage.VOTING, Stage.ANSWERS])
def test_nothing_is_published_after_voting_opens(lab: Lab, admin: Client, stage: Stage) -> None:
    idea = IdeaFactory(round=lab.round(stage), state=State.WAITING)

    page = admin.get(at("read", idea.pk)).content.decode()
    answer = admin.post(at("read", idea.pk), {"seen": as_seen(idea), "publish": "1"})

    assert 'name="publish"' not in page
    assert answer.status_code == 302
    assert Idea.objects.get().is_waiting


def test_an_idea_opened_before_voting_and_published_after_is_refused(lab: Lab, admin: Client, clock: Clock) -> None:
    idea = IdeaFactory(round=lab.round(Stage.GATHERING), state=State.WAITING)
    seen = fields_of(admin.get(at("read", idea.pk)), "body")["seen"]
    clock.to(idea.round.voting_open)

    answer = signed_in(AdministratorFactory()).post(at("read", idea.pk), {"seen": seen, "publish": "1"})

    assert answer.url == at("read", idea.pk)
    assert Idea.objects.get().is_waiting


def test_an_idea_can_be_returned_from_an_open_ballot_but_not_from_a_result(
    lab: Lab, admin: Client, clock: Clock
) -> None:
    kept, gone = IdeaFactory.create_batch(2, round=lab.round(Stage.VOTING))
    decide(admin, gone, **RETURN)
    seen = fields_of(admin.get(at("read", kept.pk)), "body")["seen"]
    clock.to(kept.round.voting_close)

    answer = signed_in(AdministratorFactory()).post(at("read", kept.pk), {"seen": seen} | RETURN)

    assert answer.status_code == 200
    assert [Idea.objects.get(pk=idea.pk).state for idea in (gone, kept)] == [State.RETURNED, State.PUBLISHED]


def test_personal_data_is_pointed_out(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(), state=State.WAITING, text=f"Soita 040 123 4567 tai {IDENTITY_CODE}")

    assert len(admin.get(at("read", idea.pk)).context["findings"]) == 2


def test_what_was_typed_is_kept_when_somebody_else_decides(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(), state=State.WAITING)
    for press in ({"publish": "1"}, RETURN):
        Idea.objects.update(state=State.WAITING)
        seen = fields_of(admin.get(at("read", idea.pk)), "body")["seen"]
        decide(admin, idea, **press)

        late = admin.post(at("read", idea.pk), {"seen": seen} | RETURN | {"note": "Kirjoitin pitkään"})

        assert late.status_code == 409
        assert "Kirjoitin pitkään" in late.content.decode()


def test_personal_data_is_published_only_when_somebody_has_looked(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(), state=State.WAITING, text="Soita 040 123 4567")

    asked = decide(admin, idea, publish="1")

    assert asked.status_code == 200
    assert asked.context["looked_form"].errors
    assert Idea.objects.get().is_waiting
    decide(admin, idea, publish="1", looked="on")
    assert Idea.objects.get().is_published


@pytest.mark.parametrize("stage", Stage)
def test_a_public_idea_is_taken_down_in_every_stage(lab: Lab, admin: Client, stage: Stage) -> None:
    idea = IdeaFactory(round=lab.round(stage), title="Aivan liian tarkka")
    close_vote(idea.round)

    decide(admin, idea, **HIDE)

    taken = Idea.objects.get()
    assert (taken.state, taken.return_note) == (State.WITHDRAWN, "Siinä on nimi")
    assert Client().get(address("idea", idea.round.slug, idea.pk)).status_code == 404
    assert list(admin.get(at("desk", idea.round.pk)).context["rows"]) == []
    assert admin.get(at("read", idea.pk)).status_code == 200


@pytest.mark.parametrize("missing", ["hide-note", "hide-sure"])
def test_nothing_is_taken_down_without_a_reason_and_a_yes(lab: Lab, admin: Client, missing: str) -> None:
    idea = IdeaFactory(round=lab.round())

    answer = decide(admin, idea, **HIDE | {missing: ""})

    assert answer.status_code == 200
    assert answer.context["hide_form"].errors
    assert Idea.objects.get().is_published


def test_an_idea_that_is_not_there(admin: Client) -> None:
    assert admin.get(at("read", "00000000-0000-0000-0000-000000000000"), follow=True).status_code == 404
