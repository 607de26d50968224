"""Making a round and moving its dates: whole or not at all."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import PageLogEntry

from cms.models import User
from living_lab.actions import rounds
from living_lab.actions.rounds import RoundTexts
from living_lab.models import Round, RoundIndexPage, RoundPage
from living_lab.rules import Stage
from tests.factories import HOSTILE, RoundFactory
from tests.living_lab.actions.conftest import logged
from tests.living_lab.factories import Lab

pytestmark = pytest.mark.django_db
TEXTS = RoundTexts(lead=f"Mitä {HOSTILE}", for_whom="Kaikille", decision="Lautakunta päättää")


def test_a_new_round_has_a_draft_of_its_page(lab: Lab, coordinator: User) -> None:
    page = rounds.create_round(RoundFactory.build(name="Ranta", slug="ranta"), TEXTS, coordinator)

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
        rounds.create_round(RoundFactory.build(), TEXTS, coordinator)

    assert not Round.objects.exists()


def test_a_round_whose_page_cannot_be_made_is_not_made(lab: Lab, coordinator: User) -> None:
    taken = lab.round()
    taken.pages.update(slug="ranta")

    with pytest.raises(ValidationError):
        rounds.create_round(RoundFactory.build(slug="ranta"), TEXTS, coordinator)

    assert Round.objects.count() == 1
    assert RoundIndexPage.objects.get().get_children().count() == 1


def test_a_round_is_rescheduled_only_as_far_as_it_has_not_begun(coordinator: User) -> None:
    round_ = RoundFactory(stage=Stage.VOTING)
    secret, end = round_.secret, round_.voting_close
    round_.secret, round_.voting_close = "", end + dt.timedelta(days=1)

    rounds.reschedule_round(round_, coordinator)

    stored = Round.objects.get()
    assert (stored.secret, stored.voting_close) == (secret, end + dt.timedelta(days=1))
    assert logged(stored) == ["wagtail.edit"]
    round_.voting_close = end
    with pytest.raises(ValidationError):
        rounds.reschedule_round(round_, coordinator)
