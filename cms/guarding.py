"""Refusing what may not be done to a page, with words, wherever Wagtail asks: one page at a time and many at once.

A room says why::

    guard(why_it_stays, "delete", "unpublish", "move")

``why_it_stays`` gets the request and the page, and gives the words that staff see, or an empty text.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from cms.desk import user_of

Why = Callable[[HttpRequest, Page], str]
FIRST = -10  # before Wagtail's and wagtail-localize's own hooks


def guard(why: Why, *actions: str) -> None:
    """Ask ``why`` before each of these actions (delete, unpublish, move, publish)."""

    def one(request: HttpRequest, page: Page, *_destination: Page) -> HttpResponse | None:
        return _answer(request, page, why(request, page))

    def many(request: HttpRequest, action: str, objects: Iterable[Any], _view: Any) -> HttpResponse | None:
        """Wagtail asks the hooks of single pages nothing when many are ticked in a list."""
        pages = (item for item in objects if action in actions and isinstance(item, Page))
        return next((answer for page in pages if (answer := one(request, page))), None)

    for action in actions:
        hooks.register(f"before_{action}_page", one, order=FIRST)
    hooks.register("before_bulk_action", many, order=FIRST)


def turn_back(request: HttpRequest, page: Page, words: str) -> HttpResponse:
    """Say why, on the page's own editing view if the user may open it, else on the home screen."""
    messages.error(request, words)
    if page.permissions_for_user(user_of(request)).can_edit():
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return HttpResponseRedirect(reverse("wagtailadmin_home"))


def _answer(request: HttpRequest, page: Page, words: str) -> HttpResponse | None:
    return turn_back(request, page, words) if words else None
