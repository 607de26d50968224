"""The body of a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .action import CallToActBlock, OpeningBlock, TwoBlock
from .parts import PartBlock
from .text import ImageBlock, NoticeBlock, QuestionsBlock, QuoteBlock, RichTextBlock, StepsBlock


class PageBodyBlock(blocks.StreamBlock):
    """Every block, in the order editors need them."""

    text = RichTextBlock(group=_("To read"))
    steps = StepsBlock(group=_("To read"))
    questions = QuestionsBlock(group=_("To read"))
    quote = QuoteBlock(group=_("To read"))
    notice = NoticeBlock(group=_("To read"))
    image = ImageBlock(required=False, group=_("To read"))
    two = TwoBlock(group=_("To do"))
    call_to_act = CallToActBlock(group=_("To do"))
    opening = OpeningBlock(group=_("To do"))
    part = PartBlock(group=_("To do"))

    class Meta:
        template = "cms/blocks/body.html"
        preview_value = [("quote", {"text": "Ensin ihminen, sitten asia.", "source": ""})]
        description = _("The body of a page")
