"""Whose site this is."""

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from .places import Place

PHONE = RegexValidator(
    r"^\+?[0-9][0-9 ]{2,20}$", _("Write the number with digits and spaces, for example 044 123 4567.")
)


@register_setting(icon="home")
class Municipality(BaseSiteSetting):
    """The municipality's own facts; nothing here is translated."""

    select_related = ["place"]

    name = models.CharField(_("name"), max_length=100, blank=True, default="")
    phone = models.CharField(_("phone"), max_length=25, blank=True, default="", validators=[PHONE])
    email = models.EmailField(_("e-mail"), blank=True, default="")
    place = models.ForeignKey(
        Place,
        verbose_name=_("the place shown on every page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    crisis_phone = models.CharField(
        _("crisis line"),
        max_length=25,
        blank=True,
        default="",
        validators=[PHONE],
        help_text=_("Shown at the foot of every page. Call it yourself before you save."),
    )
    checked_on = models.DateField(
        _("details checked on"),
        null=True,
        blank=True,
        help_text=_("When someone last checked that all of this is right."),
    )

    panels = [
        FieldPanel("name"),
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("email"), FieldPanel("place")], heading=_("Contact")),
        FieldPanel("crisis_phone"),
        FieldPanel("checked_on"),
    ]

    class Meta:
        verbose_name = _("municipality")

    @property
    def phone_link(self) -> str:
        return dialled(self.phone)

    @property
    def crisis_phone_link(self) -> str:
        return dialled(self.crisis_phone)


def municipality_for(request: HttpRequest | None) -> Municipality | None:
    """The settings of the site a request is for, read once a request; of the default site without one."""
    if request is not None:
        return Municipality.for_request(request)
    site = Site.objects.filter(is_default_site=True).first()
    return Municipality.for_site(site) if site else None


def dialled(number: str) -> str:
    """The number as a ``tel:`` address; a Finnish number gets its country code.

    >>> dialled("044 123 4567")
    'tel:+358441234567'
    >>> dialled("112")
    'tel:112'
    """
    digits = number.replace(" ", "")
    if digits.startswith("0"):
        digits = "+358" + digits[1:]
    return f"tel:{digits}" if digits else ""
