"""Links to pages, led to the reader's language with as few queries as can be.

Wagtail's ``page.localized`` asks for the active locale each time. Nearly every link already leads to a page in
the language being read, which the page's own locale tells.
"""

from django.utils.html import format_html
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler


def localized(page: Page, like: Page | None = None) -> Page:
    """The page in the active language, or itself where that language lacks it.

    ``like`` is a page known to be in the active language: one in the same locale needs no query.
    """
    if like is not None and page.locale_id == like.locale_id:
        return page
    return page if page.locale.language_code == get_language() else page.localized


class LocalizedPageLinkHandler(PageLinkHandler):
    """Links of rich text to pages: one query for all links of a text."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Page | None]:
        wanted = [int(attrs["id"]) for attrs in attrs_list if attrs.get("id", "").isdecimal()]
        found = {str(page.pk): page for page in Page.objects.filter(pk__in=wanted).select_related("locale")}
        return [found.get(attrs.get("id", "")) for attrs in attrs_list]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return [
            format_html('<a href="{}">', localized(page).url or "") if page else "<a>"
            for page in cls.get_many(attrs_list)
        ]
