"""An idea from telling to taking down: each step whole or not at all."""

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from cms import versions
from cms.models import User
from cms.moderation.rules import State
from cms.moderation.seen import as_seen
from cms.tokens import hash_key, new_key
from living_lab.actions import answers, ideas
from living_lab.models import Idea
from living_lab.reasons import ReturnReason
from living_lab.rules import Stage
from living_lab.timing import NotNow
from tests.factories import IdeaFactory, RoundFactory
from tests.living_lab.actions.conftest import enter, logged, new_answer, new_idea
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import IDENTITY_CODE, some_network, staff

pytestmark = pytest.mark.django_db


def test_received_twice_is_one_idea_with_the_latest_words() -> None:
    round_, key = RoundFactory(), new_key()
    first = ideas.receive_idea(Idea(pk=uuid4(), round=round_, title="a", language="fi"), key, some_network())

    again = ideas.receive_idea(Idea(pk=first.pk, round=round_, title="b", language="fi"), key, some_network())

    assert again == first
    assert Idea.objects.get().title == "b"


def test_words_that_somebody_has_read_are_not_changed_by_sending_the_form_again(coordinator: User) -> None:
    round_, key = RoundFactory(), new_key()
    first = ideas.receive_idea(Idea(pk=uuid4(), round=round_, title="a", language="fi"), key, some_network())
    ideas.publish_idea(first, coordinator)

    ideas.receive_idea(Idea(pk=first.pk, round=round_, title="b", language="fi"), key, some_network())

    assert Idea.objects.get().title == "a"


def test_the_form_of_one_round_changes_nothing_in_another() -> None:
    """The key and the id are right, but the idea waits in a round that has closed."""
    closed, key = RoundFactory(stage=Stage.GATHERING), new_key()
    waits = IdeaFactory(round=closed, state=State.WAITING, edit_key_hash=hash_key(key), title="a")

    for round_, refusal in ((RoundFactory(), ValidationError), (closed, NotNow)):
        with pytest.raises(refusal):
            ideas.receive_idea(Idea(pk=waits.pk, round=round_, title="b", language="fi"), key, some_network())
        assert Idea.objects.get().title == "a"


def test_nobody_takes_over_an_idea_by_its_id() -> None:
    round_ = RoundFactory()
    first = ideas.receive_idea(new_idea(round_), new_key(), some_network())

    with pytest.raises(ValidationError):
        ideas.receive_idea(Idea(pk=first.pk, round=round_, title="kaapattu", language="fi"), new_key(), some_network())

    assert Idea.objects.get().title == "Penkki"


def test_entered_by_who_may_read_is_public_at_once(coordinator: User) -> None:
    idea = enter(RoundFactory(), coordinator)

    assert idea.is_published
    assert logged(idea) == ["wagtail.create", "cms.moderation.published"]
    assert Idea.objects.get().edit_key_hash is None


def test_entered_by_others_waits() -> None:
    assert enter(RoundFactory(), staff()).is_waiting


def test_staff_cannot_enter_a_personal_identity_code(coordinator: User) -> None:
    with pytest.raises(ValidationError):
        enter(RoundFactory(), coordinator, title=f"Mummo {IDENTITY_CODE}")

    assert not Idea.objects.exists()


@pytest.mark.parametrize("state", [State.WAITING, State.PUBLISHED, State.WITHDRAWN])
def test_only_a_returned_idea_is_resent(state: State) -> None:
    idea = IdeaFactory(state=state)

    with pytest.raises(ValidationError):
        ideas.resend_idea(idea, "a", "b", "fi")

    assert Idea.objects.get().title == idea.title


def test_what_is_here_already_is_not_told_again() -> None:
    idea = IdeaFactory(state=State.RETURNED, return_reason=ReturnReason.ALREADY)

    with pytest.raises(ValidationError):
        ideas.resend_idea(idea, "a", "b", "fi")

    assert (Idea.objects.get().state, Idea.objects.get().title) == (State.RETURNED, idea.title)


def test_a_resent_idea_waits_as_if_new(clock: Clock) -> None:
    idea = IdeaFactory(state=State.RETURNED, received_at=clock() - dt.timedelta(days=5))

    resent = ideas.resend_idea(idea, "Uusi", "teksti", "sv")

    assert (resent.state, resent.title, resent.received_at, resent.decided_at) == (State.WAITING, "Uusi", clock(), None)


def test_a_resent_idea_cannot_hold_an_identity_code() -> None:
    idea = IdeaFactory(state=State.RETURNED)

    with pytest.raises(ValidationError):
        ideas.resend_idea(idea, IDENTITY_CODE, "", "fi")

    assert Idea.objects.get().state == State.RETURNED


def test_two_cannot_publish_one_idea(coordinator: User) -> None:
    idea = IdeaFactory(state=State.WAITING)
    seen_by_other = Idea.objects.get()
    ideas.publish_idea(idea, coordinator)

    with pytest.raises(ValidationError):
        ideas.publish_idea(seen_by_other, coordinator)

    assert logged(idea) == ["cms.moderation.published"]


DECISIONS: dict[str, Callable[[Idea, User, str], Idea]] = {
    "publish": ideas.publish_idea,
    "return": lambda idea, by, seen: ideas.return_idea(idea, by, ReturnReason.RUDE, "Ei näin", seen),
    "hide": lambda idea, by, seen: ideas.hide_idea(idea, by, "Siinä on nimi", seen),
}


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("changed", ["title", "text", "language"])
def test_nobody_decides_on_words_they_have_not_seen(coordinator: User, decision: str, changed: str) -> None:
    """Neither on those that the caller's own copy does not know of."""
    idea = IdeaFactory(state=State.PUBLISHED if decision == "hide" else State.WAITING)
    seen = as_seen(idea)
    Idea.objects.update(**{changed: "sv"})

    with pytest.raises(ValidationError):
        DECISIONS[decision](idea, coordinator, seen)
    assert Idea.objects.get().state == idea.state
    DECISIONS[decision](idea, coordinator, as_seen(Idea.objects.get()))
    assert Idea.objects.get().state != idea.state


def test_two_cannot_return_one_idea(coordinator: User) -> None:
    idea = IdeaFactory(state=State.WAITING)
    ideas.return_idea(idea, coordinator, "rude", "ensin")

    with pytest.raises(ValidationError):
        ideas.return_idea(idea, coordinator, "advert", "sitten")

    assert Idea.objects.get().return_note == "ensin"


def test_taking_an_idea_down_is_logged_and_done_once(coordinator: User) -> None:
    idea = IdeaFactory(round=RoundFactory(stage=Stage.VOTING))

    ideas.hide_idea(idea, coordinator, "Siinä on nimi")

    taken = Idea.objects.get()
    assert (taken.state, taken.return_note) == (State.WITHDRAWN, "Siinä on nimi")
    assert logged(taken) == ["cms.moderation.withdrawn"]
    with pytest.raises(ValidationError):
        ideas.hide_idea(idea, coordinator, "")


@pytest.mark.parametrize("state", [State.WAITING, State.RETURNED])
def test_only_what_is_public_is_taken_down(coordinator: User, state: State) -> None:
    idea = IdeaFactory(state=state)

    with pytest.raises(ValidationError):
        ideas.hide_idea(idea, coordinator, "")
    assert Idea.objects.get().state == state


# --- What kept pages notice -----------------------------------------------------------------------
def test_what_nobody_sees_lets_kept_pages_be(coordinator: User) -> None:
    round_, key = RoundFactory(), new_key()
    before = versions.token("fi")

    first = ideas.receive_idea(Idea(pk=uuid4(), round=round_, title="a", language="fi"), key, some_network())
    ideas.receive_idea(Idea(pk=first.pk, round=round_, title="b", language="fi"), key, some_network())
    ideas.return_idea(first, coordinator, ReturnReason.RUDE, "Ei näin")
    ideas.resend_idea(first, "c", "", "fi")
    Idea.objects.get().delete()

    assert versions.token("fi") == before


@pytest.mark.parametrize("decision", DECISIONS)
def test_what_everybody_sees_moves_kept_pages(coordinator: User, decision: str) -> None:
    idea = IdeaFactory(state=State.WAITING if decision == "publish" else State.PUBLISHED)
    before = {language: versions.token(language) for language in ("fi", "sv", "en")}

    DECISIONS[decision](idea, coordinator, as_seen(idea))

    assert all(versions.token(language) != before[language] for language in before)


def test_an_answer_moves_kept_pages(coordinator: User) -> None:
    idea = IdeaFactory(round=RoundFactory(stage=Stage.ANSWERS))
    before = versions.token("fi")

    answers.answer_idea(new_answer(idea), coordinator)

    assert versions.token("fi") != before
