"""Forms of the board."""

from uuid import uuid4

from django.http import QueryDict

from living_lab.models.ideas import TEXT_LENGTH
from tests.factories import HOSTILE
from workshops.forms import IdeaForm, MoveForm, NoteForm, as_text
from workshops.models import Note, NoteGroup

IDEA = {"title": "Valoja", "text": "Puihin", "language": "fi"}


def move(query: str) -> MoveForm:
    return MoveForm(QueryDict(query), groups=[NoteGroup(pk=7, title="Valoja")])


def test_as_many_notes_as_fit_become_the_text_of_an_idea() -> None:
    notes = [Note(text="ä" * 280) for _ in range(10)]

    text = as_text(notes)

    assert len(text) <= TEXT_LENGTH
    assert text.count("– ") == 3


def test_markup_in_a_note_stays_text() -> None:
    assert as_text([Note(text=HOSTILE)]) == f"– {HOSTILE}"


def test_every_fresh_form_carries_an_id_of_its_own() -> None:
    assert NoteForm.fresh("fi").initial["id"] != NoteForm.fresh("fi").initial["id"]


def test_an_id_that_is_none_is_told_not_crashed_on() -> None:
    assert not NoteForm({"id": "';--", "text": "Valoja", "language": "fi"}).is_valid()


def test_a_new_group_needs_a_name_and_what_was_ticked_stays_ticked() -> None:
    ticked = uuid4()
    form = move(f"note={ticked}&to=new&title=%20")

    assert not form.is_valid()
    assert form.ticked == {ticked}


def test_ids_that_are_none_and_strange_groups_are_told() -> None:
    assert not move("note=roska&to=7").is_valid()
    assert not move(f"note={uuid4()}&to=8").is_valid()
    assert not move("to=7").is_valid()


def test_an_identity_code_never_goes_into_an_idea() -> None:
    form = IdeaForm(IDEA | {"text": "Kysy 131052-308T", "checked": "on"})

    assert not form.is_valid()


def test_a_phone_number_goes_into_an_idea_only_when_somebody_has_looked() -> None:
    text = {"text": "Soita 044 123 4567"}

    first = IdeaForm(IDEA | text)
    assert not first.is_valid()
    assert first.asks_to_look
    assert IdeaForm(IDEA | text | {"checked": "on"}).is_valid()
