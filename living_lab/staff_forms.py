"""Forms of staff: a round, what to do with an idea, an answer."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cms.moderation.reasons import ReturnReason
from cms.places import zone
from living_lab.actions import RoundTexts
from living_lab.models import Answer, AnswerStatus, Round
from living_lab.rules import Schedule, may_reschedule

DATES = ("ideas_open", "ideas_close", "voting_open", "voting_close")
BEGUN_STAYS_BEGUN = _(
    "Once a phase has begun, its start cannot change and its end can only move later. "
    "A finished phase cannot be reopened."
)


class DateTimeLocal(forms.DateTimeInput):
    """The browser's own picker of a date and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", attrs={"step": 60})


class DateLocal(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RoundForm(forms.ModelForm):
    """Dates and rules of a round. Begun phases keep their beginning, closed ones stay closed."""

    class Meta:
        model = Round
        fields = ["name", *DATES, "answers_due", "votes_each", "read_within_days", "coordinator"]
        widgets = {name: DateTimeLocal() for name in DATES} | {"answers_due": DateLocal()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("for_user", None)
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("What residents see as the heading.")
        # The instance changes while it is cleaned, so what stood before is kept here.
        self.stood = self.instance.schedule if self.instance.pk else None
        if self.stood and self.stood.voting_open <= timezone.now():
            self.fields["votes_each"].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if all(data.get(name) for name in DATES):
            new = Schedule(*(data[name] for name in DATES))
            if self.stood and not may_reschedule(self.stood, new, timezone.now()):
                raise ValidationError(BEGUN_STAYS_BEGUN)
        if data.get("answers_due") and data.get("voting_close") and data["answers_due"] < data["voting_close"].date():
            self.add_error("answers_due", _("The date for answers must be after voting closes."))
        return data


class NewRoundForm(RoundForm):
    """A new round with its words in the source language."""

    lead = forms.CharField(
        label=_("What is asked"),
        help_text=_("One or two sentences under the heading, in Finnish. Other languages are translated later."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )
    for_whom = forms.CharField(
        label=_("For whom"),
        required=False,
        max_length=200,
        help_text=_("For example: everyone living here, from 13 years up."),
    )
    decision = forms.CharField(
        label=_("How it is decided"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who decides, with what money or time, and by when."),
    )
    field_order = ["name", "lead", "for_whom", "decision", *DATES, "answers_due", "votes_each", "read_within_days"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = proposed_dates(timezone.now()) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    @property
    def texts(self) -> RoundTexts:
        data = self.cleaned_data
        return RoundTexts(lead=data["lead"], for_whom=data["for_whom"], decision=data["decision"])

    def round_to_create(self) -> Round:
        """The round, not stored yet, with an address of its own."""
        round_: Round = self.save(commit=False)
        round_.slug = free_slug(round_.name)
        return round_


class ReturnForm(forms.Form):
    """Why an idea is returned."""

    reason = forms.ChoiceField(label=_("Why"), choices=ReturnReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("In your own words"),
        help_text=_("The writer sees this. Say what would help, as you would say it aloud."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.ModelForm):
    """The municipality's answer to one idea."""

    class Meta:
        model = Answer
        fields = ["status", "text", "next_step", "unit", "language"]
        widgets = {"status": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = AnswerStatus.choices  # nothing is chosen beforehand, and nothing empty is offered


def proposed_dates(now: datetime) -> dict[str, Any]:
    """Dates a round usually has: two weeks of ideas, a pause to read, two weeks of voting, three to answer."""
    today = now.astimezone(zone()).date()

    def at(days: int, hour: int) -> datetime:
        return datetime.combine(today + timedelta(days=days), time(hour), zone())

    return {
        "ideas_open": at(1, 8),
        "ideas_close": at(15, 16),
        "voting_open": at(18, 8),
        "voting_close": at(32, 16),
        "answers_due": today + timedelta(days=53),
    }


def free_slug(name: str) -> str:
    """An address no other round has, made from the name."""
    stem = slugify(name)[:50] or "kierros"
    taken = set(Round.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)
