"""What a facilitator does with notes and groups."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from wagtail.models import ModelLogEntry

from cms.models import User
from cms.moderation.rules import State
from living_lab.models import Idea
from living_lab.rules import Stage
from tests.factories import HOSTILE, IdeaFactory, NoteFactory, NoteGroupFactory, RoundFactory, WorkshopFactory
from tests.workshops.conftest import CHANGE, member
from workshops import actions
from workshops.actions import IdeaText
from workshops.models import Note, NoteGroup, Workshop
from workshops.rules import Direction

WORDS = IdeaText("Valoja", f"– Puihin {HOSTILE}", "fi")


def write(workshop: Workshop, sent_id: uuid.UUID, text: str = "Valoja puihin") -> Note:
    return actions.write_note(workshop, sent_id=sent_id, text=text, language="fi")


def full_group(workshop: Workshop) -> NoteGroup:
    group = NoteGroupFactory(workshop=workshop)
    NoteFactory(workshop=workshop, group=group)
    return group


# --- Writing ----------------------------------------------------------------------------------------
def test_a_note_sent_twice_is_one_note(workshop: Workshop) -> None:
    sent = uuid.uuid4()

    first, second = write(workshop, sent), write(workshop, sent)

    assert first == second
    assert workshop.notes.count() == 1


def test_another_text_under_a_used_id_is_another_note_and_that_too_only_once(workshop: Workshop) -> None:
    sent = uuid.uuid4()
    write(workshop, sent)

    write(workshop, sent, "Kahvia")
    write(workshop, sent, "Kahvia")

    assert sorted(workshop.notes.values_list("text", flat=True)) == ["Kahvia", "Valoja puihin"]


def test_an_id_used_in_another_workshop_leaves_that_note_as_it_is(workshop: Workshop) -> None:
    strange = NoteFactory(text="Toisten lappu")

    note = write(workshop, strange.pk, "Toisten lappu")

    strange.refresh_from_db()
    assert note.workshop == workshop
    assert strange.workshop != workshop


def test_notes_keep_the_order_they_were_written_in(workshop: Workshop) -> None:
    for text in ("yksi", "kaksi", "kolme"):
        write(workshop, uuid.uuid4(), text)

    assert [note.text for note in workshop.notes.all()] == ["yksi", "kaksi", "kolme"]


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_leave_one_note() -> None:
    workshop, sent = WorkshopFactory(), uuid.uuid4()

    def click(_number: int) -> None:
        try:
            write(workshop, sent)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(click, range(10)))

    assert workshop.notes.count() == 1


# --- Groups -----------------------------------------------------------------------------------------
def test_moving_takes_only_notes_of_the_workshop(workshop: Workshop, facilitator: User) -> None:
    group = NoteGroupFactory(workshop=workshop)
    own, strange = NoteFactory(workshop=workshop), NoteFactory()

    moved = actions.move_notes(workshop, [own.pk, strange.pk, uuid.uuid4()], group, facilitator)

    strange.refresh_from_db()
    assert moved == 1
    assert list(group.notes.all()) == [own]
    assert strange.group is None


def test_deleting_a_group_leaves_its_notes_on_the_board(workshop: Workshop, facilitator: User) -> None:
    group = full_group(workshop)

    actions.delete_group(group, facilitator)

    assert workshop.notes.get().group is None


def test_a_group_that_became_an_idea_is_not_deleted(workshop: Workshop, facilitator: User) -> None:
    group = NoteGroupFactory(workshop=workshop, idea=IdeaFactory(round=workshop.round))

    with pytest.raises(ValidationError):
        actions.delete_group(group, facilitator)

    assert NoteGroup.objects.filter(pk=group.pk).exists()


def test_groups_change_places(workshop: Workshop) -> None:
    first, second, third = NoteGroupFactory.create_batch(3, workshop=workshop)

    actions.shift_group(third, Direction.UP)

    assert list(workshop.groups.all()) == [first, third, second]


def test_the_log_tells_what_was_done_but_not_what_was_said(workshop: Workshop, facilitator: User) -> None:
    note = NoteFactory(workshop=workshop)
    group = actions.make_group(workshop, "Valoja", facilitator)

    actions.move_notes(workshop, [note.pk], group, facilitator)
    actions.delete_note(note, facilitator)

    entries = ModelLogEntry.objects.filter(user=facilitator)
    assert {entry.action for entry in entries} == {
        "workshops.group_made",
        "workshops.notes_moved",
        "workshops.note_deleted",
    }
    assert not [entry for entry in entries if note.text in f"{entry.label}{entry.data}"]


# --- A group becomes an idea ------------------------------------------------------------------------------
def test_a_group_becomes_an_idea_of_the_round_that_waits_for_the_coordinator(
    workshop: Workshop, facilitator: User
) -> None:
    idea = actions.turn_into_idea(full_group(workshop), WORDS, facilitator)

    assert (idea.round, idea.state) == (workshop.round, State.WAITING)
    assert (idea.origin_kind, idea.origin_uuid) == ("workshop", workshop.uuid)


def test_the_idea_of_somebody_who_may_read_ideas_is_public_at_once(workshop: Workshop) -> None:
    coordinator = member(*CHANGE, "living_lab.moderate_idea")

    idea = actions.turn_into_idea(full_group(workshop), WORDS, coordinator)

    assert idea.is_published


def test_a_second_click_gives_the_same_idea(workshop: Workshop, facilitator: User) -> None:
    group = full_group(workshop)

    first = actions.turn_into_idea(group, WORDS, facilitator)
    second = actions.turn_into_idea(group, IdeaText("Muuta", "", "fi"), facilitator)

    assert first == second
    assert Idea.objects.count() == 1


def test_two_groups_never_share_an_idea(workshop: Workshop) -> None:
    idea = IdeaFactory(round=workshop.round)
    NoteGroupFactory(workshop=workshop, idea=idea)

    with pytest.raises(IntegrityError):
        NoteGroupFactory(workshop=workshop, idea=idea)


@pytest.mark.parametrize("stage", [Stage.VOTING, Stage.ANSWERS])
def test_after_voting_opened_no_idea_is_made(stage: Stage, facilitator: User) -> None:
    group = full_group(WorkshopFactory(round=RoundFactory(stage=stage)))

    with pytest.raises(ValidationError):
        actions.turn_into_idea(group, WORDS, facilitator)

    assert not Idea.objects.exists()


def test_a_workshop_without_a_round_makes_no_ideas(facilitator: User) -> None:
    group = full_group(WorkshopFactory(round=None))

    with pytest.raises(ValidationError):
        actions.turn_into_idea(group, WORDS, facilitator)


# --- Deleting a workshop ------------------------------------------------------------------------------
def test_a_workshop_is_deleted_with_its_notes_and_the_log_tells(workshop: Workshop, facilitator: User) -> None:
    full_group(workshop)

    actions.delete_workshop(workshop, facilitator)

    assert not Workshop.objects.exists()
    assert not Note.objects.exists()
    assert ModelLogEntry.objects.get(action="wagtail.delete").user == facilitator


def test_a_workshop_that_something_public_hangs_on_is_kept(workshop: Workshop, facilitator: User) -> None:
    NoteGroupFactory(workshop=workshop, idea=IdeaFactory(round=workshop.round))

    with pytest.raises(ValidationError):
        actions.delete_workshop(workshop, facilitator)

    assert Workshop.objects.exists()
