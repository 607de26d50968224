"""The chosen set of blocks that pages are made of."""

from .action import CallToActBlock, OpeningBlock, TwoBlock
from .body import PageBodyBlock
from .parts import Part, PartBlock
from .text import ImageBlock, NoticeBlock, QuestionsBlock, QuoteBlock, RichTextBlock, StepsBlock

__all__ = [
    "CallToActBlock",
    "ImageBlock",
    "NoticeBlock",
    "OpeningBlock",
    "PageBodyBlock",
    "Part",
    "PartBlock",
    "QuestionsBlock",
    "QuoteBlock",
    "RichTextBlock",
    "StepsBlock",
    "TwoBlock",
]
