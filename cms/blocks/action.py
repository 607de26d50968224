"""Blocks that lead somewhere."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms import places
from cms.art import Art
from cms.opening import Hours

from .linking import LinkedPageBlock
from .text import RichTextBlock, StepBlock


class CallToActBlock(blocks.StructBlock):
    """One thing to do, said as a verb."""

    title = blocks.CharBlock(label=_("Heading"), default="", max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, default="", rows=2)
    label = blocks.CharBlock(label=_("Words on the button"), default="", max_length=60)
    page = LinkedPageBlock(required=False)

    class Meta:
        icon = "arrow-right"
        label = _("Call to action")
        description = _("One thing to do, with a button")
        template = "cms/blocks/call_to_act.html"
        preview_value = {"title": "Tule käymään", "text": "Ovi on auki.", "label": "Katso aukiolo", "page": None}


class TwoBlock(blocks.StructBlock):
    """A drawing beside words."""

    title = blocks.CharBlock(label=_("Heading"), default="", max_length=120)
    text = RichTextBlock(label=_("Text"), features=["bold", "italic", "ul", "link"])
    art = blocks.ChoiceBlock(label=_("Drawing"), choices=Art.choices, default=Art.COFFEE)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), default=[])
    label = blocks.CharBlock(label=_("Words on the button"), required=False, default="", max_length=60)
    page = LinkedPageBlock(required=False)

    class Meta:
        icon = "image"
        label = _("Drawing and words")
        description = _("A drawing beside a text, with steps and a button if you like")
        template = "cms/blocks/two.html"
        preview_value: ClassVar[dict[str, Any]] = {
            "title": "Jos yksin lähteminen tuntuu isolta",
            "text": "<p>Silloin joku lähtee kanssasi.</p>",
            "art": "umbrella",
            "steps": [],
            "label": "",
            "page": None,
        }


class OpeningBlock(blocks.StructBlock):
    """This week's opening hours of the municipality's place."""

    title = blocks.CharBlock(label=_("Heading"), default="", max_length=120)

    class Meta:
        icon = "time"
        label = _("Opening hours")
        description = _("The week of the place chosen in the municipality's settings or on the page")
        template = "cms/blocks/opening.html"
        preview_value = {"title": "Milloin ovi on auki"}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        hours = _hours(context)
        context["week"] = places.week_for(context.get("request"), hours) if hours else []
        return context


def _hours(context: dict[str, Any]) -> Hours | None:
    """Those of the page's own place, else of the place in the footer, which stands around every page already."""
    own = getattr(context.get("page"), "place", None)
    site = context.get("site")
    place = own or (site and site.frame.place)
    return place.hours if place else None
