"""Voting by the open door: the ballot, one press at a time, and the page after it.

A device gets its credential when it opens the ballot. Each press is an intent (give, take) saved at once,
so two tabs and double presses come to the same ballot.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms import dates
from cms.forms import csrf_failed
from cms.freshness import PAGE_PARAMETER, uncached_form
from cms.languages import active, direction
from cms.tokens import new_key
from living_lab import credentials, queries
from living_lab.casting import give_vote, take_vote
from living_lab.limits import network_of
from living_lab.models import Ballot, Idea, Round
from living_lab.rules import Action, may
from living_lab.timing import WHY_NOT_NOW

IDEAS_A_PAGE = 50
NEEDS_A_COOKIE = gettext_lazy(
    "Your browser did not keep the cookie that a ballot needs. Allow it and try again, or vote at Opastamo."
)
PRESS_AGAIN = gettext_lazy("We did not get your last choice. Please try again.")


@csrf_exempt  # checked by csrf_failed, which lets us show the ballot again instead of an error page
@uncached_form
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, slug: str) -> HttpResponse:
    """See, give and take votes."""
    round_ = queries.access_round(slug)
    if not may(Action.CAST_BALLOT, round_.stage_at(timezone.now())):
        return _closed(request, round_)
    credential = credentials.held_by(request, round_)
    if request.method != "POST":
        return _show(request, round_, credential)
    if not request.COOKIES:
        return _show(request, round_, credential, problem=NEEDS_A_COOKIE)
    if credential is None or csrf_failed(request):
        return _show(request, round_, credential, problem=PRESS_AGAIN)
    return _press(request, round_, credential)


@csrf_exempt  # as above
@uncached_form
@require_http_methods(["GET", "HEAD", "POST"])
def voted(request: HttpRequest, slug: str) -> HttpResponse:
    """After voting: what was chosen, until when it can be changed; on a shared device, leave no trace."""
    round_ = queries.access_round(slug)
    problem: str | Promise = ""
    if request.method == "POST" and csrf_failed(request):
        problem = PRESS_AGAIN
    elif request.method == "POST":
        response: HttpResponse = HttpResponseRedirect(reverse("lab:forgotten", args=[slug]))
        credentials.forget(response, round_)
        return response
    stored = _stored(round_, credentials.held_by(request, round_))
    chosen = _chosen(stored)
    is_open = may(Action.CAST_BALLOT, round_.stage_at(timezone.now()))
    if not chosen and not is_open:
        return _closed(request, round_)
    context = queries.round_head(round_, active()).context | {
        "round": round_,
        "problem": problem,
        "chosen": [{"title": idea.title, "lang": idea.language, "dir": direction(idea.language)} for idea in chosen],
        "until": dates.last_moment(round_.voting_close),
        "is_open": is_open,
        "waits": bool(chosen) and stored is not None and stored.waits,
        "answers_by": dates.calendar_day(round_.answers_due),
    }
    return render(request, "living_lab/voted.html", context, status=422 if problem else 200)


@uncached_form
@require_safe
def forgotten(request: HttpRequest, slug: str) -> HttpResponse:
    """After a shared device has forgotten the voter: the votes are safe, the next person may begin."""
    context = queries.round_head(queries.access_round(slug), active()).context
    return render(request, "living_lab/forgotten.html", context)


def _press(request: HttpRequest, round_: Round, credential: str) -> HttpResponse:
    """Save one press. The answer is a redirect, so that reload repeats nothing."""
    if "done" in request.POST:
        return HttpResponseRedirect(reverse("lab:voted", args=[round_.slug]))
    try:
        idea = UUID(request.POST.get("give") or request.POST.get("take") or "")
        if "give" in request.POST:
            give_vote(round_, credential, idea, network_of(request, round_, Action.CAST_BALLOT))
        else:
            take_vote(round_, credential, idea)
    except ValueError:
        return _show(request, round_, credential, problem=_("Choose an idea from this page, please."))
    except ValidationError as error:
        return _show(request, round_, credential, problem=error.messages[0])
    page = request.POST.get(PAGE_PARAMETER, "1")
    query = f"?{PAGE_PARAMETER}={page}" if page.isdecimal() and page != "1" else ""
    return HttpResponseRedirect(f"{reverse('lab:ballot', args=[round_.slug])}{query}#idea-{idea}")


def _show(request: HttpRequest, round_: Round, credential: str | None, problem: str | Promise = "") -> HttpResponse:
    """The ballot. A device without a credential gets one with this answer."""
    shown_as = credential or new_key()
    order = list(queries.public_ideas(round_).values_list("pk", flat=True))
    listed = Paginator(credentials.shuffled(order, shown_as), IDEAS_A_PAGE).get_page(
        request.POST.get(PAGE_PARAMETER) or request.GET.get(PAGE_PARAMETER)
    )
    found = Idea.objects.in_bulk(list(listed))
    stored = _stored(round_, credential)
    chosen = _chosen(stored)
    given = {idea.pk for idea in chosen}
    left = round_.votes_each - len(given)
    context = queries.round_head(round_, active()).context | {
        "round": round_,
        "problem": problem,
        "listed": listed,
        "cards": [_card(found[pk], given=pk in given, left=left) for pk in listed if pk in found],
        "given": len(given),
        "waits": bool(chosen) and stored is not None and stored.waits,
        "bar_text": _("%(given)d/%(total)d votes given") % {"given": len(given), "total": round_.votes_each},
        "choices": [{"title": idea.title} for idea in chosen],
        "until": dates.last_moment(round_.voting_close),
        "help": queries.help_links(active()),
    }
    response = render(request, "living_lab/ballot.html", context, status=422 if problem else 200)
    if credential is None:
        credentials.issue(response, round_, shown_as, timezone.now())
    return response


def _card(idea: Idea, *, given: bool, left: int) -> dict[str, Any]:
    language = active()
    return {
        "id": f"idea-{idea.pk}",
        "title": idea.title,
        "text": idea.text,
        "lang": idea.language if idea.language != language else "",
        "dir": direction(idea.language) if idea.language != language else "",
        "vote": {
            "given": int(given),
            "most": 1,
            "text": _("You gave a vote") if given else _("No vote from you"),
            "value": str(idea.pk),
            "give": _("Give a vote"),
            "take": _("Take it back"),
            "can_give": not given and left > 0,
            "full": "" if given or left > 0 else _("Take one vote back first"),
        },
    }


def _stored(round_: Round, credential: str | None) -> Ballot | None:
    """The credential's ballot, if it has one; one query at most."""
    if credential is None or not round_.secret:
        return None
    key = credentials.ballot_key(round_, credential)
    return Ballot.objects.select_related("round").filter(round=round_, key=key).first()


def _chosen(stored: Ballot | None) -> list[Idea]:
    """Ideas on a ballot, by title; one query."""
    if stored is None:
        return []
    return list(queries.public_ideas(stored.round).filter(pk__in=stored.choices).order_by("title"))


def _closed(request: HttpRequest, round_: Round) -> HttpResponse:
    context = queries.round_head(round_, active()).context | {
        "why": WHY_NOT_NOW[Action.CAST_BALLOT],
        "round": round_,
        "voting_when": dates.span(round_.voting_open, round_.voting_close),
        "is_over": timezone.now() >= round_.voting_close,
        "came_late": request.method == "POST" and timezone.now() >= round_.voting_close,
    }
    return render(request, "living_lab/ballot_closed.html", context, status=409 if request.method == "POST" else 200)
