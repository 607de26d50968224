"""Forms of the Living Lab: a resident's idea, one question per step."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from cms.forms import TOO_LONG, PlainTextField
from cms.languages import known_languages
from cms.moderation.personal_data import refuse_identity_code
from cms.tokens import looks_like_key, new_key
from living_lab.models.ideas import TEXT_LENGTH, TITLE_LENGTH


def _text_field(length: int, **kwargs: Any) -> PlainTextField:
    field = PlainTextField(**kwargs)
    field.validators = [MaxLengthValidator(length, TOO_LONG), refuse_identity_code]
    return field


class WhatForm(forms.Form):
    """Step 1: the idea in a few words."""

    title = _text_field(
        TITLE_LENGTH,
        label=_("What should be done?"),
        help_text=_("A few words are enough, at most 120 letters. Write in any language; spelling does not matter."),
        error_messages={"required": _("There is no text here yet. Write a few words and you can go on.")},
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "dir": "auto"}),
    )

    def clean_title(self) -> str:
        """A heading is one line."""
        return " ".join(self.cleaned_data["title"].split())


class WhyForm(forms.Form):
    """Step 2: why, and for whom."""

    text = _text_field(
        TEXT_LENGTH,
        label=_("Why, and for whom?"),
        help_text=_(
            "Who would be glad of it? At most 1 000 letters. Do not write other people’s names or phone numbers."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "dir": "auto"}),
    )


class CheckForm(WhatForm, WhyForm):
    """Step 3: everything once more, and the language it is written in."""

    language = forms.ChoiceField(
        label=_("In which language did you write?"),
        choices=known_languages,
        error_messages={"required": _("Choose the language."), "invalid_choice": _("Choose a language from the list.")},
    )
    field_order = ["title", "text", "language"]


class CarriedForm(forms.Form):
    """What goes along from step to step: the idea's id and key, made when the form was opened."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if not looks_like_key(key):
            raise forms.ValidationError(_("This form is broken. Open a new one, please."))
        return key

    @classmethod
    def fresh(cls) -> "CarriedForm":
        return cls({"id": uuid4(), "key": new_key()})

    @property
    def idea_id(self) -> UUID:
        found: UUID = self.cleaned_data["id"]
        return found

    @property
    def edit_key(self) -> str:
        found: str = self.cleaned_data["key"]
        return found
