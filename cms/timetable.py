"""A place's timetable as it is typed: what contradicts itself is refused, with words beside the row."""

from collections.abc import Iterator, Sequence
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel

DAY = 24 * 60
WEEK = 7 * DAY

Minutes = tuple[int, int]


def minutes(day: int, opens: time, closes: time) -> Minutes:
    """A span counted from day 0; past midnight if ``closes`` is not later.

    >>> minutes(1, time(22), time(2))
    (2760, 3000)
    """
    start, end = (day * DAY + wall.hour * 60 + wall.minute for wall in (opens, closes))
    return start, end if end > start else end + DAY


def overlap(one: Minutes, other: Minutes, period: int = 0) -> bool:
    """Whether two spans share a minute; with ``period`` they come again, so Sunday night may meet Monday."""
    shifts = (-period, 0, period)
    return any(one[0] < other[1] + shift and other[0] + shift < one[1] for shift in shifts)


class TimetableFormSet(BaseChildFormSet):
    """Rows that must fit together. Two alike overlap, so Django's words about unique fields are not needed."""

    def validate_unique(self) -> None:
        """See the class."""

    def clean(self, *args: Any, **kwargs: Any) -> None:
        super().clean(*args, **kwargs)
        rows = [
            form for form in self.forms if form.is_valid() and not self._should_delete_form(form) and self._said(form)
        ]
        wrong = False
        for position, form in enumerate(rows):
            words = _equal_times(form) or next(self._clashes(form, rows[:position]), "")
            if words:
                form.add_error(None, words)
                wrong = True
        if wrong:
            raise ValidationError(_("Some rows do not fit together. See the words beside them."))

    def _said(self, form: ModelForm) -> bool:
        """Whether the row has been filled in."""
        raise NotImplementedError

    def _clashes(self, form: ModelForm, earlier: Sequence[ModelForm]) -> Iterator[str]:
        """Words for each earlier row that this one does not go with."""
        raise NotImplementedError


class WeekFormSet(TimetableFormSet):
    """The hours of every week."""

    def _said(self, form: ModelForm) -> bool:
        return all(form.cleaned_data.get(name) is not None for name in ("weekday", "opens", "closes"))

    def _clashes(self, form: ModelForm, earlier: Sequence[ModelForm]) -> Iterator[str]:
        mine = self._span(form)
        for other in earlier:
            if mine == self._span(other):
                yield _("These hours are here already.")
            elif overlap(mine, self._span(other), WEEK):
                yield _("These hours overlap with other hours in the list.")

    @staticmethod
    def _span(form: ModelForm) -> Minutes:
        typed = form.cleaned_data
        return minutes(typed["weekday"], typed["opens"], typed["closes"])


class ExceptionFormSet(TimetableFormSet):
    """Dates that differ from the week."""

    def _said(self, form: ModelForm) -> bool:
        return form.cleaned_data.get("date") is not None

    def _clashes(self, form: ModelForm, earlier: Sequence[ModelForm]) -> Iterator[str]:
        for other in earlier:
            same_day = form.cleaned_data["date"] == other.cleaned_data["date"]
            mine, theirs = self._span(form), self._span(other)
            if mine is None or theirs is None:
                if same_day and mine == theirs:
                    yield _("This date is closed already.")
                elif same_day:
                    yield _("This date is both closed and open. Leave only one of them.")
            elif mine == theirs:
                yield _("These hours are here already.")
            elif overlap(mine, theirs):
                yield _("These hours overlap with other hours in the list.")

    @staticmethod
    def _span(form: ModelForm) -> Minutes | None:
        """None when the door is closed."""
        typed = form.cleaned_data
        if not (typed.get("opens") and typed.get("closes")):
            return None
        return minutes(typed["date"].toordinal(), typed["opens"], typed["closes"])


class TimetablePanel(InlinePanel):
    """An inline panel whose rows are checked together by ``formset``; Wagtail's own takes no formset."""

    def __init__(self, *args: Any, formset: type[TimetableFormSet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.formset = formset

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "formset": self.formset}

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = self.formset
        return options


def _equal_times(form: ModelForm) -> str:
    opens, closes = form.cleaned_data.get("opens"), form.cleaned_data.get("closes")
    if opens is None or opens != closes:
        return ""
    return _("The door cannot open and close at the same time.")
