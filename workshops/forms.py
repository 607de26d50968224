"""Forms of the board. Each works without JavaScript: it is posted, and the answer leads back to the board."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.accounts.people import PersonField
from cms.forms import PlainTextField
from cms.languages import known_languages
from cms.moderation.personal_data import kinds_in, refuse_identity_code
from living_lab.models.ideas import TEXT_LENGTH, TITLE_LENGTH
from workshops.models import Note, NoteGroup
from workshops.models.workshops import NOTE_LENGTH
from workshops.queries import GroupOnBoard

NEW, NONE = "new", "none"
GROUP_TITLE_LENGTH = 120

WRITE_SOMETHING = {"required": _("Write something on the note first.")}
LOOK_AGAIN = _("There seems to be an e-mail address or a phone number in it. Take it away, or tick the box below.")


class WorkshopForm(WagtailAdminModelForm):
    """The details of a workshop. Its facilitator is somebody who may work on it, or who is it already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if old := self.fields.get("facilitator"):
            self.fields["facilitator"] = PersonField.in_place_of(
                old, "workshops.change_workshop", also=self.instance.facilitator_id
            )


class NoteForm(forms.Form):
    """One thought. ``id`` is made when the form is shown, so that sending it twice leaves one note."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    text = PlainTextField(
        label=_("Write a note"),
        max_length=NOTE_LENGTH,
        error_messages=WRITE_SOMETHING,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", "enterkeyhint": "send"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=known_languages)

    @classmethod
    def fresh(cls, language: str) -> "NoteForm":
        """An empty form with a new id."""
        return cls(initial={"id": uuid4(), "language": language})


class CorrectNoteForm(forms.Form):
    """What a note says, its language, and its group."""

    text = PlainTextField(
        label=_("Note"),
        max_length=NOTE_LENGTH,
        error_messages=WRITE_SOMETHING,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=known_languages)
    group = forms.ModelChoiceField(
        label=_("Group"), queryset=NoteGroup.objects.none(), required=False, empty_label=_("No group")
    )

    def __init__(self, *args: Any, note: Note, **kwargs: Any) -> None:
        kwargs["initial"] = {"text": note.text, "language": note.language, "group": note.group_id}
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = note.workshop.groups.all()  # type: ignore[attr-defined]


class ChosenNotesField(forms.TypedMultipleChoiceField):
    """Ids of ticked notes; which of them are on the board is looked at when they are moved."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=UUID, **kwargs)

    def valid_value(self, value: object) -> bool:
        return True  # any id may have been on the board a moment ago


@dataclass(frozen=True)
class Target:
    """Where notes go: an existing group, a new one with a title, or no group."""

    group: NoteGroup | None
    new_title: str


class MoveForm(forms.Form):
    """Ticked notes go to a group."""

    note = ChosenNotesField(error_messages={"required": _("Tick at least one note first.")})
    to = forms.ChoiceField(label=_("Move ticked notes to"))
    title = PlainTextField(label=_("Name of the new group"), max_length=GROUP_TITLE_LENGTH, required=False)

    def __init__(self, *args: Any, groups: Sequence[NoteGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in groups}
        named = [(pk, f"{number}. {group.title}") for number, (pk, group) in enumerate(self.groups.items(), 1)]
        last = [(NONE, _("No group"))] if groups else []
        self.fields["to"].choices = [(NEW, _("A new group")), *named, *last]  # type: ignore[attr-defined]
        self.fields["title"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("to") == NEW and not cleaned.get("title") and not self.has_error("title"):
            self.add_error("title", _("Give the new group a name."))
        return cleaned

    @property
    def target(self) -> Target:
        to = self.cleaned_data["to"]
        return Target(self.groups.get(to), self.cleaned_data["title"] if to == NEW else "")

    @property
    def ticked(self) -> set[UUID]:
        """What was ticked when the form was sent, to be ticked again."""
        return set(self.cleaned_data.get("note", [])) if self.is_bound and self.errors is not None else set()

    @property
    def messages(self) -> list[str]:
        """What to correct, in the order of the form."""
        return [str(message) for errors in self.errors.values() for message in errors]


class GroupForm(forms.ModelForm):
    """The name of a group."""

    class Meta:
        model = NoteGroup
        fields = ["title"]
        field_classes = {"title": PlainTextField}


class CheckedForm(forms.Form):
    """A form whose sender has looked at what seemed to be personal data."""

    checked = forms.BooleanField(
        label=_("I have looked: there is nothing in it that should not be public"), required=False
    )


class IdeaForm(CheckedForm):
    """A group as an idea of the round."""

    title = PlainTextField(label=_("What"), max_length=TITLE_LENGTH)
    text = PlainTextField(
        label=_("Why and for whom"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=known_languages)
    field_order = ["title", "text", "language", "checked"]

    @classmethod
    def from_group(cls, item: GroupOnBoard) -> "IdeaForm":
        """The group's name and as many of its notes as fit."""
        language = item.group.workshop.language
        return cls(initial={"title": item.group.title, "text": as_text(item.notes), "language": language})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        words = f"{cleaned.get('title', '')}\n{cleaned.get('text', '')}"
        refuse_identity_code(words)
        if kinds_in(words) and not cleaned.get("checked"):
            raise ValidationError(LOOK_AGAIN, code="look_again")
        return cleaned

    @property
    def asks_to_look(self) -> bool:
        """Something was found and has not been looked at yet, so the box is shown."""
        return self.is_bound and (self.has_error("__all__", "look_again") or bool(self.data.get("checked")))


def as_text(notes: Sequence[Note]) -> str:
    """Notes as lines of an idea's text, as many as fit."""
    text = ""
    for note in notes:
        longer = f"{text}\n– {note.text}" if text else f"– {note.text}"
        if len(longer) > TEXT_LENGTH:
            break
        text = longer
    return text
