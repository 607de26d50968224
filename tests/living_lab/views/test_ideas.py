"""One idea: its public page and what is kept of it, and the private page of its writer."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from cms.moderation.rules import State
from cms.tokens import new_key
from living_lab.actions.ideas import return_idea
from living_lab.models import Idea, Round
from living_lab.reasons import ReturnReason
from living_lab.rules import Stage
from tests.factories import HOSTILE, AdministratorFactory, AnswerFactory, IdeaFactory, RoundFactory
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import (
    HOSTILE_SHOWN,
    IDENTITY_CODE,
    MICROSECOND,
    Lab,
    address,
    fields_of,
    idea_with_key,
    part,
)

pytestmark = pytest.mark.django_db


def get(name: str, *args: Any, language: str = "fi", **headers: str) -> Any:
    return Client().get(address(name, *args, language=language), headers=headers)


def main(answer: Any) -> str:
    return part(answer.content.decode(), "main")


@pytest.mark.parametrize("stage", Stage)
def test_an_idea_is_read_in_every_stage_as_text_in_its_language(lab: Lab, stage: Stage) -> None:
    idea = IdeaFactory(round=lab.round(stage), language="ar", title=f"مقعد {HOSTILE}", text=f"ل {HOSTILE}")

    answer = get("idea", idea.round.slug, idea.pk)

    assert answer.status_code == 200
    assert HOSTILE not in answer.content.decode()
    assert f'<h1 lang="ar" dir="rtl">مقعد {HOSTILE_SHOWN}</h1>' in main(answer)
    assert f'<p lang="ar" dir="rtl">ل {HOSTILE_SHOWN}</p>' in main(answer)
    assert ("aanesta" in main(answer)) is (stage is Stage.VOTING)


def test_an_answer_stands_with_its_idea_in_its_own_language(lab: Lab) -> None:
    answer = AnswerFactory(idea__round=lab.round(Stage.ANSWERS), language="sv")

    page = get("idea", answer.idea.round.slug, answer.idea.pk)

    assert '<blockquote lang="sv" dir="ltr">' in main(page)
    assert HOSTILE not in page.content.decode()
    assert main(page).count(HOSTILE_SHOWN) >= 5


@pytest.mark.parametrize("state", [State.WAITING, State.RETURNED, State.WITHDRAWN])
def test_an_idea_that_is_not_public_is_not_there(lab: Lab, state: State) -> None:
    idea = IdeaFactory(round=lab.round(), state=state)

    answer = get("idea", idea.round.slug, idea.pk)

    assert answer.status_code == 404
    assert idea.title not in answer.content.decode()


def test_an_idea_is_not_found_under_another_round(lab: Lab) -> None:
    idea = IdeaFactory(round=lab.round())

    assert get("idea", lab.round().slug, idea.pk).status_code == 404


def test_an_idea_of_a_hidden_round_is_hidden(lab: Lab) -> None:
    idea = IdeaFactory(round=RoundFactory())

    assert get("idea", idea.round.slug, idea.pk).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_for_reading_take_nothing(lab: Lab, method: str) -> None:
    idea = IdeaFactory(round=lab.round())

    assert getattr(Client(), method)(address("idea", idea.round.slug, idea.pk)).status_code == 405
    assert Idea.objects.count() == 1


@pytest.fixture
def idea(lab: Lab) -> Idea:
    return IdeaFactory(round=lab.round(Stage.GATHERING))


def test_an_idea_is_the_same_for_all(idea: Idea, django_assert_num_queries: Any) -> None:
    first = get("idea", idea.round.slug, idea.pk)
    with django_assert_num_queries(1):
        again = get("idea", idea.round.slug, idea.pk)
    with django_assert_num_queries(1):
        unchanged = get("idea", idea.round.slug, idea.pk, if_none_match=first.headers["ETag"])

    assert not first.cookies
    assert not again.cookies
    assert first.content == again.content
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_a_kept_page_holds_no_form_that_posts(idea: Idea) -> None:
    page = get("idea", idea.round.slug, idea.pk).content.decode()

    assert 'method="post"' not in page.lower()
    assert "csrfmiddlewaretoken" not in page
    assert "nonce" not in page


def test_a_change_of_the_idea_shows_at_once(idea: Idea) -> None:
    first = get("idea", idea.round.slug, idea.pk)
    idea.title = "Toisin sanoen"
    idea.save()

    changed = get("idea", idea.round.slug, idea.pk, if_none_match=first.headers["ETag"])

    assert changed.status_code == 200
    assert "Toisin sanoen" in main(changed)


def test_an_answer_shows_at_once(lab: Lab) -> None:
    idea = IdeaFactory(round=lab.round(Stage.ANSWERS))
    get("idea", idea.round.slug, idea.pk)

    AnswerFactory(idea=idea, text="Penkki tulee")

    assert "Penkki tulee" in main(get("idea", idea.round.slug, idea.pk))


def test_a_returned_idea_is_gone_at_once(idea: Idea) -> None:
    get("idea", idea.round.slug, idea.pk)
    return_idea(idea, AdministratorFactory(), ReturnReason.RUDE, "Ei näin")

    assert get("idea", idea.round.slug, idea.pk).status_code == 404


def test_the_vote_button_appears_at_its_instant(idea: Idea, clock: Clock) -> None:
    clock.to(idea.round.voting_open - MICROSECOND)
    before = get("idea", idea.round.slug, idea.pk)
    clock.to(idea.round.voting_open)
    after = get("idea", idea.round.slug, idea.pk, if_none_match=before.headers["ETag"])

    assert "aanesta" not in main(before)
    assert after.status_code == 200
    assert "aanesta" in main(after)


def follow(idea: Idea, key: str, language: str = "fi") -> Any:
    return get("follow", idea.round.slug, key, language=language)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("stage", [Stage.IDEAS, Stage.VOTING, Stage.ANSWERS])
def test_the_private_page_shows_the_idea_in_every_state(lab: Lab, stage: Stage, state: State) -> None:
    idea, key = idea_with_key(
        round=lab.round(stage), state=state, return_reason="rude", return_note=HOSTILE, language="ar"
    )

    answer = follow(idea, key)

    assert answer.status_code == 200
    assert HOSTILE not in answer.content.decode()
    assert HOSTILE_SHOWN in main(answer)
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert not answer.cookies
    assert address("follow", idea.round.slug, key) in main(answer)
    may_change = state is State.RETURNED and stage is Stage.IDEAS
    assert ("<form" in main(answer)) is may_change


def test_a_public_idea_leads_to_its_public_page(lab: Lab) -> None:
    idea, key = idea_with_key(round=lab.round())

    assert address("idea", idea.round.slug, idea.pk) in main(follow(idea, key))


@pytest.mark.parametrize("reason", ReturnReason)
def test_a_returned_idea_says_why_and_what_helps(lab: Lab, reason: ReturnReason) -> None:
    idea, key = idea_with_key(
        round=lab.round(), state=State.RETURNED, return_reason=reason, return_note="Nimi pois, kiitos"
    )

    page = follow(idea, key)

    assert page.context["reason"] == reason.label
    assert page.context["advice"]
    assert "Nimi pois, kiitos" in main(page)


def test_the_answer_is_told_to_the_writer_in_its_language(lab: Lab) -> None:
    idea, key = idea_with_key(round=lab.round(Stage.ANSWERS))
    AnswerFactory(idea=idea, text="Bänken kommer", next_step="I maj", language="sv")

    page = main(follow(idea, key))

    assert '<blockquote lang="sv" dir="ltr"><p>Bänken kommer</p><p><b>I maj</b></p></blockquote>' in page


@pytest.mark.parametrize(
    ("stage", "state", "answered", "states"),
    [
        (Stage.IDEAS, State.WAITING, False, ["done", "now", "next", "next"]),
        (Stage.IDEAS, State.PUBLISHED, False, ["done", "done", "next", "next"]),
        (Stage.VOTING, State.PUBLISHED, False, ["done", "done", "now", "next"]),
        (Stage.ANSWERS, State.PUBLISHED, False, ["done", "done", "done", "now"]),
        (Stage.ANSWERS, State.PUBLISHED, True, ["done", "done", "done", "done"]),
    ],
)
def test_the_writer_sees_how_far_the_idea_has_come(
    lab: Lab, stage: Stage, state: State, answered: bool, states: list[str]
) -> None:
    idea, key = idea_with_key(round=lab.round(stage), state=state)
    if answered:
        AnswerFactory(idea=idea)

    page = follow(idea, key)

    assert [stone.state for stone in page.context["stages"]] == states
    assert main(page).count('aria-current="step"') == states.count("now")


def test_changing_the_language_keeps_what_was_rewritten_and_sends_nothing(lab: Lab) -> None:
    idea, key = idea_with_key(round=lab.round(), state=State.RETURNED, return_reason=ReturnReason.UNCLEAR)
    first = follow(idea, key)
    url = address("follow", idea.round.slug, key, language="sv")
    assert f'formaction="{url}"' in part(first.content.decode(), "header")

    swedish = Client().post(url, fields_of(first) | {"title": "Selvempi", "text": "Rantaan", "stay": "1"})

    assert {"title": "Selvempi", "text": "Rantaan"}.items() <= fields_of(swedish).items()
    assert not swedish.context["form"].errors
    assert 'lang="sv"' in swedish.content.decode()
    idea.refresh_from_db()
    assert idea.is_returned
    assert idea.title != "Selvempi"


@pytest.mark.parametrize("key", ["x", "a" * 27, "a" * 28, "a" * 5000, "%00", HOSTILE.replace("/", "")])
def test_a_wrong_key_opens_nothing(lab: Lab, key: str) -> None:
    idea, _key = idea_with_key(round=lab.round())

    answer = follow(idea, key)

    assert answer.status_code == 404
    assert idea.title not in answer.content.decode()


def test_a_key_opens_nothing_under_another_round(lab: Lab) -> None:
    _idea, key = idea_with_key(round=lab.round())

    assert get("follow", lab.round().slug, key).status_code == 404


def test_the_hash_of_a_key_is_no_key(lab: Lab) -> None:
    idea, _key = idea_with_key(round=lab.round())

    assert follow(idea, str(idea.edit_key_hash)).status_code == 404
    assert follow(idea, str(idea.edit_key_hash)[:27]).status_code == 404


def test_the_private_page_of_a_round_that_was_hidden_again_is_a_kind_404(lab: Lab) -> None:
    idea, key = idea_with_key(round=lab.round())
    idea.round.pages.get().unpublish()

    assert follow(idea, key).status_code == 404


def resend(idea: Idea, key: str, **values: str) -> Any:
    form = {"title": "Parempi", "text": "Nyt ilman nimeä", "language": "sv"} | values
    return Client(enforce_csrf_checks=True).post(address("follow", idea.round.slug, key), form)


def test_a_returned_idea_is_changed_and_sent_again(lab: Lab) -> None:
    idea, key = idea_with_key(round=lab.round(), state=State.RETURNED, return_reason="personal")

    answer = resend(idea, key)

    idea.refresh_from_db()
    assert answer.url == address("follow", idea.round.slug, key)
    assert (idea.state, idea.title, idea.text, idea.language) == (State.WAITING, "Parempi", "Nyt ilman nimeä", "sv")


def test_the_form_of_a_returned_idea_holds_what_was_written(lab: Lab) -> None:
    idea, key = idea_with_key(round=lab.round(), state=State.RETURNED, language="so")

    fields = fields_of(follow(idea, key))

    assert fields == {"title": idea.title, "text": idea.text, "language": "so"}


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"text": "a" * 1001}, {"language": "xx"}, {"text": f"x {IDENTITY_CODE}"}]
)
def test_a_wrong_change_is_shown_again_with_what_was_typed(lab: Lab, wrong: dict[str, str]) -> None:
    idea, key = idea_with_key(round=lab.round(), state=State.RETURNED)

    answer = resend(idea, key, **wrong)

    assert answer.status_code == 422
    assert "field-error" in main(answer)
    name, value = next(iter(wrong.items()))
    assert name == "language" or fields_of(answer)[name] == value
    idea.refresh_from_db()
    assert idea.state == State.RETURNED


def test_what_is_here_already_is_not_sent_again_even_by_a_form_of_ones_own(lab: Lab) -> None:
    idea, key = idea_with_key(round=lab.round(), state=State.RETURNED, return_reason=ReturnReason.ALREADY)
    assert "<form" not in main(follow(idea, key))

    answer = resend(idea, key)

    assert answer.status_code == 422
    assert "Nyt ilman nimeä" in main(answer)
    assert Idea.objects.get().state == State.RETURNED


@pytest.mark.parametrize("state", [State.WAITING, State.PUBLISHED, State.WITHDRAWN])
def test_only_a_returned_idea_can_be_changed(lab: Lab, state: State) -> None:
    idea, key = idea_with_key(round=lab.round(), state=state)

    resend(idea, key)

    assert Idea.objects.get().title == idea.title
    assert Idea.objects.get().state == state


def test_a_change_sent_after_voting_opened_is_refused_and_kept_in_sight(lab: Lab, clock: Clock) -> None:
    idea, key = idea_with_key(round=lab.round(Stage.GATHERING), state=State.RETURNED)
    clock.to(idea.round.voting_open)

    answer = resend(idea, key, text="Pitkä uusi perustelu")

    assert answer.status_code == 422
    assert "Pitkä uusi perustelu" in main(answer)
    assert 'role="alert"' in main(answer)
    assert Idea.objects.get().state == State.RETURNED


def test_the_promise_counts_from_the_day_the_idea_came(lab: Lab) -> None:
    received = dt.datetime(2026, 11, 30, 22, 30, tzinfo=dt.UTC)  # already 1 December in Finland
    idea, key = idea_with_key(
        round=lab.round(read_within_days=3), state=State.WAITING, received_at=received, decided_at=None
    )

    assert follow(idea, key).context["read_by"] == "4.12."


def test_a_key_made_elsewhere_opens_nothing(lab: Lab) -> None:
    round_: Round = lab.round()
    IdeaFactory(round=round_)  # staff entered it: it has no key

    assert get("follow", round_.slug, new_key()).status_code == 404
