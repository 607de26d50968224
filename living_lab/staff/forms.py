"""Forms of staff: a round, what to do with an idea, an answer."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cms import dates
from cms.accounts.people import PersonField
from cms.dates import zone
from living_lab.actions.rounds import RoundTexts
from living_lab.models import Answer, AnswerStatus, Round
from living_lab.proposing import proposed_dates
from living_lab.reasons import ReturnReason
from living_lab.rules import INSTANTS, Fault, Schedule, faults, settled

DATES = INSTANTS
FAULTS: dict[Fault, Promise] = {
    Fault.STANDS: _("This is now past and cannot change: %(limit)s."),
    Fault.ONLY_LATER: _("This has begun, so it can end only later than %(limit)s."),
    Fault.IN_PAST: _("This must be in the future: it is now %(now)s."),
}
# The later of two instants bears the error: when only one of them can still change, it is that one.
ORDER: tuple[tuple[str, str, Promise], ...] = (
    ("ideas_open", "ideas_close", _("Ideas must close after they open, %(limit)s.")),
    ("ideas_close", "voting_open", _("Voting can open only when ideas have closed, %(limit)s.")),
    ("voting_open", "voting_close", _("Voting must close after it opens, %(limit)s.")),
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
        help_texts = {
            "name": _(
                "The round’s name in these staff pages. The heading that residents see is on the page in each "
                "language: change it on the round’s own page here, with “Edit the words”."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("for_user", None)
        super().__init__(*args, **kwargs)
        self.fields["coordinator"] = PersonField.in_place_of(
            self.fields["coordinator"], "living_lab.change_round", also=self.instance.coordinator_id
        )
        # The instance changes while it is cleaned, so what stood before is kept here.
        self.stood = self.instance.schedule if self.instance.pk else None
        self.settled = settled(self.stood, timezone.now()) if self.stood else []
        for name in self.settled:
            self.fields[name].disabled = True
        if "voting_open" in self.settled:
            self.fields["votes_each"].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in self.settled:
            if self._asks_to_move(name):
                self._refuse(name, FAULTS[Fault.STANDS], getattr(self.instance, name))
        if all(data.get(name) for name in DATES):
            given = {name: data[name] for name in DATES}  # an error on a field takes its value out of ``data``
            self._check_order(given)
            self._check_change(Schedule(**given))
        if data.get("answers_due") and data.get("voting_close"):
            end = data["voting_close"].astimezone(zone()).date()
            if data["answers_due"] < end:
                words = _("The date for answers must be after voting closes, %(limit)s.")
                self.add_error("answers_due", words % {"limit": dates.calendar_day(end)})
        return data

    def _asks_to_move(self, name: str) -> bool:
        """The form lay open while the instant passed, and asks for another: say so rather than save without it."""
        field = self.fields[name]
        asked = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        return bool(asked) and asked != field.widget.format_value(self[name].value())

    def _check_order(self, given: dict[str, datetime]) -> None:
        for earlier, later, words in ORDER:
            joined = later == "voting_open" and given[earlier] == given[later]
            if given[later] <= given[earlier] and not joined:
                self._refuse(later, words, given[earlier])

    def _check_change(self, new: Schedule) -> None:
        if self.stood is None:
            return
        for name, fault in faults(self.stood, new, timezone.now()).items():
            if name not in self.errors:
                self._refuse(name, FAULTS[fault], getattr(self.stood, name))

    def _refuse(self, name: str, words: Promise, limit: datetime) -> None:
        said = {"limit": dates.day_and_clock(limit), "now": dates.day_and_clock(timezone.now())}
        self.add_error(name, str(words) % said)


class NewRoundForm(RoundForm):
    """A new round with its words in the source language."""

    class Meta(RoundForm.Meta):
        help_texts = {"name": _("What residents see as the heading")}

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

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (end := data.get("ideas_close")) and end <= timezone.now():
            self._refuse("ideas_close", FAULTS[Fault.IN_PAST], end)
        return data

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


class HideForm(forms.Form):
    """Taking a public idea down."""

    prefix = "hide"
    note = forms.CharField(
        label=_("Why it is taken down"),
        help_text=_("The writer sees this."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    sure = forms.BooleanField(label=_("Yes, take it down. It cannot be brought back."))


class LookedForm(forms.Form):
    """Publishing a text that seems to hold personal data."""

    looked = forms.BooleanField(label=_("I have looked: there is nothing in it that should not be public"))


class AnswerForm(forms.ModelForm):
    """The municipality's answer to one idea."""

    class Meta:
        model = Answer
        fields = ["status", "text", "next_step", "unit", "language"]
        widgets = {"status": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nothing is chosen beforehand, and nothing empty is offered.
        cast(forms.ChoiceField, self.fields["status"]).choices = AnswerStatus.choices


def free_slug(name: str) -> str:
    """An address no other round has, made from the name."""
    stem = slugify(name)[:50] or "kierros"
    taken = set(Round.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)
