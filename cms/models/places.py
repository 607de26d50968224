"""Places to meet, and when their doors are open. One place serves all languages: texts are on its page."""

import uuid

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.dates import zone
from cms.opening import DayException, Hours, Reason, Weekday, WeeklySpan
from cms.timetable import ExceptionFormSet, TimetablePanel, WeekFormSet


class Place(ClusterableModel):
    """An Opastamo or another meeting place. Name and address are proper nouns, the same in all languages."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    building = models.CharField(_("building"), max_length=100, blank=True, default="")
    street_address = models.CharField(_("street address"), max_length=150, blank=True, default="")
    postal_code = models.CharField(_("postal code"), max_length=5, blank=True, default="")
    city = models.CharField(_("town"), max_length=60, blank=True, default="")
    phone = models.CharField(_("phone"), max_length=25, blank=True, default="")
    checked_on = models.DateField(
        _("details checked on"),
        null=True,
        blank=True,
        help_text=_("When someone last checked that address and hours are right."),
    )

    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldPanel("building"),
                FieldPanel("street_address"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")]),
                FieldPanel("phone"),
            ],
            heading=_("Where"),
        ),
        TimetablePanel("opening_hours", label=_("opening hours"), heading=_("Every week"), formset=WeekFormSet),
        TimetablePanel("exceptions", label=_("exception"), heading=_("Exceptions"), formset=ExceptionFormSet),
        FieldPanel("checked_on"),
    ]

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def address_lines(self) -> list[str]:
        town = f"{self.postal_code} {self.city}".strip()
        street = ", ".join(part for part in (self.street_address, town) if part)
        return [line for line in (self.building, street) if line]

    @cached_property
    def hours(self) -> Hours:
        """The timetable; two queries unless prefetched."""
        return Hours(
            weekly=[WeeklySpan(row.weekday, row.opens, row.closes) for row in self.opening_hours.all()],
            exceptions=[DayException(row.date, row.opens, row.closes, row.reason) for row in self.exceptions.all()],
            zone=zone(),
        )


class OpeningHours(models.Model):
    """The door is open on one weekday from ``opens`` to ``closes``; past midnight if ``closes`` is not later."""

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    panels = [FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")])]

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["place", "weekday", "opens"], name="cms_opening_hours_are_said_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H.%M}–{self.closes:%H.%M}"


class OpeningException(models.Model):
    """One date on which the weekly hours do not hold: closed when no times are given."""

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="exceptions")
    date = models.DateField(_("date"))
    opens = models.TimeField(
        _("opens"), null=True, blank=True, help_text=_("Leave both times empty when the door is closed.")
    )
    closes = models.TimeField(_("closes"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=10, choices=Reason.choices, default=Reason.OTHER)

    panels = [FieldRowPanel([FieldPanel("date"), FieldPanel("opens"), FieldPanel("closes")]), FieldPanel("reason")]

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        ordering = ["date", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True, closes__isnull=True)
                | models.Q(opens__isnull=False, closes__isnull=False),
                name="cms_exception_has_both_times_or_none",
                violation_error_message=_("Enter both times, or leave both empty when the door is closed."),
            ),
            models.UniqueConstraint(fields=["place", "date", "opens"], name="cms_exception_is_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y}"
