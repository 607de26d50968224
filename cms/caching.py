"""Anonymous pages: the same for everyone, no cookie, an ETag, and never late.

A page view opts in with :func:`cms.freshness.same_for_all`. The stored page carries the version token of its language
(:mod:`cms.versions`) and the earliest instant at which a clock changes it; it is served only while the
token is still the present one and the instant lies ahead. Browsers and proxies must ask each time
(``no-cache``) and get 304.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language_from_path

from cms import versions
from cms.freshness import PAGE_PARAMETER, Freshness

KEPT_HEADERS = ("Content-Type", "Content-Language")
CACHE = "pages"  # beside the cache where limits are counted: reading many pages must not push those out
SESSION_KEY = re.compile(r"[a-z0-9]{32}")
PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,2}")


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
        _drop_what_is_no_session(request)
        if not _may_be_kept(request):
            return _for_one(self.get_response(request))
        key = _key(request)
        now = timezone.now()
        token = versions.token(language)
        stored: StoredPage | None = caches[CACHE].get(key)
        if not stored or not stored.is_true_at(now, token):
            request.freshness = Freshness(now)  # type: ignore[attr-defined]
            request.version_token = token  # type: ignore[attr-defined]
            response = self.get_response(request)
            stored = _stored(request, response, token)
            if not stored:
                return _for_one(response)
            caches[CACHE].set(key, stored, timeout=max(1, int((stored.valid_until - now).total_seconds())))
        return _answer(request, stored)


def _may_be_kept(request: HttpRequest) -> bool:
    """Only plain reading without a staff session; a query only as a page number."""
    if request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    if not request.GET:
        return True
    numbers = request.GET.getlist(PAGE_PARAMETER)
    return len(request.GET) == len(numbers) == 1 and bool(PAGE_NUMBER.fullmatch(numbers[0]))


def _drop_what_is_no_session(request: HttpRequest) -> None:
    """A made-up cookie does not make the site build a page anew, nor answer with a cookie of its own."""
    if not SESSION_KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)


def _key(request: HttpRequest) -> str:
    """Made of what tells pages apart and nothing a reader can vary at will: no port, no way to write the query."""
    host, _port = split_domain_port(request.get_host())
    address = f"{request.scheme}://{host}{request.path}?{request.GET.get(PAGE_PARAMETER, '')}"
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
