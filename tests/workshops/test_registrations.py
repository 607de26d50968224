"""What this room tells the others: where an idea came from, what waits, what is stored and why."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from cms import roles
from cms.models import User
from living_lab.origins import ORIGINS, origin_of
from tests.conftest import SiteTree
from tests.factories import (
    HOSTILE,
    AdministratorFactory,
    IdeaFactory,
    NotebookPageFactory,
    NoteFactory,
    UserFactory,
    WorkshopFactory,
)
from workshops import actions
from workshops.desk import notebooks_to_read, notes_to_publish
from workshops.models import Workshop, WorkshopIndexPage

pytestmark = pytest.mark.django_db


# --- Origin ----------------------------------------------------------------------------------------
def test_an_idea_tells_its_workshop_and_day_and_leads_to_the_notebook(
    workshop: Workshop, index_page: WorkshopIndexPage
) -> None:
    page = NotebookPageFactory(parent=index_page, workshop=workshop)
    idea = IdeaFactory(round=workshop.round, origin_kind="workshop", origin_uuid=workshop.uuid)

    origin = origin_of(idea, "fi")

    assert origin
    assert workshop.title in origin.label
    assert str(workshop.held_on.year) in origin.label
    assert origin.url == page.url


def test_without_a_public_notebook_in_the_language_the_origin_leads_nowhere(
    workshop: Workshop, index_page: WorkshopIndexPage
) -> None:
    NotebookPageFactory(parent=index_page, workshop=workshop, live=False)
    describe = ORIGINS.get("workshop")

    assert describe
    assert [describe(workshop.uuid, language).url for language in ("fi", "sv")] == ["", ""]  # type: ignore[union-attr]
    assert describe(uuid4(), "fi") is None


def test_the_page_of_an_idea_shows_its_origin_with_markup_as_text(
    workshop: Workshop, public_round: object, client: Client
) -> None:
    idea = IdeaFactory(round=workshop.round, origin_kind="workshop", origin_uuid=workshop.uuid)

    shown = client.get(f"/fi/lab/{idea.round.slug}/idea/{idea.pk}/").content.decode()

    assert escape(workshop.title) in shown
    assert HOSTILE not in shown


# --- The desk -----------------------------------------------------------------------------------------
def held(days_ago: int, **fields: object) -> Workshop:
    made = WorkshopFactory(held_on=timezone.localdate() - dt.timedelta(days=days_ago), **fields)
    NoteFactory(workshop=made)
    return made


def test_held_workshops_wait_until_somebody_makes_a_page_of_their_notes(
    facilitator: User, index_page: WorkshopIndexPage
) -> None:
    held(0)
    WorkshopFactory(held_on=timezone.localdate() - dt.timedelta(days=9))
    first, second = held(5), held(3)

    waiting = notes_to_publish(facilitator)
    assert waiting
    assert waiting.count == 2
    assert waiting.since
    assert waiting.since.date() <= second.held_on

    actions.make_notebook(first, facilitator)
    left = notes_to_publish(facilitator)
    assert left
    assert (left.count, left.url) == (1, f"/hallinta/tyopajat/{second.pk}/")


def test_a_draft_waits_for_those_who_may_publish(facilitator: User, index_page: WorkshopIndexPage) -> None:
    editor = AdministratorFactory()
    page = actions.make_notebook(held(1), facilitator)

    waiting = notebooks_to_read(editor)
    assert waiting
    assert (waiting.count, waiting.url) == (1, f"/hallinta/pages/{page.pk}/edit/")
    assert not notebooks_to_read(facilitator)

    actions.publish_notebook(page, editor)
    done = notebooks_to_read(editor)
    assert done
    assert done.count == 0


def test_nothing_waits_for_those_it_does_not_concern() -> None:
    held(2)

    assert notes_to_publish(UserFactory()) is None


# --- Roles --------------------------------------------------------------------------------------------
def test_a_facilitator_holds_workshops_and_publishes_their_notebooks_and_no_other_page(
    workshop: Workshop, index_page: WorkshopIndexPage, site_tree: SiteTree
) -> None:
    roles.apply()
    facilitator = UserFactory(roles=[roles.Role.FACILITATOR.value])
    NoteFactory(workshop=workshop)

    assert facilitator.has_perm("workshops.change_workshop")
    assert actions.may_publish_notebook(workshop, facilitator)
    assert not site_tree["fi"].permissions_for_user(facilitator).can_edit()
