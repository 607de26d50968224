"""The factories make what they say: valid rows, in the stage asked for, with markup in every text."""

import pytest
from django.test import Client
from django.utils import timezone

from living_lab.rules import Stage
from tests import factories
from tests.conftest import SiteTree

pytestmark = pytest.mark.django_db

ROWS = [
    factories.UserFactory, factories.AdministratorFactory, factories.PlaceFactory, factories.RoundFactory,
    factories.IdeaFactory, factories.AnswerFactory, factories.BallotFactory, factories.ResultFactory,
    factories.WorkshopFactory, factories.NoteGroupFactory, factories.NoteFactory, factories.SiteImageFactory,
    factories.SiteDocumentFactory, factories.LocaleFactory,
]  # fmt: skip


@pytest.mark.parametrize("factory", ROWS, ids=lambda factory: factory.__name__)
def test_a_factory_makes_a_valid_row(factory: type) -> None:
    factory().full_clean()


@pytest.mark.parametrize("stage", Stage)
def test_a_round_is_in_the_stage_asked_for(stage: Stage) -> None:
    made = factories.RoundFactory(stage=stage)

    assert made.stage_at(timezone.now()) is stage


def test_each_kind_of_page_can_stand_in_the_tree(site_tree: SiteTree) -> None:
    home = site_tree["fi"]
    chapters = factories.ModelPageFactory(parent=home)
    rounds = factories.RoundIndexPageFactory(parent=home)
    workshops = factories.WorkshopIndexPageFactory(parent=home)
    pages = [
        factories.ContentPageFactory(parent=home),
        factories.OpastamoPageFactory(parent=home),
        factories.ModelPageFactory(parent=chapters),
        factories.RoundPageFactory(parent=rounds),
        factories.NotebookPageFactory(parent=workshops),
    ]

    for page in pages:
        page.full_clean()
    assert home.body[1].value["source"] == factories.HOSTILE


def test_the_front_pages_are_translations_of_one_another(site_tree: SiteTree) -> None:
    assert site_tree["fi"].get_translation(site_tree["sv"].locale).pk == site_tree["sv"].pk
    assert [site_tree[code].get_url() for code in ("fi", "sv", "en")] == ["/fi/", "/sv/", "/en/"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_after_a_test_that_commits_the_rows_of_the_migrations_are_back(turn: int, client: Client) -> None:
    from wagtail.models import Page, Site

    assert Page.objects.filter(depth=1).count() == 1
    assert Site.objects.count() == 1
    factories.PlaceFactory()
