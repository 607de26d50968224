"""How long what is shown stays true, and which answers are the same for everyone.

Parts that depend on the clock tell the page being made when that changes (:func:`valid_until`); the page
cache (:mod:`cms.caching`) takes the earliest.
"""

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

LONGEST = timedelta(hours=24)
PAGE_PARAMETER = "sivu"


class Freshness:
    """How long what is being made stays true, and how many pages its list has.

    Parts that depend on the clock call :meth:`until`; :func:`page_asked_for` calls :meth:`of_pages`.
    """

    def __init__(self, now: datetime) -> None:
        self.valid_until = now + LONGEST
        self.pages = 1

    def until(self, instant: datetime | None) -> None:
        """What was just shown may change at ``instant`` (aware)."""
        if instant is not None:
            self.valid_until = min(self.valid_until, instant)

    def of_pages(self, number: int) -> None:
        """A list was just shown that has so many pages."""
        self.pages = max(self.pages, number)


def valid_until(request: HttpRequest | None, instant: datetime | None) -> None:
    """Tell the page being made for ``request`` that a clock changes it at ``instant``."""
    freshness: Freshness | None = getattr(request, "freshness", None)
    if freshness:
        freshness.until(instant)


def page_asked_for(request: HttpRequest, paginator: Paginator) -> Page:
    """The page of a list that the query names, the nearest for a number there is no page for.

    The page cache is told how many there are, so that it keeps none beyond.
    """
    freshness: Freshness | None = getattr(request, "freshness", None)
    if freshness:
        freshness.of_pages(paginator.num_pages)
    return paginator.get_page(request.GET.get(PAGE_PARAMETER))


def same_for_all(response: HttpResponse) -> HttpResponse:
    """Mark a response as identical for every anonymous reader.

    Of the query it may depend on ``PAGE_PARAMETER`` alone, read through :func:`page_asked_for`: the page cache gives
    the same page whatever else stands there.
    """
    response.same_for_all = True  # type: ignore[attr-defined]
    return response


def form_kept_for_back(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A form in steps: nobody shares it, but Back in the same browser finds what was typed."""
    return _with_cache_control(view, "private, no-cache")


def uncached_form(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view with a form of its own: kept by nobody, not even by Back on a shared device."""
    return _with_cache_control(view, "no-store, private")


def _with_cache_control(view: Callable[..., HttpResponseBase], value: str) -> Callable[..., HttpResponseBase]:
    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = value
        return response

    return wrapped
