"""Anonymous pages: the same for everyone, no cookie, an ETag, and never late.

A page view opts in with :func:`cms.freshness.same_for_all`. The stored page carries the version token of its language
(:mod:`cms.versions`) and the earliest instant at which a clock changes it; it is served only while the
token is still the present one and the instant lies ahead. Browsers and proxies must ask each time
(``no-cache``) and get 304.

Such a page reads nothing of the query but the number of a page of its list. It is made and kept without the rest
and for numbers that exist: an address written in many ways costs one page, and no reader's words are kept in it.
Beside the pages it is kept that an address gives such pages, and how many.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeGuard, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language_from_path

from cms import versions
from cms.freshness import PAGE_PARAMETER, Freshness
from cms.sessions import looks_like_session

KEPT_HEADERS = ("Content-Type", "Content-Language")
CACHE = "pages"  # beside the cache where limits are counted: reading many pages must not push those out
PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Kept:
    """Something true from the versions it was made from until a clock changes it."""

    token: str
    valid_until: datetime

    def is_true_at(self, now: datetime, token: str) -> bool:
        return self.token == token and now < self.valid_until


@dataclass(frozen=True)
class StoredPage(Kept):
    """A page as bytes."""

    headers: dict[str, str]
    body: bytes
    etag: str


@dataclass(frozen=True)
class KnownAddress(Kept):
    """An address that gives a page to keep; ``pages`` is how many its list has, 1 without a list."""

    pages: int


Something = TypeVar("Something", bound=Kept)


class AnonymousPageCache:
    """Middleware that keeps and gives pages marked by :func:`same_for_all`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _drop_what_is_no_session(request)
        language = get_language_from_path(request.path_info)
        if not language:
            return self.get_response(request)
        if not _may_be_kept(request):
            return _for_one(self.get_response(request))
        return self._kept_or_made(request, versions.token(language))

    def _kept_or_made(self, request: HttpRequest, token: str) -> HttpResponseBase:
        now = timezone.now()
        asked = _number_asked_for(request)
        known = _true(caches[CACHE].get(_key(request)), now, token)
        if known:
            number = min(asked, known.pages)
            stored = _true(caches[CACHE].get(_key(request, number)), now, token)
            if stored:
                return _answer(request, stored)
            _leave_in_query(request, number)
        return self._made(request, now, token, asked)

    def _made(self, request: HttpRequest, now: datetime, token: str, asked: int) -> HttpResponseBase:
        """The answer of the view; kept when it is the same for all.

        Only that answer tells whether the query was the view's to read. If it was not, and something stood there, the
        page is made again without.
        """
        response = self._ask(request, now, token)
        number = min(asked, _freshness(request).pages)
        if _is_for_all(response) and not _is_whole_query(request, number):
            _leave_in_query(request, number)
            response = self._ask(request, now, token)
        if not _is_for_all(response):
            return _for_one(response)
        stored = _stored(request, response, token)
        known = KnownAddress(token, stored.valid_until, _freshness(request).pages)
        timeout = max(1, int((stored.valid_until - now).total_seconds()))
        caches[CACHE].set_many({_key(request): known, _key(request, number): stored}, timeout)
        return _answer(request, stored)

    def _ask(self, request: HttpRequest, now: datetime, token: str) -> HttpResponseBase:
        request.freshness = Freshness(now)  # type: ignore[attr-defined]
        request.version_token = token  # type: ignore[attr-defined]
        return self.get_response(request)


def _freshness(request: HttpRequest) -> Freshness:
    return request.freshness  # type: ignore[attr-defined]


def _true(kept: Something | None, now: datetime, token: str) -> Something | None:
    return kept if kept and kept.is_true_at(now, token) else None


def _may_be_kept(request: HttpRequest) -> bool:
    """Only plain reading without a staff session."""
    return request.method in {"GET", "HEAD"} and settings.SESSION_COOKIE_NAME not in request.COOKIES


def _drop_what_is_no_session(request: HttpRequest) -> None:
    """A made-up cookie does not make the site build a page anew, nor answer with a cookie, nor reach the database."""
    if not looks_like_session(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)


def _number_asked_for(request: HttpRequest) -> int:
    """1 when nothing is asked for, or nothing that is a number."""
    asked = request.GET.get(PAGE_PARAMETER, "")
    return int(asked) if PAGE_NUMBER.fullmatch(asked) else 1


def _query(number: int) -> str:
    return f"{PAGE_PARAMETER}={number}" if number > 1 else ""


def _is_whole_query(request: HttpRequest, number: int) -> bool:
    return QueryDict(_query(number)) == request.GET


def _leave_in_query(request: HttpRequest, number: int) -> None:
    """As if the reader had asked for that page of the list and nothing else."""
    request.META["QUERY_STRING"] = _query(number)
    request.__dict__.pop("GET", None)  # read from it once, when first asked for


def _key(request: HttpRequest, number: int | None = None) -> str:
    """Of the address, or of one page of its list.

    Made of what tells pages apart and nothing a reader can vary at will: no port, no query.
    """
    host, _port = split_domain_port(request.get_host())
    address = hashlib.sha256(f"{request.scheme}://{host}{request.path}".encode()).hexdigest()
    return f"address:{address}" if number is None else f"page:{address}:{number}"


def _is_for_all(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Whether it is a good page, marked as the same for all."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    return getattr(response, "same_for_all", False) and isinstance(response, HttpResponse)


def _stored(request: HttpRequest, response: HttpResponse, token: str) -> StoredPage:
    body = response.content
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    return StoredPage(token, _freshness(request).valid_until, headers, body, etag)


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
