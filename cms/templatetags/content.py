"""What blocks of a page need in templates."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.components import Action
from cms.contents import anchor_of, anchors_by_block, with_anchors
from cms.links import localized

register = template.Library()


@register.filter
def with_their_anchors(body: StreamValue) -> list[tuple[Any, list[str]]]:
    """``{% for block, anchors in value|with_their_anchors %}``: each block knows the ids of its headings."""
    return anchors_by_block(body)


@register.simple_tag(takes_context=True)
def anchored(context: Context, text: RichText) -> SafeString:
    """Rich text with an id on each second-level heading. The text was cleaned by the editor's own whitelist."""
    return mark_safe(with_anchors(str(text), context.get("anchors")))  # noqa: S308


@register.simple_tag(takes_context=True)
def anchor(context: Context, title: str) -> str:
    """``{% anchor value.title as here %}``: the id that a block's heading has in its page."""
    given = context.get("anchors")
    return given[0] if given else anchor_of(title)


@register.simple_tag(takes_context=True)
def page_action(context: Context, label: str, page: Page | None) -> Action | None:
    """``{% page_action value.label value.page as action %}``: a quiet button to a page in the reader's language.

    None when there is nothing to press or the page is not public.
    """
    if page is None or not label:
        return None
    request = context.get("request")
    found = localized(page, getattr(request, "shown_page", None))
    url = found.get_url(request) if found.live else None
    return Action(label, url, "quiet") if url else None
