"""Blocks to read."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock as WagtailImageBlock

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class RichTextBlock(blocks.RichTextBlock):
    """Paragraphs, headings and lists; headings of the second level get an anchor for the contents list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"features": RICH_TEXT_FEATURES} | kwargs))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, headings and lists")
        template = "cms/blocks/text.html"
        preview_value = "<h2>Ensin ihminen</h2><p>Sitten asia. Kiire jää ovelle.</p>"
        default = ""


class StepBlock(blocks.StructBlock):
    """One stone on the path."""

    title = blocks.CharBlock(label=_("Heading"), max_length=80, default="")
    text = blocks.TextBlock(label=_("Text"), required=False, default="", rows=2)

    class Meta:
        icon = "list-ol"
        label = _("Step")
        description = _("One step: a heading and a sentence")
        template = "components/steps.html"
        preview_value = {"title": "Sano hei", "text": "Soita, kirjoita tai kävele sisään."}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Alone, as in a preview: a path of one stone."""
        return super().get_context(value, parent_context=parent_context) | {"steps": [value]}


class StepsBlock(blocks.StructBlock):
    """Steps in order, as stones on a path."""

    title = blocks.CharBlock(label=_("Heading"), required=False, max_length=120, default="")
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=2, max_num=8)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("Things that happen in order")
        template = "cms/blocks/steps.html"
        preview_value = {
            "title": "Näin se alkaa",
            "steps": [{"title": "Sano hei", "text": "Kävele sisään."}, {"title": "Jutellaan", "text": "Rauhassa."}],
        }


class QuoteBlock(blocks.StructBlock):
    """A thought lifted out of the text."""

    text = blocks.TextBlock(label=_("The quote"), default="", rows=2)
    source = blocks.CharBlock(label=_("Who said it"), required=False, default="", max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("A thought lifted out of the text")
        template = "cms/blocks/quote.html"
        preview_value = {"text": "Ensin ihminen, sitten asia.", "source": ""}


class NoticeBlock(blocks.StructBlock):
    """Something the reader should not miss."""

    title = blocks.CharBlock(label=_("Heading"), required=False, default="", max_length=120)
    text = blocks.TextBlock(label=_("Text"), default="", rows=2)

    class Meta:
        icon = "info-circle"
        label = _("Notice")
        description = _("Something the reader should not miss")
        template = "cms/blocks/notice.html"
        preview_value = {"title": "Hyvä tietää", "text": "Ajanvarausta ei tarvita."}


class QuestionBlock(blocks.StructBlock):
    """A question that opens to its answer."""

    question = blocks.CharBlock(label=_("Question"), default="", max_length=160)
    answer = RichTextBlock(label=_("Answer"), features=["bold", "italic", "ul", "link"])

    class Meta:
        icon = "help"
        label = _("Question")
        description = _("A question that opens to its answer")
        template = "components/questions.html"
        preview_value = {"question": "Maksaako se?", "answer": "<p>Ei mitään.</p>"}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Alone, as in a preview: a list of one."""
        return super().get_context(value, parent_context=parent_context) | {"questions": [value]}


class QuestionsBlock(blocks.StructBlock):
    """Questions people ask."""

    title = blocks.CharBlock(label=_("Heading"), required=False, default="", max_length=120)
    items = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("Each question opens to its answer")
        template = "cms/blocks/questions.html"
        preview_value = {
            "title": "Usein kysyttyä",
            "items": [{"question": "Maksaako se?", "answer": "<p>Ei mitään.</p>"}],
        }


class ImageBlock(WagtailImageBlock):
    """A picture with its words."""

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture, with words for those who do not see it")
        template = "cms/blocks/image.html"
        preview_template = "cms/blocks/image_preview.html"
