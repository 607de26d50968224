"""The search page: a plain form and what was found, kept by nobody."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.freshness import uncached_form
from cms.languages import active
from cms.search.sources import search

LONGEST_QUERY = 100
MOST_WORDS = 8  # each is looked for in every text there is
WORD = re.compile(r"\w+")


@require_safe
@uncached_form
def search_page(request: HttpRequest) -> HttpResponse:
    """``/<language>/haku/?q=``: the first words of what is asked are looked for."""
    asked = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    words = " ".join(WORD.findall(asked)[:MOST_WORDS])
    groups = search(words, active()) if words else []
    context = {
        "asked": asked,
        "has_words": bool(words),
        "groups": groups,
        "count": sum(len(group.hits) for group in groups),
    }
    return render(request, "cms/search.html", context)
