"""Public ideas as a search source, found by the terms of :mod:`cms.search.analysis`.

The terms stand in a column of the idea: Wagtail's index in the database is no help here, since on SQLite it keeps an
id as text with hyphens, which never equals an idea's UUID.
"""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.languages import known_languages
from cms.search.analysis import joined_terms, query_terms, words
from cms.search.asking import with_same_words
from cms.search.sources import SearchHit, SearchSource, register
from living_lab.models import Idea, Round

SHORTEST_BEGINNING = 3  # letters that find a word by its beginning


def search_ideas(query: str, language: str, limit: int) -> list[SearchHit]:
    """Ideas that hold every word in any of its forms, whatever their language: residents write in many.

    Two queries.
    """
    if not words(query):
        return []
    ideas = Idea.objects.published().filter(round__in=Round.objects.public()).select_related("round")
    for word, terms in zip(words(query), _asked(query, language), strict=True):
        ideas = ideas.filter(_holds(word, terms))
    return [_hit(idea) for idea in ideas.order_by("-received_at", "id")[:limit]]


def _asked(query: str, language: str) -> list[set[str]]:
    """The terms of each word as it would be read in any language, and the reader's words of the same meaning."""
    readings = [query_terms(query, code) for code, _name in known_languages()]
    of_words = [set().union(*of_word) for of_word in zip(*readings, strict=True)]
    return with_same_words(of_words, language)


def _holds(word: str, terms: set[str]) -> Q:
    """One of the terms, or a word that begins so. Terms are joined as in :func:`joined_terms`."""
    found = [Q(terms__contains=joined_terms([{term}])) for term in sorted(terms)]
    beginning = [Q(terms__contains=f" {word}")] if len(word) >= SHORTEST_BEGINNING else []
    return reduce(or_, [*found, *beginning])


def _hit(idea: Idea) -> SearchHit:
    return SearchHit(idea.title, reverse("lab:idea", args=[idea.round.slug, idea.pk]), idea.text, idea.language)


def register_source() -> None:
    """Called from ``AppConfig.ready()``."""
    register(SearchSource("ideas", _("Ideas"), search_ideas))
