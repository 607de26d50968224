"""Reads of the Living Lab, with their query counts known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.dates import zone
from cms.freshness import valid_until
from cms.links import localized
from cms.moderation.rules import State
from cms.opening import next_midnight
from cms.privacy import open_to_all
from living_lab.models import Ballot, Idea, Round, RoundIndexPage, RoundPage
from living_lab.rules import Stage

PER_PAGE = 20


def access_round(slug: str) -> Round:
    """The public round of an address: one with a live page in some language. One query.

    Raises:
        Http404: there is none, or nobody has published it.
    """
    round_ = Round.objects.public().filter(slug=slug).first()
    if round_ is None:
        raise Http404(_("There is no such round."))
    return round_


def page_in(round_: Round, language: str) -> RoundPage:
    """The live page of a public round in a language, else the one it was written in first. One query.

    Raises:
        Http404: the round is not public.
    """
    pages = list(live_pages([round_]))
    if not pages:
        raise Http404(_("There is no such round."))
    return best_page(pages, language)


def round_address(page: RoundPage, language: str) -> str:
    """Where a round is read in a language: its page, or the round under that language's addresses."""
    if page.locale.language_code == language:
        return str(page.url)
    return reverse("lab:round", args=[page.round.slug])


@dataclass(frozen=True)
class RoundHead:
    """What a round is called and where it is read, in one language."""

    title: str
    url: str

    @property
    def context(self) -> dict[str, Any]:
        """For the templates of pages below a round."""
        way_back = [{"title": self.title, "url": self.url}]
        return {"round_title": self.title, "round_url": self.url, "breadcrumbs": way_back}


def round_head(round_: Round, language: str) -> RoundHead:
    """The head of a public round in a language. One query.

    Raises:
        Http404: the round is not public.
    """
    page = page_in(round_, language)
    return RoundHead(page.title, round_address(page, language))


@dataclass(frozen=True)
class HelpLinks:
    """Addresses of the pages that explain, in one language; empty where there is none."""

    vote: str
    rules: str


def help_links(language: str) -> HelpLinks:
    """How a vote is kept and which ideas are published."""
    index = (
        open_to_all(RoundIndexPage.objects.live())
        .filter(locale__language_code__in=[language, settings.LANGUAGE_CODE])
        .select_related("vote_page", "rules_page", "locale")
        .defer("body")
    )
    found = sorted(index, key=lambda page: page.locale.language_code != language)
    if not found:
        return HelpLinks("", "")
    return HelpLinks(_address(found[0].vote_page, found[0]), _address(found[0].rules_page, found[0]))


def _address(page: Page | None, like: RoundIndexPage) -> str:
    shown = localized(page, like) if page else None
    return str(shown.url) if shown and shown.live else ""


def open_rounds(now: datetime) -> list[Round]:
    """Public rounds whose vote is not over, the most pressing first. One query."""
    found = Round.objects.public().filter(voting_close__gt=now).order_by("voting_close")
    return sorted(found, key=lambda round_: _urgency(round_, now))


def past_rounds(now: datetime) -> QuerySet[Round]:
    """Public rounds whose vote is over, the latest first."""
    return Round.objects.public().filter(voting_close__lte=now).order_by("-voting_close", "-pk")


def fully_answered(rounds: Sequence[int]) -> set[int]:
    """Rounds whose every published idea has an answer. One query."""
    counts = (
        Idea.objects.published()
        .filter(round__in=rounds)
        .values_list("round")
        .annotate(ideas=Count("pk"), answers=Count("answer"))
        .order_by()
    )
    return {round_id for round_id, ideas, answers in counts if ideas == answers}


def public_ideas(round_: Round) -> QuerySet[Idea]:
    """Published ideas of a round, oldest first, with their answers."""
    return Idea.objects.published().filter(round=round_).select_related("answer", "round")


def tell_round_freshness(request: HttpRequest | None, round_: Round, now: datetime) -> None:
    """A page that shows one round changes when its stage does, and at midnight ("3 days left")."""
    tell_freshness(request, [round_], now)


def idea_counts(round_: Round) -> dict[str, int]:
    """How many ideas of a round are in each state, and how many published ones have no answer. One query."""
    return round_.ideas.aggregate(
        waiting=Count("pk", filter=Q(state=State.WAITING, held=False)),
        held=Count("pk", filter=Q(state=State.WAITING, held=True)),
        published=Count("pk", filter=Q(state=State.PUBLISHED)),
        returned=Count("pk", filter=Q(state=State.RETURNED)),
        unanswered=Count("pk", filter=Q(state=State.PUBLISHED, answer__isnull=True)),
    )


def ballot_counts(round_: Round) -> dict[str, int]:
    """How many ballots of an open vote are counted as it stands, and how many are held back. Two queries."""
    ballots = Ballot.objects.filter(round=round_)
    return {"counted": ballots.counted().count(), "held": ballots.waiting().count()}


def live_pages(rounds: Sequence[Round]) -> QuerySet[RoundPage]:
    pages = open_to_all(RoundPage.objects.live().filter(round__in=rounds))
    return pages.select_related("round", "locale").order_by("pk")


def best_page(pages: list[RoundPage], language: str) -> RoundPage:
    in_language = next((page for page in pages if page.locale.language_code == language), None)
    return in_language or pages[0]


def _urgency(round_: Round, now: datetime) -> tuple[int, float]:
    order = (Stage.VOTING, Stage.IDEAS, Stage.GATHERING, Stage.UPCOMING, Stage.ANSWERS)
    return order.index(round_.stage_at(now)), round_.voting_close.timestamp()


def tell_freshness(request: HttpRequest | None, rounds: Iterable[Round], now: datetime) -> None:
    for round_ in rounds:
        valid_until(request, round_.next_change(now))
    valid_until(request, next_midnight(now, zone()))


def desk_ideas(round_: Round) -> QuerySet[Idea]:
    """Public ideas for the desk, with their answers: those without one first, then the oldest."""
    return (
        Idea.objects.published()
        .filter(round=round_)
        .select_related("answer")
        .annotate(is_answered=Q(answer__isnull=False))
        .order_by("is_answered", "received_at", "pk")
    )
