"""What the public pages of workshops show beside their own words. Nothing here depends on the clock."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.freshness import page_asked_for
from cms.languages import direction
from cms.privacy import open_to_all
from living_lab.models import Idea
from workshops import queries
from workshops.models import NotebookPage, WorkshopIndexPage
from workshops.notebook import where

PER_PAGE = 20


def index_context(request: HttpRequest, page: WorkshopIndexPage) -> dict[str, Any]:
    """Notebooks below the page, the latest workshop first; two queries."""
    notebooks = open_to_all(NotebookPage.objects.child_of(page).live()).select_related("workshop").defer("body")
    latest = notebooks.order_by("-workshop__held_on", "-pk")
    shown = page_asked_for(request, Paginator(latest, PER_PAGE))
    cards = [_notebook_card(notebook, request) for notebook in shown]
    return {"notebooks": shown, "cards": cards}


def notebook_context(page: NotebookPage) -> dict[str, Any]:
    """Which public ideas came of the workshop, and the round they are in; always as things are now."""
    language = page.locale.language_code
    return {
        "idea_cards": [_idea_card(idea, language) for idea in queries.published_ideas(page.workshop)],
        "round": queries.round_link(page.workshop, language),
    }


def _notebook_card(notebook: NotebookPage, request: HttpRequest) -> dict[str, str]:
    return {
        "title": notebook.title,
        "url": notebook.get_url(request),
        "text": notebook.lead,
        "meta": where(notebook.workshop),
    }


def _idea_card(idea: Idea, language: str) -> dict[str, Any]:
    foreign = idea.language != language
    url = reverse("lab:idea", args=[idea.round.slug, idea.pk])
    return {
        "title": idea.title,
        "lang": idea.language if foreign else "",
        "dir": direction(idea.language) if foreign else "",
        "actions": [{"title": _("Read the idea"), "about": idea.title, "url": url}],
    }
