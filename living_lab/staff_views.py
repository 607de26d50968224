"""Staff views: the desk of a round, the queue of ideas, reading one, answering one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms import dates
from cms.desk import user_of
from cms.languages import direction
from cms.moderation.actions import ALREADY_DECIDED
from cms.moderation.personal_data import Kind, find
from cms.moderation.reasons import ReturnReason
from cms.moderation.rules import State, may_go
from living_lab import queries, timeline
from living_lab.actions import (
    answer_as_seen,
    answer_idea,
    hide_idea,
    publish_idea,
    publish_round_page,
    return_idea,
)
from living_lab.closing import result_of
from living_lab.models import Answer, Idea, Result, Round
from living_lab.rules import Action, Stage, may
from living_lab.staff_forms import AnswerForm, HideForm, LookedForm, ReturnForm
from living_lab.timing import TooLate

IDEAS_A_PAGE = 30
ROUNDS = {"url": reverse_lazy("living_lab_round:index"), "label": gettext_lazy("Rounds")}
SOMEBODY_ANSWERED = gettext_lazy(
    "Somebody else has answered this idea meanwhile. Their answer is shown here and yours is below. "
    "If you publish yours, it replaces theirs."
)


class StaffView(AccessMixin, WagtailAdminTemplateMixin):
    """A staff page of this room; ``permission`` is what a user needs."""

    permission = ""
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class RoundDesk(StaffView, TemplateView):
    """One page for one round: where it is, what waits, what happens next by itself."""

    permission = "living_lab.view_round"
    template_name = "living_lab/staff/desk.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.round = get_object_or_404(Round, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.round.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, ROUNDS, {"url": "", "label": self.round.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, round_ = timezone.now(), self.round
        stage = round_.stage_at(now)
        pages = list(round_.pages.select_related("locale").order_by("locale_id"))
        user = user_of(self.request)
        result = result_of(round_) if stage is Stage.ANSWERS else None
        ideas = Paginator(queries.desk_ideas(round_), IDEAS_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "round": round_,
            "chip": timeline.chip(round_, now),
            "stages": timeline.stages(round_, now),
            "next_change": dates.day_and_clock(change) if (change := round_.next_change(now)) else "",
            "counts": queries.idea_counts(round_),
            "pages": [_page_row(page, user) for page in pages],
            "is_public": any(page.live for page in pages),
            "result": result,
            "ideas": ideas,
            "rows": _idea_rows(ideas, result),
            "may_moderate": user.has_perm("living_lab.moderate_idea"),
            "may_answer": user.has_perm("living_lab.answer_idea") and may(Action.ANSWER_IDEA, stage),
            "may_change": user.has_perm("living_lab.change_round"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish the round's page of one language."""
        number = request.POST.get("page", "")
        page = get_object_or_404(self.round.pages.all(), pk=int(number[:18]) if number.isdecimal() else 0)
        publish_round_page(page, user_of(request))
        messages.success(request, _("The round is now public."))
        return HttpResponseRedirect(reverse("living_lab_round:desk", args=[self.round.pk]))


class IdeaQueue(StaffView, TemplateView):
    """Ideas by state, those that wait first."""

    permission = "living_lab.moderate_idea"
    template_name = "living_lab/staff/ideas.html"
    page_title = gettext_lazy("Ideas")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, ROUNDS, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.request.GET.get("tila", State.WAITING)
        state = state if state in State.values else State.WAITING
        ideas = Idea.objects.filter(state=state).select_related("round").order_by("received_at", "id")
        only = _round_filter(self.request)
        if only:
            ideas = ideas.filter(round=int(only))
        listed = Paginator(ideas, IDEAS_A_PAGE).get_page(self.request.GET.get("p"))
        tabs = [
            {
                "label": choice.label,
                "url": _with_query("", tila=choice.value, kierros=only),
                "current": choice.value == state,
            }
            for choice in State
        ]
        rows = [
            {
                "idea": idea,
                "url": _with_query(reverse("living_lab_round:read", args=[idea.pk]), kierros=only),
                "waited": waited(idea, timezone.now()),
            }
            for idea in listed
        ]
        return super().get_context_data(**kwargs) | {"ideas": listed, "rows": rows, "tabs": tabs}


class ReadIdea(StaffView, FormView):
    """Read one idea: publish it, or return it with a reason."""

    permission = "living_lab.moderate_idea"
    template_name = "living_lab/staff/read.html"
    form_class = ReturnForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.idea = get_object_or_404(Idea.objects.select_related("round"), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.idea.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("living_lab_round:ideas"), "label": _("Ideas")}
        return [*self.breadcrumbs_items, ROUNDS, queue, {"url": "", "label": self.idea.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        idea = self.idea
        stage = idea.round.stage_at(timezone.now())
        form = kwargs.get("form")
        may_return = idea.state in {State.WAITING, State.PUBLISHED} and may(Action.RETURN_IDEA, stage)
        context: dict[str, Any] = {
            "idea": idea,
            "idea_dir": direction(idea.language),
            "findings": findings_in(idea),
            "looked_form": LookedForm(),
            "hide_form": HideForm(),
            "may_publish": not idea.is_published
            and may_go(idea.state, State.PUBLISHED)
            and may(Action.PUBLISH_IDEA, stage),
            "may_return": may_return,
            "may_hide": idea.is_published and may(Action.HIDE_TEXT, stage),
            "kept": _typed(form) if form and form.is_bound and not may_return else None,
            "waited_since": dates.day_and_clock(idea.received_at),
            "waited": waited(idea, timezone.now()),
            "seen": _as_seen(idea),
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("seen") != _as_seen(self.idea):
            return self._somebody_was_faster()
        if "publish" in request.POST:
            return self._publish()
        return self._hide() if "hide" in request.POST else super().post(request, *args, **kwargs)

    def form_valid(self, form: ReturnForm) -> HttpResponse:
        try:
            return_idea(self.idea, user_of(self.request), form.cleaned_data["reason"], form.cleaned_data["note"])
        except ValidationError as error:
            return self._refused(error, form, form=form)
        messages.success(self.request, _("“%(idea)s” was returned to the writer.") % {"idea": self.idea.title})
        return self._to_next()

    def _publish(self) -> HttpResponse:
        """Let everyone read it; where there seems to be personal data, only when somebody says they have looked."""
        looked = LookedForm(self.request.POST)
        if findings_in(self.idea) and not looked.is_valid():
            return self.render_to_response(self.get_context_data(form=ReturnForm(), looked_form=looked))
        try:
            publish_idea(self.idea, user_of(self.request))
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
            return HttpResponseRedirect(self.request.get_full_path())
        messages.success(self.request, _("“%(idea)s” is now public.") % {"idea": self.idea.title})
        return self._to_next()

    def _hide(self) -> HttpResponse:
        """Take a public idea down."""
        hiding = HideForm(self.request.POST)
        if not hiding.is_valid():
            return self.render_to_response(self.get_context_data(form=ReturnForm(), hide_form=hiding))
        try:
            hide_idea(self.idea, user_of(self.request), hiding.cleaned_data["note"])
        except ValidationError as error:
            return self._refused(error, hiding, form=ReturnForm(), hide_form=hiding)
        messages.success(self.request, _("“%(idea)s” was taken down.") % {"idea": self.idea.title})
        return self._to_next()

    def _refused(self, error: ValidationError, typed: Form, /, **shown: Form) -> HttpResponse:
        """What was typed, with the reason why it was not done."""
        typed.add_error(None, error)
        self.idea.refresh_from_db()
        status = HTTPStatus.OK if isinstance(error, TooLate) else HTTPStatus.CONFLICT
        return self.render_to_response(self.get_context_data(**shown), status=status)

    def _somebody_was_faster(self) -> HttpResponse:
        """The idea as it is now, with what was typed kept."""
        request = self.request
        messages.error(request, ALREADY_DECIDED)
        shown: dict[str, Form] = {"form": ReturnForm(request.POST) if "return" in request.POST else ReturnForm()}
        if "hide" in request.POST:
            shown["hide_form"] = HideForm(request.POST)
        return self.render_to_response(self.get_context_data(**shown), status=HTTPStatus.CONFLICT)

    def _to_next(self) -> HttpResponse:
        """The next idea that waits, in the round being read if one is; or the queue when none does."""
        only = _round_filter(self.request)
        waiting = Idea.objects.filter(state=State.WAITING, **({"round": int(only)} if only else {}))
        following = waiting.order_by("received_at", "id").first()
        url = reverse("living_lab_round:read", args=[following.pk]) if following else reverse("living_lab_round:ideas")
        return HttpResponseRedirect(_with_query(url, kierros=only))


class AnswerIdea(StaffView, FormView):
    """Give or correct the public answer to an idea."""

    permission = "living_lab.answer_idea"
    template_name = "living_lab/staff/answer.html"
    form_class = AnswerForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        ideas = Idea.objects.select_related("round", "answer").filter(state=State.PUBLISHED)
        self.idea = get_object_or_404(ideas, pk=kwargs["pk"])
        stored = getattr(self.idea, "answer", None)
        self.seen = answer_as_seen(stored)
        self.answer = stored or Answer(idea=self.idea)

    def get_page_title(self) -> str:
        return _("Answer: %(idea)s") % {"idea": self.idea.title}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        desk = {"url": reverse("living_lab_round:desk", args=[self.idea.round_id]), "label": self.idea.round.name}
        return [*self.breadcrumbs_items, ROUNDS, desk, {"url": "", "label": self.get_page_title()}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.answer}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        votes = next(
            (
                row["votes"]
                for row in getattr(result_of(self.idea.round), "totals", [])
                if row["idea"] == str(self.idea.pk)
            ),
            None,
        )
        return (
            super().get_context_data(**kwargs)
            | {
                "idea": self.idea,
                "idea_dir": direction(self.idea.language),
                "votes": votes,
                "seen": self.seen,
            }
            | kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("seen", "") != self.seen:
            return self._somebody_was_faster(self.get_form())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        try:
            answer_idea(form.save(commit=False), user_of(self.request), self.seen)
        except TooLate as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        except ValidationError:
            return self._somebody_was_faster(form)
        messages.success(self.request, _("The answer to “%(idea)s” is public.") % {"idea": self.idea.title})
        following = queries.public_ideas(self.idea.round).filter(answer__isnull=True).first()
        if following:
            return HttpResponseRedirect(reverse("living_lab_round:answer", args=[following.pk]))
        return HttpResponseRedirect(reverse("living_lab_round:desk", args=[self.idea.round_id]))

    def _somebody_was_faster(self, form: AnswerForm) -> HttpResponse:
        """What was typed, beside the answer that stands now; sending again replaces that one knowingly."""
        stands = Answer.objects.filter(idea=self.idea).first()
        form.add_error(None, SOMEBODY_ANSWERED)
        context = self.get_context_data(
            form=form,
            seen=answer_as_seen(stands),
            other=stands,
            other_dir=direction(stands.language) if stands else "",
        )
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)


@dataclass(frozen=True)
class Waited:
    """How long an idea has waited, and whether that is longer than writers were told."""

    words: str
    is_late: bool


def waited(idea: Idea, now: datetime) -> Waited | None:
    """None once somebody has read it. The round of the idea is looked at, so fetch it with the idea."""
    if not idea.is_waiting:
        return None
    days = (timezone.localdate(now) - timezone.localdate(idea.received_at)).days
    words = ngettext("Waited %(days)d day", "Waited %(days)d days", days) % {"days": days}
    return Waited(words if days > 0 else _("Came today"), days > idea.round.read_within_days)


def findings_in(idea: Idea) -> list[str]:
    """What in an idea seems to be personal data, in words, each kind once."""
    found = find(f"{idea.title}\n{idea.text}")
    return [str(Kind(kind).label) for kind in dict.fromkeys(item.kind for item in found)]


def _typed(form: Form) -> dict[str, str]:
    """A reason and a note that can no longer be sent, so that they can still be read and copied."""
    reason = form.data.get("reason", "")
    return {
        "reason": str(ReturnReason(reason).label) if reason in ReturnReason.values else "",
        "note": form.data.get("note", ""),
    }


def _round_filter(request: HttpRequest) -> str:
    """The number of the round that is looked at, or nothing."""
    number = request.GET.get("kierros", "")
    return number[:18] if number.isdecimal() else ""


def _with_query(url: str, **values: str) -> str:
    """An address with what is not empty of ``values``."""
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{url}?{query}" if query else url


def _idea_rows(ideas: Iterable[Idea], result: Result | None) -> list[dict[str, Any]]:
    """Ideas of a round on its desk, with their votes once they are counted."""
    votes = {row["idea"]: row["votes"] for row in result.totals} if result else {}
    return [{"idea": idea, "votes": votes.get(str(idea.pk)), "answer": getattr(idea, "answer", None)} for idea in ideas]


def _as_seen(idea: Idea) -> str:
    """What a reader has before them: it differs once somebody decides, or the writer sends other words."""
    return f"{idea.state} {idea.received_at.isoformat()}"


def _page_row(page: Any, user: Any) -> dict[str, Any]:
    """One language of a round on its desk."""
    may = page.permissions_for_user(user)
    return {
        "pk": page.pk,
        "language": page.locale.get_display_name(),
        "live": page.live,
        "changed": page.has_unpublished_changes,
        "url": page.url if page.live else "",
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]) if may.can_edit() else "",
        "may_publish": may.can_publish(),
        "translate_url": reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
    }
