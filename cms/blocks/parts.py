"""One block for everything that other rooms let a page show.

A part is a kind from :data:`cms.parts.KINDS` and the uuid of an object. The registration knows the
choices, the template, the version room and when what it shows changes by the clock.
"""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.languages import active
from cms.parts import KINDS, Part, grouped_choices


class PartField(forms.ChoiceField):
    """A select grouped by kind; the value is :class:`Part`."""

    def prepare_value(self, value: Any) -> str:
        return value.key if isinstance(value, Part) else value or ""

    def clean(self, value: Any) -> Part | None:
        return Part.from_key(super().clean(value))


class PartChoiceBlock(blocks.FieldBlock):
    """Which thing to show."""

    def __init__(self, *, required: bool = True, help_text: str = "", **kwargs: Any) -> None:
        self._required, self._help_text = required, help_text
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> forms.Field:
        return PartField(choices=grouped_choices, required=self._required, help_text=self._help_text)

    def to_python(self, value: Any) -> Part | None:
        return Part.from_stored(value)

    def get_prep_value(self, value: Part | None) -> dict[str, str] | None:
        return value.stored if value else None

    def value_from_form(self, value: Part | str | None) -> Part | None:
        return value if isinstance(value, Part) else Part.from_key(value or "")

    def value_for_form(self, value: Part | None) -> str:
        return value.key if value else ""

    def get_form_state(self, value: Part | None) -> str:
        return self.value_for_form(value)

    def get_translatable_segments(self, value: Part | None) -> list[Any]:
        """A part is the same in every language: what it shows is translated where it lives."""
        return []

    def restore_translated_segments(self, value: Part | None, segments: list[Any]) -> Part | None:
        return value

    class Meta:
        icon = "snippet"
        label = _("What to show")
        description = _("What to show")
        template = "cms/blocks/part_choice.html"
        preview_template = "cms/blocks/part_preview.html"


class PartBlock(blocks.StructBlock):
    """A round, a card or whatever a room has registered, under a heading of its own."""

    title = blocks.CharBlock(label=_("Heading"), required=False, default="", max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, default="", rows=2)
    part = PartChoiceBlock()

    class Meta:
        icon = "snippet"
        label = _("Something current from elsewhere")
        description = _("Rounds to take part in and other current things")
        template = "cms/blocks/part.html"
        preview_template = "cms/blocks/part_preview.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        chosen: Part | None = value.get("part")
        kind = KINDS.get(chosen.kind) if chosen else None
        context["kind"] = kind
        if kind and chosen:
            context["part"] = kind.show(chosen.uuid, active(), context.get("request"))
        return context
