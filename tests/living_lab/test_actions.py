"""Use cases: each checks the stage, happens whole or not at all, and is logged when staff do it."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry, PageLogEntry

from cms.models import User
from cms.moderation.rules import State
from cms.tokens import new_key
from living_lab import actions, casting, closing, timing
from living_lab.actions import RoundTexts
from living_lab.models import Answer, AnswerStatus, Idea, IdeaSource, Round, RoundIndexPage, RoundPage
from living_lab.rules import ALLOWED, Action, Stage, may
from living_lab.timing import TooLate
from tests.factories import HOSTILE, AdministratorFactory, AnswerFactory, IdeaFactory, RoundFactory
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import IDENTITY_CODE, Lab, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return AdministratorFactory()


def logged(instance: Any) -> list[str]:
    return list(ModelLogEntry.objects.for_instance(instance).order_by("pk").values_list("action", flat=True))


# --- Every action in every stage ------------------------------------------------------------------
def _new_idea(round_: Round) -> Idea:
    return Idea(round=round_, title="Penkki", text="Levätä", language="fi")


def _answer(idea: Idea) -> Answer:
    return Answer(idea=idea, status=AnswerStatus.YES, text="Kyllä", unit="Kirjasto")


def _enter(round_: Round, by: User, title: str = f"Penkki {HOSTILE}") -> Idea:
    return actions.enter_idea(Idea(round=round_, title=title, language="fi", source=IdeaSource.WORKSHOP), by)


ATTEMPTS: dict[Action, Callable[[Round, User], Any]] = {
    Action.TELL_IDEA: lambda round_, by: actions.receive_idea(_new_idea(round_), new_key()),
    Action.ENTER_IDEA: _enter,
    Action.RESEND_IDEA: lambda round_, by: actions.resend_idea(
        IdeaFactory(round=round_, state=State.RETURNED), "a", "b", "fi"
    ),
    Action.PUBLISH_IDEA: lambda round_, by: actions.publish_idea(IdeaFactory(round=round_, state=State.WAITING), by),
    Action.RETURN_IDEA: lambda round_, by: actions.return_idea(IdeaFactory(round=round_), by, "rude", "Ei näin"),
    Action.CAST_BALLOT: lambda round_, by: casting.give_vote(round_, new_key(), IdeaFactory(round=round_).pk),
    Action.ANSWER_IDEA: lambda round_, by: actions.answer_idea(_answer(IdeaFactory(round=round_)), by),
    Action.SEE_RESULT: lambda round_, by: _closed(round_),
    Action.HIDE_TEXT: lambda round_, by: actions.hide_idea(IdeaFactory(round=round_), by, "Siinä on nimi"),
}


def _closed(round_: Round) -> None:
    if closing.close_vote(round_) is None:
        raise TooLate("not over")


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("action", Action)
def test_an_action_happens_in_its_stages_and_is_too_late_in_others(
    action: Action, stage: Stage, coordinator: User
) -> None:
    round_ = RoundFactory(stage=stage)

    if may(action, stage):
        ATTEMPTS[action](round_, coordinator)
        assert ModelLogEntry.objects.exists() is (
            action in {Action.ENTER_IDEA, Action.PUBLISH_IDEA, Action.RETURN_IDEA, Action.ANSWER_IDEA, Action.HIDE_TEXT}
        )
    else:
        with pytest.raises(TooLate):
            ATTEMPTS[action](round_, coordinator)
        assert not ModelLogEntry.objects.exists()


@pytest.mark.parametrize("action", ALLOWED)
def test_every_refusal_has_words(action: Action) -> None:
    assert str(timing.TOO_LATE[action])


# --- A new round ----------------------------------------------------------------------------------
TEXTS = RoundTexts(lead=f"Mitä {HOSTILE}", for_whom="Kaikille", decision="Lautakunta päättää")


def test_a_new_round_has_a_draft_of_its_page(lab: Lab, coordinator: User) -> None:
    page = actions.create_round(RoundFactory.build(name="Ranta", slug="ranta"), TEXTS, coordinator)

    stored = RoundPage.objects.get()
    assert (stored.pk, stored.live, stored.title, stored.lead, stored.round.slug) == (
        page.pk,
        False,
        "Ranta",
        TEXTS.lead,
        "ranta",
    )
    assert stored.latest_revision is not None
    assert logged(stored.round) == ["wagtail.create"]
    assert PageLogEntry.objects.for_instance(stored).exists()


def test_without_a_page_of_rounds_no_round_is_made(coordinator: User, site_tree: object) -> None:
    with pytest.raises(ValidationError):
        actions.create_round(RoundFactory.build(), TEXTS, coordinator)

    assert not Round.objects.exists()


def test_a_round_whose_page_cannot_be_made_is_not_made(lab: Lab, coordinator: User) -> None:
    taken = lab.round()
    taken.pages.update(slug="ranta")

    with pytest.raises(ValidationError):
        actions.create_round(RoundFactory.build(slug="ranta"), TEXTS, coordinator)

    assert Round.objects.count() == 1
    assert RoundIndexPage.objects.get().get_children().count() == 1


# --- Ideas ----------------------------------------------------------------------------------------
def test_received_twice_is_one_idea_with_the_latest_words() -> None:
    round_, key = RoundFactory(), new_key()
    first = actions.receive_idea(Idea(pk=uuid4(), round=round_, title="a", language="fi"), key)

    again = actions.receive_idea(Idea(pk=first.pk, round=round_, title="b", language="fi"), key)

    assert again == first
    assert Idea.objects.get().title == "b"


def test_words_that_somebody_has_read_are_not_changed_by_sending_the_form_again(coordinator: User) -> None:
    round_, key = RoundFactory(), new_key()
    first = actions.receive_idea(Idea(pk=uuid4(), round=round_, title="a", language="fi"), key)
    actions.publish_idea(first, coordinator)

    actions.receive_idea(Idea(pk=first.pk, round=round_, title="b", language="fi"), key)

    assert Idea.objects.get().title == "a"


def test_nobody_takes_over_an_idea_by_its_id() -> None:
    round_ = RoundFactory()
    first = actions.receive_idea(_new_idea(round_), new_key())

    with pytest.raises(ValidationError):
        actions.receive_idea(Idea(pk=first.pk, round=round_, title="kaapattu", language="fi"), new_key())

    assert Idea.objects.get().title == "Penkki"


def test_entered_by_who_may_read_is_public_at_once(coordinator: User) -> None:
    idea = _enter(RoundFactory(), coordinator)

    assert idea.is_published
    assert logged(idea) == ["wagtail.create", "cms.moderation.published"]
    assert Idea.objects.get().edit_key_hash is None


def test_entered_by_others_waits() -> None:
    assert _enter(RoundFactory(), staff()).is_waiting


def test_staff_cannot_enter_a_personal_identity_code(coordinator: User) -> None:
    with pytest.raises(ValidationError):
        _enter(RoundFactory(), coordinator, title=f"Mummo {IDENTITY_CODE}")

    assert not Idea.objects.exists()


@pytest.mark.parametrize("state", [State.WAITING, State.PUBLISHED, State.WITHDRAWN])
def test_only_a_returned_idea_is_resent(state: State) -> None:
    idea = IdeaFactory(state=state)

    with pytest.raises(ValidationError):
        actions.resend_idea(idea, "a", "b", "fi")

    assert Idea.objects.get().title == idea.title


def test_a_resent_idea_waits_as_if_new(clock: Clock) -> None:
    idea = IdeaFactory(state=State.RETURNED, received_at=clock() - dt.timedelta(days=5))

    resent = actions.resend_idea(idea, "Uusi", "teksti", "sv")

    assert (resent.state, resent.title, resent.received_at, resent.decided_at) == (State.WAITING, "Uusi", clock(), None)


def test_a_resent_idea_cannot_hold_an_identity_code() -> None:
    idea = IdeaFactory(state=State.RETURNED)

    with pytest.raises(ValidationError):
        actions.resend_idea(idea, IDENTITY_CODE, "", "fi")

    assert Idea.objects.get().state == State.RETURNED


def test_two_cannot_publish_one_idea(coordinator: User) -> None:
    idea = IdeaFactory(state=State.WAITING)
    seen_by_other = Idea.objects.get()
    actions.publish_idea(idea, coordinator)

    with pytest.raises(ValidationError):
        actions.publish_idea(seen_by_other, coordinator)

    assert logged(idea) == ["cms.moderation.published"]


def test_two_cannot_return_one_idea(coordinator: User) -> None:
    idea = IdeaFactory(state=State.WAITING)
    actions.return_idea(idea, coordinator, "rude", "ensin")

    with pytest.raises(ValidationError):
        actions.return_idea(idea, coordinator, "advert", "sitten")

    assert Idea.objects.get().return_note == "ensin"


# --- Answers --------------------------------------------------------------------------------------
def test_an_answer_is_dated_once_and_logged(coordinator: User, clock: Clock) -> None:
    answer = actions.answer_idea(_answer(IdeaFactory(round=RoundFactory(stage=Stage.ANSWERS))), coordinator)
    first_day = answer.answered_on
    clock.on(days=3)

    answer.text = "Kyllä, jo keväällä"
    actions.answer_idea(answer, coordinator)

    stored = Answer.objects.get()
    assert (stored.answered_on, stored.text) == (first_day, "Kyllä, jo keväällä")
    assert logged(stored) == ["wagtail.create", "wagtail.edit"]


def test_two_answers_at_once_leave_the_first_and_a_kind_word(coordinator: User) -> None:
    first = AnswerFactory(text="ensimmäinen")

    with pytest.raises(ValidationError):
        actions.answer_idea(_answer(first.idea), coordinator)

    assert Answer.objects.get().text == "ensimmäinen"


def test_an_answer_is_not_written_over_words_that_were_not_seen(coordinator: User) -> None:
    seen = actions.answer_as_seen(None)
    answer = AnswerFactory(idea=IdeaFactory(round=RoundFactory(stage=Stage.ANSWERS)), text="ensimmäinen")
    mine = Answer.objects.get()
    mine.text = "toinen"

    with pytest.raises(ValidationError):
        actions.answer_idea(mine, coordinator, seen)
    assert Answer.objects.get().text == "ensimmäinen"
    actions.answer_idea(mine, coordinator, actions.answer_as_seen(answer))
    assert Answer.objects.get().text == "toinen"


# --- Taking down ----------------------------------------------------------------------------------
def test_taking_an_idea_down_is_logged_and_done_once(coordinator: User) -> None:
    idea = IdeaFactory(round=RoundFactory(stage=Stage.VOTING))

    actions.hide_idea(idea, coordinator, "Siinä on nimi")

    taken = Idea.objects.get()
    assert (taken.state, taken.return_note) == (State.WITHDRAWN, "Siinä on nimi")
    assert logged(taken) == ["cms.moderation.withdrawn"]
    with pytest.raises(ValidationError):
        actions.hide_idea(idea, coordinator, "")


@pytest.mark.parametrize("state", [State.WAITING, State.RETURNED])
def test_only_what_is_public_is_taken_down(coordinator: User, state: State) -> None:
    idea = IdeaFactory(state=state)

    with pytest.raises(ValidationError):
        actions.hide_idea(idea, coordinator, "")
    assert Idea.objects.get().state == state


def test_a_round_is_rescheduled_only_as_far_as_it_has_not_begun(coordinator: User) -> None:
    round_ = RoundFactory(stage=Stage.VOTING)
    secret, end = round_.secret, round_.voting_close
    round_.secret, round_.voting_close = "", end + dt.timedelta(days=1)

    actions.reschedule_round(round_, coordinator)

    stored = Round.objects.get()
    assert (stored.secret, stored.voting_close) == (secret, end + dt.timedelta(days=1))
    assert logged(stored) == ["wagtail.edit"]
    round_.voting_close = end
    with pytest.raises(ValidationError):
        actions.reschedule_round(round_, coordinator)


def test_the_day_of_an_answer_is_the_day_on_the_wall(clock: Clock) -> None:
    clock.to(dt.datetime(2026, 11, 30, 22, 30, tzinfo=dt.UTC))

    assert actions.today() == dt.date(2026, 12, 1)
