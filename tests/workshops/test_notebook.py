"""The notes of a workshop become a page."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import GroupPagePermission, Page

from cms.contents import headings_of
from cms.models import User
from tests.conftest import SiteTree
from tests.factories import (
    HOSTILE,
    AdministratorFactory,
    IdeaFactory,
    NotebookPageFactory,
    NoteFactory,
    NoteGroupFactory,
    WorkshopFactory,
    WorkshopIndexPageFactory,
)
from tests.workshops.conftest import CHANGE, member, signed_in
from workshops import actions, notebook
from workshops.models import NotebookPage, Workshop, WorkshopIndexPage
from workshops.queries import board

pytestmark = pytest.mark.django_db


def may_publish(user: User) -> User:
    """Give the user's first group the right to edit and publish everything."""
    group = user.groups.first()
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=permission)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def full(workshop: Workshop) -> Workshop:
    """A workshop with a group of two notes in two languages, and a note without a group."""
    group = NoteGroupFactory(workshop=workshop, title=f"Valoja {HOSTILE}")
    NoteFactory(workshop=workshop, group=group, text=f"Puihin {HOSTILE}")
    NoteFactory(workshop=workshop, group=group, text="Ljus", language="sv")
    NoteFactory(workshop=workshop, text="Kahvia")
    return workshop


def address(workshop: Workshop) -> str:
    return reverse("workshops:notebook", args=[workshop.pk])


# --- Its words ---------------------------------------------------------------------------------------
def test_the_body_has_the_question_then_each_group_as_a_chapter_then_the_rest(full: Workshop) -> None:
    blocks = [source for _kind, source in notebook.body_of(board(full))]

    assert escape(full.question) in blocks[0]
    assert escape(f"Valoja {HOSTILE}") in blocks[1]
    assert "Kahvia" in blocks[2]
    assert HOSTILE not in "".join(blocks)


def test_notes_in_another_language_stand_apart_under_its_name(full: Workshop) -> None:
    chapter = notebook.body_of(board(full))[1][1]

    assert chapter.endswith("<p>(Svenska)</p><ul><li>Ljus</li></ul>")


def test_an_empty_group_makes_no_chapter(workshop: Workshop) -> None:
    NoteGroupFactory(workshop=workshop)

    assert len(notebook.body_of(board(workshop))) == 1


def test_chapters_of_the_same_name_lead_to_anchors_of_their_own(workshop: Workshop) -> None:
    for title in ("Valoja", "Valoja!", "Valoja"):
        NoteFactory(workshop=workshop, group=NoteGroupFactory(workshop=workshop, title=title))

    page = NotebookPage(body=notebook.body_of(board(workshop)))

    anchors = [heading.anchor for heading in headings_of(page.body)]
    assert len(set(anchors)) == len(anchors) == 4


# --- Making it ---------------------------------------------------------------------------------------
def test_the_draft_lies_below_the_page_of_workshops(
    full: Workshop, facilitator: User, index_page: WorkshopIndexPage
) -> None:
    page = actions.make_notebook(full, facilitator)

    assert page.get_parent().specific == index_page
    assert not page.live
    assert page.title == full.title
    assert page.get_latest_revision()


def test_a_second_press_gives_the_first_page(full: Workshop, facilitator: User, index_page: WorkshopIndexPage) -> None:
    first = actions.make_notebook(full, facilitator)

    assert actions.make_notebook(Workshop.objects.get(pk=full.pk), facilitator) == first
    assert NotebookPage.objects.count() == 1


def test_a_workshop_without_notes_makes_no_page(
    workshop: Workshop, facilitator: User, index_page: WorkshopIndexPage
) -> None:
    with pytest.raises(ValidationError):
        actions.make_notebook(workshop, facilitator)


@pytest.mark.parametrize("title", ["???", "نار وشاي", "Talvi yhdessä", HOSTILE])
def test_any_title_and_the_same_title_twice_get_an_address_each(
    title: str, facilitator: User, index_page: WorkshopIndexPage
) -> None:
    day = dt.date(2026, 3, 12)
    pages = []
    for _ in range(3):
        made = WorkshopFactory(title=title, held_on=day)
        NoteFactory(workshop=made)
        pages.append(actions.make_notebook(made, facilitator))

    assert len({page.slug for page in pages}) == 3


def test_when_the_page_is_deleted_another_can_be_made(
    full: Workshop, facilitator: User, index_page: WorkshopIndexPage
) -> None:
    actions.make_notebook(full, facilitator).delete()

    full.refresh_from_db()
    assert full.notebook is None
    assert actions.make_notebook(full, facilitator).pk


def test_a_translation_of_the_notebook_belongs_to_the_same_workshop(
    full: Workshop, facilitator: User, index_page: WorkshopIndexPage, site_tree: SiteTree
) -> None:
    page = actions.make_notebook(full, facilitator)
    swedish = site_tree["sv"].locale
    index_page.copy_for_translation(swedish)

    translated = page.copy_for_translation(swedish)

    assert translated.specific.workshop == full
    assert Workshop.objects.get(pk=full.pk).notebook == page


def test_only_who_may_publish_publishes(full: Workshop, facilitator: User, index_page: WorkshopIndexPage) -> None:
    page = actions.make_notebook(full, facilitator)

    with pytest.raises(PermissionDenied):
        actions.publish_notebook(page, facilitator)

    page.refresh_from_db()
    assert not page.live


# --- In the staff pages ----------------------------------------------------------------------------------
def test_a_facilitator_without_the_right_to_pages_sends_a_draft_to_the_editor(
    staff: Client, full: Workshop, index_page: WorkshopIndexPage
) -> None:
    assert 'name="publish"' not in staff.get(address(full)).content.decode()

    response = staff.post(address(full), {"publish": ""})

    assert response.url == reverse("workshops:board", args=[full.pk])
    assert not NotebookPage.objects.get().live


def test_whoever_may_publish_publishes_at_once(full: Workshop, index_page: WorkshopIndexPage, client: Client) -> None:
    publisher = may_publish(member(*CHANGE))

    signed_in(publisher).post(address(full), {"publish": ""})

    page = NotebookPage.objects.get()
    shown = client.get(page.url)
    assert page.live
    assert shown.status_code == 200
    assert HOSTILE not in shown.content.decode()
    assert "Kahvia" in shown.content.decode()


def test_before_publishing_the_page_is_shown_as_it_will_stand(
    staff: Client, full: Workshop, index_page: WorkshopIndexPage
) -> None:
    shown = staff.get(address(full), headers={"accept-language": "en"}).content.decode()

    assert f"<h2>{escape(f'Valoja {HOSTILE}')}</h2>" in shown
    assert "<li>Kahvia</li>" in shown
    assert HOSTILE not in shown


def test_a_second_press_opens_the_editor_of_the_page(full: Workshop, index_page: WorkshopIndexPage) -> None:
    browser = signed_in(may_publish(member(*CHANGE)))
    browser.post(address(full), {})

    page = NotebookPage.objects.get()
    for again in (browser.get(address(full)), browser.post(address(full), {"publish": ""})):
        assert again.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert browser.get(again.url).status_code == 200


def test_without_a_page_of_workshops_it_is_told_what_to_do(staff: Client, full: Workshop, site_tree: SiteTree) -> None:
    response = staff.get(address(full))
    posted = staff.post(address(full), {})

    assert "<form" not in response.content.decode().split("ws-narrow")[1]
    assert posted.status_code == 200
    assert not NotebookPage.objects.exists()


def test_what_seems_personal_is_shown_and_must_be_looked_at(
    staff: Client, full: Workshop, index_page: WorkshopIndexPage
) -> None:
    note = NoteFactory(workshop=full, text=f"Soita 044 123 4567 {HOSTILE}")

    asked = staff.get(address(full)).content.decode()
    assert escape(note.text) in asked
    staff.post(address(full), {})
    assert not NotebookPage.objects.exists()

    staff.post(address(full), {"checked": "on"})
    assert NotebookPage.objects.exists()


def test_an_identity_code_stops_the_page_even_when_looked_at(
    staff: Client, full: Workshop, index_page: WorkshopIndexPage
) -> None:
    NoteFactory(workshop=full, text="131052-308T")

    staff.post(address(full), {"checked": "on"})

    assert not NotebookPage.objects.exists()


def test_a_workshop_with_a_notebook_is_not_deleted(full: Workshop, index_page: WorkshopIndexPage) -> None:
    administrator = AdministratorFactory()
    actions.make_notebook(full, administrator)

    signed_in(administrator).post(reverse("workshops:delete", args=[full.pk]))

    assert Workshop.objects.filter(pk=full.pk).exists()


# --- What everyone reads -----------------------------------------------------------------------------------
def test_the_notebook_shows_which_public_ideas_came_of_it(
    full: Workshop, index_page: WorkshopIndexPage, public_round: Any, client: Client
) -> None:
    public, waiting = IdeaFactory(round=full.round), IdeaFactory(round=full.round, state="waiting")
    NoteGroupFactory(workshop=full, idea=public)
    NoteGroupFactory(workshop=full, idea=waiting)
    page = NotebookPageFactory(parent=index_page, workshop=full)

    shown = client.get(page.url).content.decode()

    assert escape(public.title) in shown
    assert f"/idea/{public.pk}/" in shown
    assert escape(waiting.title) not in shown
    assert HOSTILE not in shown


def test_public_pages_are_the_same_for_everyone_and_follow_the_ideas(
    full: Workshop, index_page: WorkshopIndexPage, public_round: Any, client: Client
) -> None:
    idea = IdeaFactory(round=full.round, state="waiting")
    NoteGroupFactory(workshop=full, idea=idea)
    page = NotebookPageFactory(parent=index_page, workshop=full)

    for address_ in (page.url, index_page.url):
        first = client.get(address_)
        assert not first.cookies
        assert "<form" not in first.content.decode()
        assert client.get(address_, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    idea.state = "published"
    idea.save()

    assert escape(idea.title) in client.get(page.url).content.decode()


def test_the_index_shows_twenty_at_a_time_the_latest_workshop_first(
    index_page: WorkshopIndexPage, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(21):
        held = WorkshopFactory(held_on=dt.date(2026, 1, 1) + dt.timedelta(days=number))
        NotebookPageFactory(parent=index_page, workshop=held, title=f"Muistio {number}")

    with django_assert_max_num_queries(26):
        first = client.get(index_page.url).content.decode()
    second = client.get(index_page.url, {"sivu": "2"}).content.decode()

    assert "Muistio 20" in first
    assert "Muistio 0" not in first
    assert "Muistio 0" in second
    assert client.get(index_page.url, {"sivu": "roska"}).status_code == 200


def test_an_empty_index_says_so_kindly(index_page: WorkshopIndexPage, client: Client) -> None:
    assert 'class="empty"' in client.get(index_page.url).content.decode()


def test_a_language_without_its_own_index_page_sends_the_notebook_nowhere(
    facilitator: User, index_page: WorkshopIndexPage, site_tree: SiteTree
) -> None:
    swedish = WorkshopFactory(language="sv")
    NoteFactory(workshop=swedish)
    with pytest.raises(ValidationError):
        actions.make_notebook(swedish, facilitator)

    parent = WorkshopIndexPageFactory(parent=site_tree["sv"])
    assert actions.make_notebook(swedish, facilitator).locale == parent.locale
