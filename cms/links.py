"""Links to pages, led to the reader's language with as few queries as can be.

Wagtail's ``page.localized`` asks for the active locale each time. Nearly every link already leads to a page in
the language being read, which the page's own locale tells.
"""

from wagtail.models import Page

from cms.languages import active


def localized(page: Page, like: Page | None = None) -> Page:
    """The page in the active language, or itself where that language lacks it.

    ``like`` is a page known to be in the active language: one in the same locale needs no query.
    """
    if like is not None and page.locale_id == like.locale_id:
        return page
    return page if page.locale.language_code == active() else page.localized
