"""One idea: its public page, and the private page of its writer."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms import dates
from cms.freshness import same_for_all, uncached_form
from cms.languages import active, direction
from cms.tokens import hash_key, looks_like_key
from living_lab import queries, timeline
from living_lab.actions.ideas import resend_idea
from living_lab.forms import CheckForm
from living_lab.models import Idea
from living_lab.origins import origin_of
from living_lab.reasons import ReturnReason, advice_for
from living_lab.round_page import answer_chip
from living_lab.rules import Action, Stage, may, may_resend


@require_safe
def idea(request: HttpRequest, slug: str, idea_id: UUID) -> HttpResponse:
    """One public idea with its origin and the municipality's answer."""
    language = active()
    shown_round = queries.access_round(slug)
    shown = get_object_or_404(queries.public_ideas(shown_round), pk=idea_id)
    head = queries.round_head(shown_round, language)
    now = timezone.now()
    queries.tell_round_freshness(request, shown_round, now)
    answer = shown.given_answer
    context = head.context | {
        "idea": shown,
        "idea_dir": direction(shown.language),
        "stage": shown_round.stage_at(now).value,
        "round": shown_round,
        "told_on": dates.day(shown.received_at, with_year=True),
        "origin": origin_of(shown, language),
        "answer": answer,
        "answer_chip": answer_chip(answer) if answer else None,
        "answer_dir": direction(answer.language) if answer else "",
        "stages": timeline.stages(shown_round, now),
    }
    return same_for_all(render(request, "living_lab/idea.html", context))


class NoSuchLink(Exception):
    """A private link that opens nothing: mistyped, most likely."""


# The key in the address is the right to see and change the idea; there is no cookie to misuse.
@csrf_exempt
@uncached_form
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """How one's own idea goes; a returned one can be changed here and sent again."""
    try:
        followed = _access_by_key(slug, key)
    except NoSuchLink:
        return render(request, "living_lab/no_such_link.html", status=404)
    kept = request.POST if "stay" in request.POST else {}  # "stay": the same page in another language
    form = CheckForm(initial={name: kept.get(name, getattr(followed, name)) for name in ("title", "text", "language")})
    if request.method == "POST" and followed.is_returned and not kept:
        form = CheckForm(request.POST)
        if form.is_valid() and _resent(followed, form):
            return HttpResponseRedirect(reverse("lab:follow", args=[slug, key]))
    context = _follow_context(request, followed) | {"form": form}
    return render(request, "living_lab/follow.html", context, status=422 if form.errors else 200)


def _access_by_key(slug: str, key: str) -> Idea:
    """The idea that a private link opens.

    Raises:
        NoSuchLink: the key opens nothing here.
    """
    known = looks_like_key(key)
    ideas = Idea.objects.select_related("round", "answer").filter(round__slug=slug, edit_key_hash=hash_key(key))
    found = ideas.first() if known else None
    if found is None:
        raise NoSuchLink
    return found


def _resent(followed: Idea, form: CheckForm) -> bool:
    data = form.cleaned_data
    try:
        resend_idea(followed, data["title"], data["text"], data["language"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _follow_context(request: HttpRequest, followed: Idea) -> dict[str, Any]:
    shown_round = followed.round
    now = timezone.now()
    stage = shown_round.stage_at(now)
    answer = followed.given_answer
    return queries.round_head(shown_round, active()).context | {
        "idea": followed,
        "idea_dir": direction(followed.language),
        "read_by": dates.last_day(followed.read_by),
        "stages": timeline.way_of(followed, now),
        "reason": followed.get_return_reason_display(),
        "advice": advice_for(followed.return_reason),
        "said": _said(followed, stage),
        "may_resend": may_resend(followed.state, followed.return_reason, stage),
        "is_voting": stage is Stage.VOTING and followed.is_published,
        "answer": answer,
        "answer_chip": answer_chip(answer) if answer else None,
        "answer_dir": direction(answer.language) if answer else "",
        "follow_url": request.build_absolute_uri(request.path),
    }


def _said(followed: Idea, stage: Stage) -> str:
    """Which of the page's messages is true now."""
    if followed.is_waiting:
        return "waiting" if may(Action.PUBLISH_IDEA, stage) else "waiting_too_long"
    if not followed.is_returned:
        return str(followed.state)
    if followed.return_reason == ReturnReason.ALREADY:
        return "already"
    return "returned" if may(Action.RESEND_IDEA, stage) else "returned_too_late"
