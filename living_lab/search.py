"""Public ideas as a search source.

Wagtail's index in the database is no help here: on SQLite it keeps an id as text with hyphens, which never equals
an idea's UUID. And SQLite's own ``LIKE`` knows no case past ASCII: ``äiti`` would miss ``Äiti``. Django gives SQLite
Python's regular expressions, which do, as PostgreSQL's do.
"""

import re

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.search.sources import SearchHit, SearchSource, register
from living_lab.models import Idea, Round


def search_ideas(query: str, language: str, limit: int) -> list[SearchHit]:
    """Ideas that hold every word, whatever their language: residents write in many. One query."""
    ideas = Idea.objects.published().filter(round__in=Round.objects.public()).select_related("round")
    for word in query.split():
        anywhere = re.escape(word)
        ideas = ideas.filter(Q(title__iregex=anywhere) | Q(text__iregex=anywhere))
    return [_hit(idea) for idea in ideas.order_by("-received_at", "id")[:limit]]


def _hit(idea: Idea) -> SearchHit:
    return SearchHit(idea.title, reverse("lab:idea", args=[idea.round.slug, idea.pk]), idea.text, idea.language)


def register_source() -> None:
    """Called from ``AppConfig.ready()``."""
    register(SearchSource("ideas", _("Ideas"), search_ideas))
