"""How long what is shown stays true, and which answers are the same for everyone.

Parts that depend on the clock tell the page being made when that changes (:func:`valid_until`); the page
cache (:mod:`cms.caching`) takes the earliest.
"""

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

LONGEST = timedelta(hours=24)
PAGE_PARAMETER = "sivu"


class Freshness:
    """How long what is being made stays true. Parts that depend on the clock call :meth:`until`."""

    def __init__(self, now: datetime) -> None:
        self.valid_until = now + LONGEST

    def until(self, instant: datetime | None) -> None:
        """What was just shown may change at ``instant`` (aware)."""
        if instant is not None:
            self.valid_until = min(self.valid_until, instant)


def valid_until(request: HttpRequest | None, instant: datetime | None) -> None:
    """Tell the page being made for ``request`` that a clock changes it at ``instant``."""
    freshness: Freshness | None = getattr(request, "freshness", None)
    if freshness:
        freshness.until(instant)


def same_for_all(response: HttpResponse) -> HttpResponse:
    """Mark a response as identical for every anonymous reader."""
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
