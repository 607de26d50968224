"""Links of rich text to pages, led to the reader's language.

Apart from ``cms.links`` because Wagtail's handlers need the models loaded, and the models need ``cms.links``.
"""

from django.utils.html import format_html
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from cms.links import all_localized, pages_by_number


class LocalizedPageLinkHandler(PageLinkHandler):
    """Links of rich text to pages: two queries for all links of a text."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Page | None]:
        linked = pages_by_number(int(attrs["id"]) for attrs in attrs_list if attrs.get("id", "").isdecimal())
        shown = dict(zip(map(str, linked), all_localized(linked.values()), strict=True))
        return [shown.get(attrs.get("id", "")) for attrs in attrs_list]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return [format_html('<a href="{}">', page.url or "") if page else "<a>" for page in cls.get_many(attrs_list)]
