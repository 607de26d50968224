"""What staff and writers do to a text: checked, logged, and never twice."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.moderation import actions
from cms.moderation.rules import State
from living_lab.models import Idea
from living_lab.reasons import ReturnReason
from tests.factories import HOSTILE, IdeaFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_publishing_lets_everyone_read_and_is_logged() -> None:
    idea, user = IdeaFactory(state=State.WAITING), UserFactory()
    before = timezone.now()

    published = actions.publish(idea, user)

    assert (published.state, published.is_published) == (State.PUBLISHED, True)
    assert published.decided_at >= before
    entry = ModelLogEntry.objects.get(action="cms.moderation.published")
    assert (entry.user, entry.object_id) == (user, str(idea.pk))


def test_sending_back_tells_the_reason() -> None:
    idea = IdeaFactory(state=State.WAITING)

    returned = actions.send_back(idea, UserFactory(), ReturnReason.UNCLEAR, f"Kerro lisää {HOSTILE}")

    idea.refresh_from_db()
    assert returned == idea
    assert (idea.state, idea.return_reason, idea.is_returned) == (State.RETURNED, ReturnReason.UNCLEAR, True)
    assert idea.return_note == f"Kerro lisää {HOSTILE}"


def test_a_text_sent_again_waits_and_is_not_logged_as_anybodys() -> None:
    idea = IdeaFactory(state=State.RETURNED, return_reason=ReturnReason.RUDE, return_note="Kiltisti")

    def rewrite(held: Idea) -> None:
        held.title = "Kilttimpi"

    again = actions.send_again(idea, rewrite)

    assert (again.state, again.title, again.is_waiting, again.decided_at) == (State.WAITING, "Kilttimpi", True, None)
    assert not ModelLogEntry.objects.exists()


def test_once_published_the_old_reason_is_gone() -> None:
    idea = IdeaFactory(state=State.RETURNED, return_reason=ReturnReason.RUDE, return_note="Kiltisti")

    published = actions.publish(idea, UserFactory())

    assert (published.return_reason, published.return_note) == ("", "")


@pytest.mark.parametrize("state", [State.PUBLISHED, State.WITHDRAWN])
def test_what_somebody_else_has_decided_is_not_decided_again(state: State) -> None:
    idea = IdeaFactory(state=State.WAITING)
    Idea.objects.filter(pk=idea.pk).update(state=state)  # meanwhile, on another screen

    with pytest.raises(ValidationError, match=r"Nothing was changed|Mitään"):
        actions.publish(idea, UserFactory())

    assert Idea.objects.get(pk=idea.pk).state == state
    assert not ModelLogEntry.objects.exists()


def test_changes_of_others_meanwhile_are_not_overwritten() -> None:
    idea = IdeaFactory(state=State.WAITING)
    Idea.objects.filter(pk=idea.pk).update(title="Korjattu")

    actions.publish(idea, UserFactory())

    assert Idea.objects.get(pk=idea.pk).title == "Korjattu"


def test_if_logging_fails_nothing_has_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError

    idea = IdeaFactory(state=State.WAITING)
    monkeypatch.setattr(actions, "log", fail)

    with pytest.raises(RuntimeError):
        actions.publish(idea, UserFactory())
    assert Idea.objects.get(pk=idea.pk).state == State.WAITING


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does() -> None:
    idea, user = IdeaFactory(state=State.WAITING), UserFactory()
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def decide(action: str) -> None:
        start.wait()
        try:
            if action == "publish":
                actions.publish(idea, user)
            else:
                actions.send_again(idea, lambda held: None)
            outcomes.append("done")
        except ValidationError:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=("publish",)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done", "too late"]
    assert ModelLogEntry.objects.count() == 1
