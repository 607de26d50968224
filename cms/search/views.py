"""The search page: a plain form and what was found, kept by nobody."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cms.freshness import uncached_form
from cms.languages import OWN_NAMES, active, direction
from cms.search.analysis import words
from cms.search.common_words import telling_words
from cms.search.pages import count_pages
from cms.search.sources import search
from cms.search.suggesting import suggestion

LONGEST_QUERY = 100
MOST_WORDS = 8  # the rest of a longer question is left out: each word costs the database


@dataclass(frozen=True)
class Elsewhere:
    """Pages that another language has for the same question."""

    name: str
    code: str
    dir: str
    url: str
    count: int


@require_safe
@uncached_form
def search_page(request: HttpRequest) -> HttpResponse:
    """``/<language>/haku/?q=``."""
    language = active()
    asked = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    looked_for = " ".join(telling_words(words(asked), language)[:MOST_WORDS])
    groups = search(looked_for, language) if looked_for else []
    suggested = suggestion(looked_for, language) if looked_for and not groups else ""
    context = {
        "asked": asked,
        "has_words": bool(looked_for),
        "groups": groups,
        "count": sum(len(group.hits) for group in groups),
        "suggested": suggested,
        "suggested_url": _address(suggested),
        "elsewhere": elsewhere(looked_for, language) if looked_for else [],
    }
    return render(request, "cms/search.html", context)


def elsewhere(looked_for: str, language: str) -> list[Elsewhere]:
    """Other languages of the site that have pages for the question; two queries a language."""
    found: list[Elsewhere] = []
    for code, _name in settings.LANGUAGES:
        count = count_pages(looked_for, code) if code != language else 0
        if count:
            with override(code):
                found.append(Elsewhere(OWN_NAMES[code], code, direction(code), _address(looked_for), count))
    return found


def _address(asked: str) -> str:
    """Of the search page in the language of the moment, with a question."""
    return f"{reverse('search')}?{urlencode({'q': asked})}"
