"""Making and changing rounds in the staff pages."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from living_lab.closing import close_vote
from living_lab.models import Round, RoundPage
from living_lab.rules import Stage
from tests.conftest import SiteTree
from tests.factories import HOSTILE, AdministratorFactory, BallotFactory, IdeaFactory, RoundFactory
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import Lab, fields_of, signed_in
from tests.living_lab.staff.test_forms import posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return signed_in(AdministratorFactory())


def at(name: str, *args: Any) -> str:
    return reverse(f"living_lab_round:{name}", args=args)


def new(admin: Client, **changes: Any) -> Any:
    """Open the form of a new round, fill in what has no proposal, send."""
    form = fields_of(admin.get(at("add")), "main")
    words = {"name": f"Ranta {HOSTILE}", "lead": f"Mitä {HOSTILE}", "for_whom": "", "decision": ""}
    return admin.post(at("add"), form | words | changes)


def test_a_round_is_made_with_the_dates_proposed(lab: Lab, admin: Client) -> None:
    answer = new(admin)

    round_ = Round.objects.get()
    assert answer.url == at("desk", round_.pk)
    assert admin.get(answer.url).status_code == 200
    page = RoundPage.objects.get()
    assert (page.round, page.live, page.title) == (round_, False, f"Ranta {HOSTILE}")
    assert round_.stage_at(dt.datetime.now(dt.UTC)) is Stage.UPCOMING
    assert round_.coordinator is not None


def test_without_a_page_of_rounds_the_form_says_what_is_missing(site_tree: SiteTree, admin: Client) -> None:
    answer = new(admin)

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert not Round.objects.exists()


def test_a_name_whose_address_a_page_has_taken_is_told_in_words(lab: Lab, admin: Client) -> None:
    lab.round().pages.update(slug="ranta")

    answer = new(admin, name="Ranta")

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Round.objects.count() == 1


def test_two_rounds_of_one_name_have_two_addresses(lab: Lab, admin: Client) -> None:
    new(admin, name="Ranta")
    new(admin, name="Ranta")

    assert sorted(Round.objects.values_list("slug", flat=True)) == ["ranta", "ranta-2"]


def test_what_happens_next_is_told_when_a_round_is_made_or_changed(lab: Lab, admin: Client) -> None:
    made = admin.get(new(admin).url)
    round_ = Round.objects.get()
    changed = admin.post(at("edit", round_.pk), posted(round_, name="Uusi"), follow=True)

    assert [len(list(page.context["messages"])) for page in (made, changed)] == [1, 1]


def test_a_form_found_wrong_is_still_titled_by_the_stored_name(lab: Lab, admin: Client) -> None:
    round_ = lab.round(name="Ranta")

    page = admin.post(at("edit", round_.pk), posted(round_, name="Aivan muu", votes_each="0"))

    assert page.status_code == 200
    assert page.context["view"].get_page_subtitle() == "Ranta"


def test_a_wrong_form_keeps_what_was_typed(lab: Lab, admin: Client) -> None:
    answer = new(admin, voting_close="2020-01-01T00:00")

    assert answer.status_code == 200
    assert HOSTILE not in answer.content.decode()
    assert fields_of(answer, "main")["lead"] == f"Mitä {HOSTILE}"
    assert not Round.objects.exists()


@pytest.mark.parametrize("stage", Stage)
def test_a_round_is_renamed_in_every_stage_and_keeps_its_secret(lab: Lab, admin: Client, stage: Stage) -> None:
    round_ = lab.round(stage)

    answer = admin.post(at("edit", round_.pk), posted(round_, name="Uusi nimi"))

    assert answer.url == at("desk", round_.pk)
    after = Round.objects.get()
    assert (after.name, after.secret, after.schedule) == ("Uusi nimi", round_.secret, round_.schedule)


def test_a_vote_is_prolonged_while_it_is_open(lab: Lab, admin: Client, clock: Clock) -> None:
    round_ = lab.round(Stage.VOTING)
    idea = IdeaFactory(round=round_)
    BallotFactory(round=round_, ideas=[idea])
    later = round_.voting_close + dt.timedelta(days=2)

    admin.post(
        at("edit", round_.pk), posted(round_, voting_close=later, answers_due=later.date() + dt.timedelta(days=9))
    )
    clock.to(round_.voting_close)

    assert close_vote(Round.objects.get()) is None
    clock.to(later)
    result = close_vote(Round.objects.get())
    assert result is not None
    assert result.votes == 1


def test_a_vote_counted_while_the_form_was_being_saved_stays_counted(
    lab: Lab, admin: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form is found right a moment before the end, the vote is counted, then the form is stored."""
    from living_lab.viewsets import EditRound

    round_ = lab.round(Stage.VOTING)
    later = round_.voting_close + dt.timedelta(days=2)
    form = posted(round_, voting_close=later, answers_due=later.date() + dt.timedelta(days=9))
    clock.to(round_.voting_close - dt.timedelta(microseconds=1))
    real = EditRound.form_valid

    def counted_first(view: EditRound, checked: Any) -> Any:
        clock.to(round_.voting_close)
        assert close_vote(Round.objects.get())
        return real(view, checked)

    monkeypatch.setattr(EditRound, "form_valid", counted_first)
    answer = signed_in(AdministratorFactory()).post(at("edit", round_.pk), form)

    after = Round.objects.get()
    assert answer.status_code == 200
    assert after.voting_close == round_.voting_close
    assert after.secret == ""


def test_an_ended_vote_is_not_opened_again(lab: Lab, admin: Client, clock: Clock) -> None:
    round_ = lab.round(Stage.ANSWERS)
    later = clock() + dt.timedelta(days=2)

    answer = admin.post(
        at("edit", round_.pk), posted(round_, voting_close=later, answers_due=later.date() + dt.timedelta(days=9))
    )

    assert answer.status_code == 200
    assert Round.objects.get().voting_close == round_.voting_close


def test_a_round_with_pages_or_ideas_cannot_be_deleted(lab: Lab, admin: Client) -> None:
    round_ = lab.round()
    IdeaFactory(round=round_)

    answer = admin.post(at("delete", round_.pk), follow=True)

    assert answer.status_code == 200
    assert Round.objects.exists()


def test_the_list_tells_where_each_round_is(lab: Lab, admin: Client) -> None:
    for stage in Stage:
        lab.round(stage)

    page = admin.get(at("index"))

    assert page.status_code == 200
    assert HOSTILE not in page.content.decode()
    assert all(at("desk", round_.pk) in page.content.decode() for round_ in Round.objects.all())


def test_rounds_are_found_by_name(lab: Lab, admin: Client) -> None:
    found, other = RoundFactory(name="Lintutorni"), RoundFactory(name="Uimaranta")

    page = admin.get(at("index"), {"q": "Lintu"}).content.decode()

    assert at("desk", found.pk) in page
    assert at("desk", other.pk) not in page
