"""Public ideas as a search source."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.moderation.rules import State
from cms.search.sources import SearchHit, SearchSource, register
from living_lab.models import Idea, RoundPage


def search_ideas(query: str, language: str, limit: int) -> list[SearchHit]:
    """Ideas that hold every word, whatever their language: residents write in many. One query."""
    in_public_round = Exists(RoundPage.objects.live().public().filter(round=OuterRef("round")))
    ideas = Idea.objects.filter(in_public_round, state=State.PUBLISHED).select_related("round")
    for word in query.split():
        ideas = ideas.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return [_hit(idea) for idea in ideas.order_by("-received_at", "id")[:limit]]


def _hit(idea: Idea) -> SearchHit:
    return SearchHit(idea.title, reverse("lab:idea", args=[idea.round.slug, idea.pk]), idea.text, idea.language)


def register_source() -> None:
    """Called from ``AppConfig.ready()``."""
    register(SearchSource("ideas", _("Ideas"), search_ideas))
