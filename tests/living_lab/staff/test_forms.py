"""Forms of staff: dates that hold together, and nothing that changes what has begun."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from cms import dates
from living_lab.models import AnswerStatus, Round
from living_lab.proposing import proposed_dates
from living_lab.reasons import ReturnReason
from living_lab.rules import Stage
from living_lab.staff.forms import DATES, AnswerForm, NewRoundForm, ReturnForm, RoundForm, free_slug
from tests.factories import HOSTILE, RoundFactory, UserFactory
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import HELSINKI, staff

pytestmark = pytest.mark.django_db


def posted(round_: Round, **changes: Any) -> dict[str, Any]:
    """The form of a round as a browser sends it."""
    values = {name: getattr(round_, name).astimezone(HELSINKI).strftime("%Y-%m-%dT%H:%M") for name in DATES}
    values |= {name: str(getattr(round_, name)) for name in ("name", "answers_due", "votes_each", "read_within_days")}
    for name, value in changes.items():
        values[name] = (
            value.astimezone(HELSINKI).strftime("%Y-%m-%dT%H:%M") if isinstance(value, dt.datetime) else str(value)
        )
    return values


def edited(round_: Round, **changes: Any) -> RoundForm:
    return RoundForm(posted(round_, **changes), instance=Round.objects.get(pk=round_.pk))


@pytest.mark.parametrize("stage", Stage)
def test_a_round_can_be_saved_unchanged_in_every_stage(stage: Stage) -> None:
    round_ = RoundFactory(stage=stage)

    form = edited(round_, name="Toinen nimi")

    assert form.is_valid(), form.errors
    form.save()
    after = Round.objects.get()
    assert after.name == "Toinen nimi"
    assert after.schedule == round_.schedule
    assert after.secret == round_.secret


DAY = dt.timedelta(days=1)
MOVES = {
    (Stage.UPCOMING, "ideas_open", 1): True,
    (Stage.UPCOMING, "voting_close", -1): True,
    (Stage.IDEAS, "ideas_open", 1): False,
    (Stage.IDEAS, "ideas_open", -1): False,
    (Stage.IDEAS, "ideas_close", 1): True,
    (Stage.IDEAS, "ideas_close", -1): False,
    (Stage.IDEAS, "voting_open", 1): True,
    (Stage.GATHERING, "ideas_close", 1): False,
    (Stage.GATHERING, "voting_open", -1): True,
    (Stage.GATHERING, "voting_close", -1): True,
    (Stage.VOTING, "voting_open", -1): False,
    (Stage.VOTING, "voting_close", 1): True,
    (Stage.VOTING, "voting_close", -1): False,
    (Stage.ANSWERS, "voting_close", 1): False,
    (Stage.ANSWERS, "voting_close", -1): False,
    (Stage.ANSWERS, "voting_close", 60): False,
}


@pytest.mark.parametrize(("move", "allowed"), MOVES.items(), ids=str)
def test_what_has_begun_cannot_be_moved(move: tuple[Stage, str, int], allowed: bool) -> None:
    stage, name, days = move
    round_ = RoundFactory(stage=stage)

    form = edited(round_, **{name: getattr(round_, name) + days * DAY}, answers_due=round_.answers_due + 90 * DAY)

    assert form.is_valid() is allowed


@pytest.mark.parametrize(
    ("name", "other"), [("ideas_close", "ideas_open"), ("voting_open", "ideas_open"), ("voting_close", "voting_open")]
)
def test_phases_out_of_order_are_told_in_words(name: str, other: str) -> None:
    round_ = RoundFactory(stage=Stage.UPCOMING)

    form = edited(round_, **{name: getattr(round_, other)})

    assert not form.is_valid()
    assert name in form.errors
    assert "__all__" not in form.errors
    assert "living_lab_" not in str(form.errors)


@pytest.mark.parametrize("move", [move for move, allowed in MOVES.items() if not allowed], ids=str)
def test_the_fault_is_told_on_the_field_that_has_it_with_the_limit(move: tuple[Stage, str, int]) -> None:
    stage, name, days = move
    round_ = RoundFactory(stage=stage)

    form = edited(round_, **{name: getattr(round_, name) + days * DAY}, answers_due=round_.answers_due + 90 * DAY)

    assert set(form.errors) == {name}
    assert dates.day_and_clock(getattr(round_, name)) in str(form.errors[name])


@pytest.mark.parametrize(("passed", "stage"), list(enumerate(Stage)))
def test_what_is_past_cannot_be_filled_in(passed: int, stage: Stage) -> None:
    form = RoundForm(instance=RoundFactory(stage=stage))

    assert [name for name in DATES if form.fields[name].disabled] == list(DATES[:passed])


def test_who_may_coordinate() -> None:
    may = staff("living_lab.change_round", first_name="Aino", last_name="Aalto")
    nameless = staff("living_lab.change_round", first_name="", last_name="", username="nimetön")
    staff("living_lab.view_round")
    staff("living_lab.change_round", is_active=False)

    choices = dict(RoundForm().fields["coordinator"].choices)

    assert {str(key): label for key, label in choices.items() if str(key)} == {
        str(may.pk): "Aino Aalto", str(nameless.pk): "nimetön",
    }  # fmt: skip


def test_a_round_keeps_the_coordinator_who_has_lost_the_right() -> None:
    gone = UserFactory()
    round_ = RoundFactory(stage=Stage.IDEAS, coordinator=gone)
    form = edited(round_, name="Toinen nimi", coordinator=gone.pk)

    assert form.is_valid(), form.errors
    form.save()
    assert Round.objects.get().coordinator == gone
    assert gone.pk not in {getattr(key, "value", key) for key, _label in RoundForm().fields["coordinator"].choices}


def test_each_form_says_where_the_heading_is() -> None:
    assert RoundForm().fields["name"].help_text != NewRoundForm().fields["name"].help_text


def test_the_number_of_votes_stands_once_voting_has_opened() -> None:
    """With fewer votes than some have given, some ballots would weigh more than others."""
    for stage, may_change in {Stage.GATHERING: True, Stage.VOTING: False, Stage.ANSWERS: False}.items():
        round_ = RoundFactory(stage=stage, votes_each=5)
        form = edited(round_, votes_each=2)
        assert form.is_valid(), form.errors
        form.save()
        round_.refresh_from_db()
        assert round_.votes_each == (2 if may_change else 5)


@pytest.mark.parametrize("votes", ["0", "21", "-1", "x", "1e9", ""])
def test_an_unreasonable_number_of_votes_is_refused(votes: str) -> None:
    assert not edited(RoundFactory(stage=Stage.UPCOMING), votes_each=votes).is_valid()


def test_answers_cannot_be_promised_before_the_vote_is_over() -> None:
    round_ = RoundFactory(stage=Stage.UPCOMING)

    assert not edited(round_, answers_due=round_.voting_close.date() - DAY).is_valid()


@pytest.mark.parametrize("when", ["2027-03-28T03:30", "2027-10-31T03:30"])
def test_a_time_that_never_comes_or_comes_twice_is_asked_again(when: str) -> None:
    form = edited(RoundFactory(stage=Stage.UPCOMING), ideas_open=when)

    assert not form.is_valid()
    assert "ideas_open" in form.errors


def test_dates_are_told_in_helsinki_time() -> None:
    round_ = RoundFactory(stage=Stage.UPCOMING)
    form = edited(round_, ideas_open="2027-01-05T08:00", ideas_close="2027-07-05T08:00", voting_open="2027-08-01T00:00",
                  voting_close="2027-09-01T00:00", answers_due="2027-10-01")  # fmt: skip
    assert form.is_valid(), form.errors
    form.save()

    round_.refresh_from_db()
    assert round_.ideas_open == dt.datetime(2027, 1, 5, 6, tzinfo=dt.UTC)
    assert round_.ideas_close == dt.datetime(2027, 7, 5, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize("name", ["secret", "slug", "uuid"])
def test_what_is_not_asked_cannot_be_posted(name: str) -> None:
    round_ = RoundFactory()
    before = getattr(round_, name)
    form = edited(round_, **{name: "x"})
    assert form.is_valid()
    form.save()

    assert getattr(Round.objects.get(), name) == before


@pytest.mark.parametrize("day", [(2026, 3, 27), (2026, 3, 28), (2026, 10, 23), (2026, 10, 24), (2026, 12, 31)])
def test_proposed_dates_make_a_round_on_any_day(day: tuple[int, int, int], clock: Clock) -> None:
    clock.to(dt.datetime(*day, 23, 30, tzinfo=HELSINKI))
    proposed = proposed_dates(timezone.now())
    round_ = Round(name="Kierros", slug="k", **proposed)

    form = NewRoundForm(posted(round_, lead="Mitä?"))

    assert form.is_valid(), form.errors
    assert form.round_to_create().stage_at(timezone.now()) is Stage.UPCOMING
    assert [proposed[name].hour for name in DATES] == [8, 16, 8, 16]


def test_a_new_round_does_not_lie_in_the_past() -> None:
    form = NewRoundForm(posted(RoundFactory.build(stage=Stage.GATHERING), lead="Mitä?"))

    assert set(form.errors) == {"ideas_close"}


def test_a_new_form_proposes_dates_that_it_takes_back() -> None:
    form = NewRoundForm()
    values = {field.html_name: field.value() for field in form if field.html_name in DATES}

    assert set(values) == set(DATES)
    for name in DATES:
        assert 'type="datetime-local"' in str(form[name])
        assert "T08:00" in str(form[name]) or "T16:00" in str(form[name])


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Rannan penkit", "rannan-penkit"),
        ("Ääkköset", "aakkoset"),
        ("مقعد", "kierros"),
        ("🙂", "kierros"),
        (HOSTILE, "scriptalertheiscript"),
    ],
)
def test_an_address_is_made_from_any_name(name: str, slug: str) -> None:
    assert free_slug(name) == slug


def test_an_address_is_never_taken_twice() -> None:
    for expected in ("ranta", "ranta-2", "ranta-3"):
        made = free_slug("Ranta")
        assert made == expected
        RoundFactory(slug=made)
    assert len(free_slug("a" * 500)) <= 60


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"reason": "rude", "note": "Ei näin"}, set()),
        ({"reason": "", "note": "Ei näin"}, {"reason"}),
        ({"reason": "rude", "note": " "}, {"note"}),
        ({"reason": "because", "note": "x"}, {"reason"}),
        ({"reason": "rude", "note": "x" * 501}, {"note"}),
    ],
)
def test_returning_needs_a_reason_and_words(data: dict[str, str], wrong: set[str]) -> None:
    assert set(ReturnForm(data).errors) == wrong


def test_every_published_reason_can_be_chosen() -> None:
    assert all(ReturnForm({"reason": reason, "note": "x"}).is_valid() for reason in ReturnReason.values)


def test_an_answer_needs_a_status_words_and_somebody_who_answers() -> None:
    assert set(AnswerForm({}).errors) == {"status", "text", "unit", "language"}
    for status in AnswerStatus.values:
        assert AnswerForm({"status": status, "text": "Kyllä", "unit": "Kirjasto", "language": "fi"}).is_valid()
