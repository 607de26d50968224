"""What blocks of a page need in templates."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.contents import anchor_of, with_anchors
from cms.links import localized

register = template.Library()


@register.filter
def anchored(value: RichText) -> SafeString:
    """Rich text with an id on each second-level heading. The text was cleaned by the editor's own whitelist."""
    return mark_safe(with_anchors(str(value)))  # noqa: S308


@register.simple_tag(takes_context=True)
def page_address(context: Context, page: Page | None) -> str:
    """``{% page_address value.page as url %}``: where a page is in the reader's language; empty if it is not public."""
    if page is None:
        return ""
    request = context.get("request")
    found = localized(page, getattr(request, "shown_page", None))
    return (found.get_url(request) or "") if found.live else ""


@register.filter
def anchor(text: str) -> str:
    """The id of a heading."""
    return anchor_of(text)
