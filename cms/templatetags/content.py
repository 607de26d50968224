"""What blocks of a page need in templates."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText

from cms.contents import anchor_of, with_anchors

register = template.Library()


@register.filter
def anchored(value: RichText) -> SafeString:
    """Rich text with an id on each second-level heading. The text was cleaned by the editor's own whitelist."""
    return mark_safe(with_anchors(str(value)))  # noqa: S308


@register.filter
def anchor(text: str) -> str:
    """The id of a heading."""
    return anchor_of(text)
