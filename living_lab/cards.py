"""Rounds as cards in a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.components import Chip
from cms.languages import direction
from living_lab import timeline
from living_lab.models import Round, RoundPage
from living_lab.queries import best_page, fully_answered, live_pages, round_address, tell_freshness
from living_lab.rules import Stage


@dataclass(frozen=True)
class RoundCard:
    """A round in a list, as the card component takes it."""

    chip: Chip
    title: str
    url: str
    text: str
    meta: str
    actions: list[dict[str, str]]
    lang: str
    dir: str


def round_cards(language: str, request: HttpRequest | None, rounds: Sequence[Round], now: datetime) -> list[RoundCard]:
    """Rounds as cards, in the order given; three queries. The page being made is told when a clock changes them."""
    by_round: dict[int, list[RoundPage]] = {}
    for page in live_pages(rounds):
        by_round.setdefault(page.round_id, []).append(page)
    tell_freshness(request, rounds, now)
    answered = fully_answered([round_.pk for round_ in rounds])
    pages = [best_page(by_round[round_.pk], language) for round_ in rounds if round_.pk in by_round]
    return [_card(page, language, now, answered=page.round_id in answered) for page in pages]


def _card(page: RoundPage, language: str, now: datetime, *, answered: bool) -> RoundCard:
    round_, stage, code = page.round, page.round.stage_at(now), page.locale.language_code
    address = round_address(page, language)
    actions = [{"title": _("Read more"), "url": address, "about": page.title}]
    meta = ""
    if stage is Stage.IDEAS:
        meta = timeline.time_left(round_.ideas_close, now)
        actions.insert(
            0, {"title": _("Share your idea"), "url": reverse("lab:tell", args=[round_.slug]), "style": "quiet"}
        )
    if stage is Stage.VOTING:
        meta = timeline.time_left(round_.voting_close, now)
        actions.insert(0, {"title": _("Vote"), "url": reverse("lab:ballot", args=[round_.slug]), "style": "quiet"})
    return RoundCard(
        timeline.chip(round_, now, answered=answered),
        page.title,
        "",
        page.lead,
        meta,
        actions,
        code if code != language else "",
        direction(code) if code != language else "",
    )
