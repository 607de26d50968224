"""Refusing what may not be done to a page, with words, wherever Wagtail asks: one page at a time and many at once.

A room says why::

    guard(why_it_stays, "delete", "unpublish", "move")

``why_it_stays`` gets the request and the pages, and gives the first page that is refused with the words that staff
see, or None. It asks the database as much for many pages as for one: hundreds may be ticked in a list.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from cms.accounts.signed_in import user_of


@dataclass(frozen=True)
class Refusal:
    """``page`` is the one it is about; ``words`` are for staff."""

    page: Page
    words: str


Why = Callable[[HttpRequest, Sequence[Page]], Refusal | None]
FIRST = -10  # before Wagtail's and wagtail-localize's own hooks


def guard(why: Why, *actions: str) -> None:
    """Ask ``why`` before each of these actions (delete, unpublish, move, publish)."""

    def one(request: HttpRequest, page: Page, *_destination: Page) -> HttpResponse | None:
        return _answer(request, why(request, [page]))

    def many(request: HttpRequest, action: str, objects: Iterable[Any], _view: Any) -> HttpResponse | None:
        """Wagtail asks the hooks of single pages nothing when many are ticked in a list."""
        pages = [item for item in objects if isinstance(item, Page)]
        return _answer(request, why(request, pages)) if pages and action in actions else None

    for action in actions:
        hooks.register(f"before_{action}_page", one, order=FIRST)
    hooks.register("before_bulk_action", many, order=FIRST)


def turn_back(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say why, on the page's own editing view if the user may open it, else on the home screen."""
    messages.error(request, refusal.words)
    if refusal.page.permissions_for_user(user_of(request)).can_edit():
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[refusal.page.pk]))
    return HttpResponseRedirect(reverse("wagtailadmin_home"))


def _answer(request: HttpRequest, refusal: Refusal | None) -> HttpResponse | None:
    return turn_back(request, refusal) if refusal else None
