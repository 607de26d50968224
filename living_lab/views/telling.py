"""Telling an idea: three steps on one address.

What was typed travels in the form, so nothing is stored before the writer sends it, and Back loses nothing.
"""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms import dates
from cms.forms import sent_by_another_site
from cms.freshness import form_kept_for_back
from cms.languages import active, language_of_script
from cms.moderation.personal_data import kinds_in
from living_lab import queries
from living_lab.actions.ideas import receive_idea
from living_lab.forms import CarriedForm, CheckForm, WhatForm, WhyForm
from living_lab.limits import network_of
from living_lab.models import Idea, Round
from living_lab.rules import Action, may
from living_lab.timing import WHY_NOT_NOW


@dataclass(frozen=True)
class Step:
    """One question."""

    name: str
    form: type[forms.Form]
    label: str


def steps() -> list[Step]:
    return [
        Step("what", WhatForm, _("Share an idea · about two minutes")),
        Step("why", WhyForm, _("Share an idea · about a minute left")),
        Step("check", CheckForm, _("Share an idea · almost there")),
    ]


ANOTHER_SITE = gettext_lazy(
    "This form came from another site, so we started it anew. Check what it says, then continue here."
)


# No cookie stands behind this form. What another site sends may hold a private link which that site knows: not taken.
@csrf_exempt
@form_kept_for_back
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """The three steps of an idea."""
    round_ = queries.access_round(slug)
    if not may(Action.TELL_IDEA, round_.stage_at(timezone.now())):
        return _closed(request, round_)
    if request.method != "POST":
        return _show(request, round_, _fresh(), 0, WhatForm(initial={}))
    if sent_by_another_site(request):
        return _show(request, round_, _fresh(), 0, _unjudged(request, 0), problem=ANOTHER_SITE)
    carried = CarriedForm(request.POST)
    return _answer(request, round_, carried if carried.is_valid() else _fresh())


def _fresh() -> CarriedForm:
    """An id and a key that nobody has seen."""
    carried = CarriedForm.fresh()
    carried.is_valid()
    return carried


def _answer(request: HttpRequest, round_: Round, carried: CarriedForm) -> HttpResponse:
    """Go where the pressed button leads, if the question just answered allows it."""
    names = [step.name for step in steps()]
    here = names.index(request.POST.get("step", "what")) if request.POST.get("step") in names else 0
    if "back" in request.POST or "stay" in request.POST:  # "stay": the same question in another language
        there = here if "stay" in request.POST else max(0, here - 1)
        return _show(request, round_, carried, there, _unjudged(request, there))
    form = steps()[here].form(request.POST)
    if not form.is_valid():
        return _show(request, round_, carried, here, form)
    if here + 1 < len(names):
        return _show(request, round_, carried, here + 1, _unjudged(request, here + 1))
    return _send(request, round_, carried, form)


def _send(request: HttpRequest, round_: Round, carried: CarriedForm, form: forms.Form) -> HttpResponse:
    idea = Idea(
        pk=carried.idea_id,
        round=round_,
        title=form.cleaned_data["title"],
        text=form.cleaned_data["text"],
        language=form.cleaned_data["language"],
    )
    try:
        receive_idea(idea, carried.edit_key, network_of(request, round_, Action.TELL_IDEA))
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, round_, carried, len(steps()) - 1, form)
    return HttpResponseRedirect(reverse("lab:follow", args=[round_.slug, carried.edit_key]))


def _unjudged(request: HttpRequest, step: int) -> forms.Form:
    """A question with what has been typed so far, before anybody says it is wrong."""
    initial = {name: request.POST.get(name, "") for name in ("title", "text", "language")}
    written = f"{initial['title']} {initial['text']}"
    initial["language"] = initial["language"] or language_of_script(written) or active()
    return steps()[step].form(initial=initial)


def _show(
    request: HttpRequest,
    round_: Round,
    carried: CarriedForm,
    number: int,
    form: forms.Form,
    problem: str | Promise = "",
) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("title", "text", "language") if name not in form.fields}
    context = queries.round_head(round_, active()).context | {
        "round": round_,
        "form": form,
        "problem": problem,
        "carried": carried,
        "typed": typed,
        "step": steps()[number],
        "current": number + 1,
        "total": len(steps()),
        "is_last": number + 1 == len(steps()),
        "then": _then(round_),
        "help": queries.help_links(active()),
        "found": _found(f"{request.POST.get('title', '')}\n{request.POST.get('text', '')}"),
    }
    return render(request, "living_lab/tell.html", context, status=422 if form.errors or problem else 200)


def _closed(request: HttpRequest, round_: Round) -> HttpResponse:
    """Ideas are closed; what somebody had typed is shown so that it can be kept."""
    context = queries.round_head(round_, active()).context | {
        "round": round_,
        "why": WHY_NOT_NOW[Action.TELL_IDEA],
        "opens": dates.day_and_clock(round_.ideas_open) if timezone.now() < round_.ideas_open else "",
        "typed": [text for name in ("title", "text") if (text := request.POST.get(name, ""))],
    }
    return render(request, "living_lab/tell_closed.html", context, status=409 if request.method == "POST" else 200)


def _then(round_: Round) -> list[dict[str, str]]:
    """What happens after sending, as steps."""
    days = round_.read_within_days
    read = ngettext("We read your idea within %(days)d day", "We read your idea within %(days)d days", days)
    return [
        {
            "title": read % {"days": days},
            "text": _("Then everyone can see it, without a name. If something needs changing, we tell you why."),
        },
        {
            "title": _("Voting is open %(when)s") % {"when": dates.span(round_.voting_open, round_.voting_close)},
            "text": _("The municipality answers every idea, whatever the votes."),
        },
    ]


def _found(text: str) -> str:
    """Kinds of personal data in a text, each once, in words; empty when there are none."""
    return get_text_list(kinds_in(text), _("and"))
