"""The public page of a round: where we are, what I can do now, ideas, result and answers."""

from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import dates
from cms.components import Action, Bar, Chip, Header, Link, Table, Words
from cms.freshness import page_asked_for, same_for_all, valid_until
from cms.languages import active, direction
from living_lab import cards, queries, timeline
from living_lab.closing import result_of, totals_shown
from living_lab.models import Answer, AnswerStatus, Idea, Result, Round, RoundIndexPage, RoundPage
from living_lab.rules import Stage

COUNTING_TAKES = timedelta(minutes=1)
CHIPS = {
    AnswerStatus.YES: ("yes", "check"),
    AnswerStatus.PARTLY: ("wait", "pencil"),
    AnswerStatus.NOT_NOW: ("dash", "no"),
    AnswerStatus.NOT_OURS: ("plain", "info"),
}


def index_context(request: HttpRequest, language: str) -> dict[str, Any]:
    """What the page of rounds shows: rounds that go on, and the past ones a page at a time."""
    now = timezone.now()
    past = page_asked_for(request, Paginator(queries.past_rounds(now), queries.PER_PAGE))
    return {
        "open_rounds": cards.round_cards(language, request, queries.open_rounds(now), now),
        "past_rounds": cards.round_cards(language, request, list(past), now),
        "past": past,
    }


def show_round(request: HttpRequest, page: RoundPage) -> HttpResponse:
    """The page in its own language, or a source page under the addresses of a language that lacks it."""
    language = active()
    code = page.locale.language_code
    context = round_context(request, page, timezone.now()) | {
        "page": page,
        "breadcrumbs": page.breadcrumbs() if code == language else _way_in(language),
        "text_lang": code if code != language else "",
        "text_dir": direction(code) if code != language else "",
    }
    return same_for_all(render(request, "living_lab/round_page.html", context))


def _way_in(language: str) -> list[Link]:
    """The way to a page that the language lacks: through that language's own page of rounds."""
    index = RoundIndexPage.objects.live().filter(locale__language_code=language).defer("body").first()
    return [*index.breadcrumbs(), Link(index.short_title, index.url)] if index else []


def round_context(request: HttpRequest, page: RoundPage, now: datetime) -> dict[str, Any]:
    """Everything but the frame; at most ten queries."""
    round_ = page.round
    stage = round_.stage_at(now)
    queries.tell_round_freshness(request, round_, now)
    result = result_of(round_) if stage is Stage.ANSWERS else None
    is_counting = stage is Stage.ANSWERS and result is None
    if is_counting:
        valid_until(request, now + COUNTING_TAKES)
    totals = totals_shown(result) if result else []
    ideas = page_asked_for(request, Paginator(queries.public_ideas(round_), queries.PER_PAGE))
    can_act = stage is not Stage.VOTING or ideas.paginator.count > 0
    answered = stage is Stage.ANSWERS and bool(queries.fully_answered([round_.pk]))
    return {
        "round": round_,
        "stage": stage.value,
        "chip": timeline.chip(round_, now, answered=answered),
        "stages": timeline.stages(round_, now),
        "actions": _actions(round_, stage) if can_act and not is_counting else [],
        "action_note": _note(round_, stage, now) if can_act else "",
        "ideas": ideas,
        "idea_cards": [idea_card(idea, active()) for idea in ideas],
        "result": result,
        "is_counting": is_counting,
        "table": _table(totals, result) if result else None,
        "bars": _bars(totals, round_),
        "bars_left_out": max(0, len(totals) - queries.PER_PAGE),
        "shows_ideas": stage is not Stage.UPCOMING,
    }


def idea_card(idea: Idea, language: str) -> dict[str, Any]:
    """An idea as the idea_card component takes it."""
    answer = idea.given_answer
    return {
        "id": f"idea-{idea.pk}",
        "title": idea.title,
        "text": idea.text,
        "lang": idea.language if idea.language != language else "",
        "dir": direction(idea.language) if idea.language != language else "",
        "chip": answer_chip(answer) if answer else None,
        "actions": [
            {
                "title": _("Read the answer") if answer else _("Read the idea"),
                "url": reverse("lab:idea", args=[idea.round.slug, idea.pk]),
                "about": idea.title,
            }
        ],
    }


def answer_chip(answer: Answer) -> Chip:
    """The answer's status in a word."""
    status = AnswerStatus(answer.status)
    return Chip(*CHIPS[status], str(status.label).capitalize())


def _actions(round_: Round, stage: Stage) -> list[Action]:
    """The one thing to do now, if there is one."""
    if stage is Stage.IDEAS:
        return [Action(_("Share your idea"), reverse("lab:tell", args=[round_.slug]), "button")]
    if stage is Stage.VOTING:
        return [Action(_("Vote"), reverse("lab:ballot", args=[round_.slug]), "button")]
    if stage is Stage.ANSWERS:
        return [Action(_("See the result"), "#tulos", "button")]
    return []


def _note(round_: Round, stage: Stage, now: datetime) -> str:
    """One quiet line beside the action: how long it takes, or when something can be done next."""
    if stage is Stage.UPCOMING:
        return _("You can share ideas from %(when)s") % {"when": dates.day_and_clock(round_.ideas_open)}
    if stage is Stage.IDEAS:
        return _("About two minutes, no account.")
    if stage is Stage.GATHERING:
        return _("Voting opens %(when)s") % {"when": dates.day_and_clock(round_.voting_open)}
    if stage is Stage.VOTING:
        votes = ngettext(
            "%(votes)d vote, about three minutes, no account.",
            "%(votes)d votes, about three minutes, no account.",
            round_.votes_each,
        )
        return votes % {"votes": round_.votes_each}
    return ""


def _bars(totals: list[dict[str, Any]], round_: Round) -> list[Bar]:
    """The first rows of a result as bars; one query."""
    most = max((row["votes"] for row in totals), default=0)
    promised = Answer.objects.filter(idea__round=round_, status__in=[AnswerStatus.YES, AnswerStatus.PARTLY])
    coming = set(map(str, promised.values_list("idea_id", flat=True)))
    return [
        Bar(
            row["title"],
            str(row["votes"]),
            round(100 * row["votes"] / most, 1) if most else 0,
            coming_along=row["idea"] in coming,
        )
        for row in totals[: queries.PER_PAGE]
    ]


def _table(totals: list[dict[str, Any]], result: Result) -> Table:
    """The same numbers as the bars, of every idea."""
    return Table(
        caption=_("Ideas by votes"),
        headers=(Header(_("Idea")), Header(_("Votes"), number=True)),
        rows=tuple((Words(row["title"], row["language"]), row["votes"]) for row in totals),
        footer=(_("All votes"), result.votes),
    )
