"""Anonymous pages: the same for everyone, no cookie, an ETag, and never late.

A page view opts in with :func:`cms.freshness.same_for_all`. The stored page carries the version token of its language
(:mod:`cms.versions`) and the earliest instant at which a clock changes it; it is served only while the
token is still the present one and the instant lies ahead. Browsers and proxies must ask each time
(``no-cache``) and get 304.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language_from_path

from cms import versions
from cms.freshness import PAGE_PARAMETER, Freshness

KEPT_HEADERS = ("Content-Type", "Content-Language")


@dataclass(frozen=True)
class StoredPage:
    """A page as bytes with what it was made from."""

    token: str
    valid_until: datetime
    headers: dict[str, str]
    body: bytes
    etag: str

    def is_true_at(self, now: datetime, token: str) -> bool:
        return self.token == token and now < self.valid_until


class AnonymousPageCache:
    """Middleware that keeps and gives pages marked by :func:`same_for_all`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = get_language_from_path(request.path_info)
        if not language:
            return self.get_response(request)
        if not _may_be_kept(request):
            return _for_one(self.get_response(request))
        key = _key(request)
        now = timezone.now()
        token = versions.token(language)
        stored: StoredPage | None = cache.get(key)
        if not stored or not stored.is_true_at(now, token):
            request.freshness = Freshness(now)  # type: ignore[attr-defined]
            request.version_token = token  # type: ignore[attr-defined]
            response = self.get_response(request)
            stored = _stored(request, response, token)
            if not stored:
                return _for_one(response)
            cache.set(key, stored, timeout=max(1, int((stored.valid_until - now).total_seconds())))
        return _answer(request, stored)


def _may_be_kept(request: HttpRequest) -> bool:
    """Only plain reading without a staff session; a query only as a page number."""
    if request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    return set(request.GET) <= {PAGE_PARAMETER} and request.GET.get(PAGE_PARAMETER, "1").isdecimal()


def _key(request: HttpRequest) -> str:
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return f"page:{hashlib.sha256(address.encode()).hexdigest()}"


def _stored(request: HttpRequest, response: HttpResponseBase, token: str) -> StoredPage | None:
    """The response as a page to keep, or None when it is not the same for all."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return None
    if not getattr(response, "same_for_all", False) or not isinstance(response, HttpResponse):
        return None
    body = response.content
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    freshness: Freshness = request.freshness  # type: ignore[attr-defined]
    return StoredPage(token, freshness.valid_until, headers, body, etag)


def _for_one(response: HttpResponseBase) -> HttpResponseBase:
    """An answer that is not kept here (to a member of staff, say) is not kept by proxies either."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _answer(request: HttpRequest, stored: StoredPage) -> HttpResponse:
    wanted = parse_etags(request.headers.get("If-None-Match", ""))
    unchanged = "*" in wanted or stored.etag in {tag.removeprefix("W/") for tag in wanted}
    response = HttpResponseNotModified() if unchanged else HttpResponse(stored.body, headers=stored.headers)
    response.headers["ETag"] = stored.etag
    response.headers["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
