"""The board in the staff pages."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from cms.moderation.rules import State
from living_lab.models import Idea
from living_lab.rules import Stage
from tests.factories import (
    HOSTILE,
    AdministratorFactory,
    IdeaFactory,
    NoteFactory,
    NoteGroupFactory,
    RoundFactory,
    UserFactory,
    WorkshopFactory,
)
from tests.workshops.conftest import CHANGE, member, signed_in
from workshops.models import Note, NoteGroup, Workshop

pytestmark = pytest.mark.django_db


def url(name: str, pk: Any) -> str:
    return reverse(f"workshops:{name}", args=[pk])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def note_data(**changes: str) -> dict[str, str]:
    return {"id": str(uuid4()), "text": f"Valoja puihin {HOSTILE}", "language": "fi"} | changes


# --- Writing -------------------------------------------------------------------------------------------
def test_a_written_note_is_on_the_board_and_the_field_waits_for_the_next(staff: Client, workshop: Workshop) -> None:
    response = staff.post(url("write", workshop.pk), note_data(), follow=True)

    assert escape(f"Valoja puihin {HOSTILE}") in text_of(response)
    assert HOSTILE not in text_of(response)
    assert "autofocus" in text_of(response)
    assert response.context["note_form"].initial["id"] not in set(Note.objects.values_list("pk", flat=True))


def test_the_language_of_the_last_note_is_remembered_for_the_workshop(staff: Client, workshop: Workshop) -> None:
    other = WorkshopFactory()

    staff.post(url("write", workshop.pk), note_data(language="so"))

    here, there = staff.get(url("board", workshop.pk)), staff.get(url("board", other.pk))
    assert here.context["note_form"].initial["language"] == "so"
    assert there.context["note_form"].initial["language"] == "fi"


@pytest.mark.parametrize(
    "wrong", [{"text": "  "}, {"text": "ä" * 281}, {"language": "xx"}, {"id": "roska"}, {"text": "a\x00b" * 200}]
)
def test_a_wrong_note_is_told_on_the_board(staff: Client, workshop: Workshop, wrong: dict[str, str]) -> None:
    response = staff.post(url("write", workshop.pk), note_data(**wrong))

    assert response.status_code == 422
    assert "errorlist" in text_of(response)
    assert not workshop.notes.exists()


def test_a_script_gets_the_note_to_show_and_sends_it_again_without_harm(staff: Client, workshop: Workshop) -> None:
    sent, as_json = note_data(), {"accept": "application/json"}

    first, again = (staff.post(url("write", workshop.pk), sent, headers=as_json) for _ in range(2))

    assert escape(sent["text"]) in first.json()["fragment"]
    assert HOSTILE not in first.json()["fragment"]
    assert first.json() == again.json()
    assert workshop.notes.count() == 1
    assert not list(staff.get(url("board", workshop.pk)).context["messages"])


def test_a_script_is_told_what_is_wrong(staff: Client, workshop: Workshop) -> None:
    response = staff.post(url("write", workshop.pk), note_data(text="ä" * 281), headers={"accept": "application/json"})

    assert response.status_code == 422
    assert response.json()["problem"]


def test_an_empty_board_has_a_place_for_the_first_note(staff: Client, workshop: Workshop) -> None:
    shown = text_of(staff.get(url("board", workshop.pk)))

    assert "data-notes hidden" in shown
    assert "data-ungrouped hidden" in shown
    assert "workshops/board.js" in shown


def test_the_board_tells_who_facilitates(staff: Client, workshop: Workshop) -> None:
    workshop.facilitator = UserFactory(first_name="Aino", last_name=f"Vetäjä {HOSTILE}")
    workshop.save()

    shown = text_of(staff.get(url("board", workshop.pk)))

    assert escape(workshop.facilitator.get_full_name()) in shown
    assert HOSTILE not in shown


# --- Moving --------------------------------------------------------------------------------------------
def test_ticked_notes_go_to_a_new_group(staff: Client, workshop: Workshop) -> None:
    notes = NoteFactory.create_batch(2, workshop=workshop)

    staff.post(url("move", workshop.pk), {"note": [note.pk for note in notes], "to": "new", "title": "Valoja"})

    assert set(workshop.groups.get(title="Valoja").notes.all()) == set(notes)


def test_ticked_notes_go_to_an_existing_group_and_back(staff: Client, workshop: Workshop) -> None:
    note, group = NoteFactory(workshop=workshop), NoteGroupFactory(workshop=workshop)

    staff.post(url("move", workshop.pk), {"note": note.pk, "to": group.pk})
    assert list(group.notes.all()) == [note]

    staff.post(url("move", workshop.pk), {"note": note.pk, "to": "none"})
    assert not group.notes.exists()


def test_a_group_without_a_name_is_told_and_nothing_is_lost(staff: Client, workshop: Workshop) -> None:
    note = NoteFactory(workshop=workshop)

    response = staff.post(url("move", workshop.pk), {"note": note.pk, "to": "new", "title": ""})

    assert response.status_code == 422
    assert f'value="{note.pk}" checked' in text_of(response)


def test_the_group_of_another_workshop_is_no_place_to_move_to(staff: Client, workshop: Workshop) -> None:
    note, strange = NoteFactory(workshop=workshop), NoteGroupFactory()

    response = staff.post(url("move", workshop.pk), {"note": note.pk, "to": strange.pk})

    assert response.status_code == 422
    assert not strange.notes.exists()


# --- One note, one group -------------------------------------------------------------------------------
def test_a_note_is_corrected(staff: Client, workshop: Workshop) -> None:
    note, group = NoteFactory(workshop=workshop), NoteGroupFactory(workshop=workshop)

    staff.post(url("note", note.pk), {"text": "Oikein", "language": "sv", "group": group.pk})

    note.refresh_from_db()
    assert (note.text, note.language, note.group) == ("Oikein", "sv", group)


def test_a_note_is_deleted_after_asking(staff: Client, workshop: Workshop) -> None:
    note = NoteFactory(workshop=workshop)

    asked = staff.get(url("delete_note", note.pk))
    assert escape(note.text) in text_of(asked)
    assert workshop.notes.exists()

    staff.post(url("delete_note", note.pk))
    assert not workshop.notes.exists()


def test_a_group_is_renamed_shifted_and_deleted_after_asking(staff: Client, workshop: Workshop) -> None:
    first, second = NoteGroupFactory.create_batch(2, workshop=workshop)

    staff.post(url("group", second.pk), {"title": f"Uusi {HOSTILE}"})
    staff.post(url("shift_group", second.pk), {"direction": "up"})
    assert [group.title for group in workshop.groups.all()] == [f"Uusi {HOSTILE}", first.title]

    assert staff.get(url("delete_group", first.pk)).status_code == 200
    staff.post(url("delete_group", first.pk))
    assert list(workshop.groups.all()) == [second]


def test_a_strange_direction_changes_nothing(staff: Client, workshop: Workshop) -> None:
    group = NoteGroupFactory(workshop=workshop)

    assert staff.post(url("shift_group", group.pk), {"direction": "sideways"}).status_code == 302


# --- A group becomes an idea ---------------------------------------------------------------------------
def test_the_idea_form_is_filled_from_the_group_and_sends_it_to_the_round(staff: Client, workshop: Workshop) -> None:
    group = NoteGroupFactory(workshop=workshop)
    note = NoteFactory(workshop=workshop, group=group)

    form = staff.get(url("idea", group.pk)).context["form"]
    assert form.initial == {"title": group.title, "text": f"– {note.text}", "language": "fi"}
    response = staff.post(url("idea", group.pk), form.initial, follow=True)

    idea = Idea.objects.get()
    assert (idea.title, idea.state) == (group.title, State.WAITING)
    assert escape(idea.title) in text_of(response)
    assert str(idea.get_state_display()) in text_of(response)


@pytest.mark.parametrize("may_read", [True, False])
def test_the_idea_of_a_group_leads_those_who_may_read_ideas_to_it(workshop: Workshop, may_read: bool) -> None:
    group = NoteGroupFactory(workshop=workshop, idea=IdeaFactory(round=workshop.round))
    client = signed_in(member(*CHANGE, *(["living_lab.moderate_idea"] if may_read else [])))

    for address in (url("board", workshop.pk), url("idea", group.pk)):
        leads = reverse("living_lab_round:read", args=[group.idea.pk]) in text_of(client.get(address))
        assert leads is may_read, address


def test_a_second_look_at_the_idea_form_shows_the_idea(staff: Client, workshop: Workshop) -> None:
    group = NoteGroupFactory(workshop=workshop, idea=IdeaFactory(round=workshop.round))

    response = staff.get(url("idea", group.pk))

    assert escape(group.idea.title) in text_of(response)
    assert "id_title" not in text_of(response)


def test_when_voting_has_opened_the_board_says_so_once_and_the_form_kindly_keeps_what_was_typed(staff: Client) -> None:
    workshop = WorkshopFactory(round=RoundFactory(stage=Stage.VOTING))
    groups = NoteGroupFactory.create_batch(2, workshop=workshop)
    for group in groups:
        NoteFactory(workshop=workshop, group=group)

    board = staff.get(url("board", workshop.pk))
    posted = staff.post(url("idea", groups[0].pk), {"title": "Kirjoitin tämän", "text": "", "language": "fi"})

    assert text_of(board).count(board.context["board"].round_obstacle) == 1
    assert "Kirjoitin tämän" in text_of(posted)
    assert not Idea.objects.exists()


# --- Who may, and what is not there --------------------------------------------------------------------
def everything(workshop: Workshop) -> list[str]:
    group = NoteGroupFactory(workshop=workshop)
    note = NoteFactory(workshop=workshop, group=group)
    names = {"board": workshop, "write": workshop, "move": workshop, "notebook": workshop, "edit": workshop}
    names |= dict.fromkeys(("note", "delete_note"), note)
    names |= dict.fromkeys(("group", "shift_group", "delete_group", "idea"), group)
    return [url(name, item.pk) for name, item in names.items()]


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_right_to_workshops_nothing_opens_and_nothing_changes(method: str, workshop: Workshop) -> None:
    addresses = everything(workshop)
    client = signed_in(member("wagtailadmin.access_admin"))

    for address in addresses:
        response = getattr(client, method)(address)
        assert response.status_code == 302, address
        assert response.url == reverse("wagtailadmin_home"), address
    assert Note.objects.count() == NoteGroup.objects.count() == 1


def test_nothing_opens_without_signing_in(client: Client, workshop: Workshop) -> None:
    for address in everything(workshop):
        assert "/tili/" in client.get(address).url, address


def test_whoever_may_only_view_sees_the_board_without_forms(workshop: Workshop) -> None:
    note = NoteFactory(workshop=workshop)
    client = signed_in(member("wagtailadmin.access_admin", "workshops.view_workshop"))

    response = client.get(url("board", workshop.pk))
    refused = client.post(url("write", workshop.pk), note_data())

    assert escape(note.text) in text_of(response)
    assert 'name="note"' not in text_of(response)
    assert refused.status_code == 302
    assert workshop.notes.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_there_is_not_found(method: str, staff: Client) -> None:
    """Django looks for an unknown address under the language too, so the answer is followed."""
    for name in ("edit", "write", "move", "notebook", "group", "shift_group", "delete_group", "idea"):
        assert getattr(staff, method)(url(name, 999_999), follow=True).status_code == 404, name
    assert staff.get(url("board", 999_999), follow=True).status_code == 404
    for name in ("note", "delete_note"):
        assert getattr(staff, method)(url(name, uuid4()), follow=True).status_code == 404, name


# --- The list and the details ---------------------------------------------------------------------------
def test_a_new_workshop_leads_to_its_board(workshop: Workshop) -> None:
    client = signed_in(AdministratorFactory())
    data = {
        "title": f"Uusi {HOSTILE}",
        "question": HOSTILE,
        "held_on": "2026-11-24",
        "language": "fi",
        "place": HOSTILE,
    }

    response = client.post(reverse("workshops:add"), data)

    made = Workshop.objects.exclude(pk=workshop.pk).get()
    assert response.url == url("board", made.pk)
    assert HOSTILE not in text_of(client.get(response.url))


def test_the_list_leads_to_boards_and_shows_markup_as_text(staff: Client, workshop: Workshop) -> None:
    response = staff.get(reverse("workshops:index"))

    assert url("board", workshop.pk) in text_of(response)
    assert HOSTILE not in text_of(response)


def test_a_workshop_whose_group_became_an_idea_is_kept(workshop: Workshop) -> None:
    NoteGroupFactory(workshop=workshop, idea=IdeaFactory(round=workshop.round))
    client = signed_in(AdministratorFactory())

    client.post(url("delete", workshop.pk))

    assert Workshop.objects.filter(pk=workshop.pk).exists()


def test_a_workshop_can_be_deleted_with_its_notes(workshop: Workshop) -> None:
    NoteFactory(workshop=workshop, group=NoteGroupFactory(workshop=workshop))
    client = signed_in(AdministratorFactory())

    assert client.get(url("delete", workshop.pk)).status_code == 200
    client.post(url("delete", workshop.pk))

    assert not Workshop.objects.exists()
    assert not Note.objects.exists()


def test_a_facilitator_is_chosen_from_active_staff_who_may_change_workshops_by_name(workshop: Workshop) -> None:
    able, nameless = member(*CHANGE), UserFactory(roles=["may workshops"], first_name="", last_name="")
    nameless.groups.first().permissions.set(able.groups.first().permissions.all())
    gone, other = member(*CHANGE, "workshops.add_workshop"), UserFactory()
    gone.is_active = False
    gone.save()

    form = signed_in(able).get(url("edit", workshop.pk)).context["form"]

    shown = {value.value: label for value, label in form.fields["facilitator"].choices if value}
    assert shown == {able.pk: able.get_full_name(), nameless.pk: nameless.username}
    workshop.facilitator = gone
    workshop.save()
    kept = signed_in(able).get(url("edit", workshop.pk)).context["form"].fields["facilitator"].queryset
    assert gone in kept
    assert other not in kept


# --- Three hundred notes --------------------------------------------------------------------------------
def test_a_board_of_three_hundred_notes_takes_no_more_queries_than_a_small_one(workshop: Workshop) -> None:
    groups = [
        NoteGroupFactory(workshop=workshop, idea=IdeaFactory(round=workshop.round) if number % 2 else None)
        for number in range(10)
    ]
    Note.objects.bulk_create(
        Note(workshop=workshop, text=f"Lappu {number}", group=groups[number % 11] if number % 11 < 10 else None)
        for number in range(300)
    )
    client = signed_in(member(*CHANGE))
    client.get(url("board", workshop.pk))

    with CaptureQueriesContext(connection) as queries:
        response = client.get(url("board", workshop.pk))

    assert text_of(response).count('name="note"') == 300
    assert len(queries) <= 13, [query["sql"][:120] for query in queries]
