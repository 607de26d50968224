"""Staff views: the desk of a round, the queue of ideas, reading one, answering one."""

from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms import dates
from cms.desk import user_of
from cms.languages import direction
from cms.moderation.actions import ALREADY_DECIDED
from cms.moderation.personal_data import Kind, find
from cms.moderation.rules import State
from living_lab import queries, timeline
from living_lab.actions import answer_idea, publish_idea, return_idea
from living_lab.closing import result_of
from living_lab.models import Answer, Idea, Round
from living_lab.rules import Action, Stage, may
from living_lab.staff_forms import AnswerForm, ReturnForm

IDEAS_A_PAGE = 30
ROUNDS = {"url": reverse_lazy("living_lab_round:index"), "label": gettext_lazy("Rounds")}


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
        unanswered = queries.public_ideas(round_).filter(answer__isnull=True)[:IDEAS_A_PAGE]
        return super().get_context_data(**kwargs) | {
            "round": round_,
            "chip": timeline.chip(round_, now),
            "stages": timeline.stages(round_, now),
            "next_change": dates.day_and_clock(change) if (change := round_.next_change(now)) else "",
            "counts": queries.idea_counts(round_),
            "pages": [_page_row(page, user) for page in pages],
            "is_public": any(page.live for page in pages),
            "result": result_of(round_) if stage is Stage.ANSWERS else None,
            "unanswered": unanswered if may(Action.ANSWER_IDEA, stage) else [],
            "may_moderate": user.has_perm("living_lab.moderate_idea"),
            "may_answer": user.has_perm("living_lab.answer_idea"),
            "may_change": user.has_perm("living_lab.change_round"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish the round's page of one language."""
        number = request.POST.get("page", "")
        page = get_object_or_404(self.round.pages.all(), pk=int(number[:18]) if number.isdecimal() else 0)
        user = user_of(request)
        if not page.permissions_for_user(user).can_publish():
            raise PermissionDenied
        (page.get_latest_revision() or page.save_revision(user=user)).publish(user=user)
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
        if (round_id := self.request.GET.get("kierros", "")).isdecimal():
            ideas = ideas.filter(round=int(round_id[:18]))
        listed = Paginator(ideas, IDEAS_A_PAGE).get_page(self.request.GET.get("p"))
        tabs = [
            {"label": choice.label, "url": f"?tila={choice.value}", "current": choice.value == state}
            for choice in State
        ]
        return super().get_context_data(**kwargs) | {"ideas": listed, "tabs": tabs}


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
        findings = find(f"{idea.title}\n{idea.text}")
        return super().get_context_data(**kwargs) | {
            "idea": idea,
            "idea_dir": direction(idea.language),
            "findings": [str(Kind(kind).label) for kind in dict.fromkeys(item.kind for item in findings)],
            "may_publish": not idea.is_published and may(Action.PUBLISH_IDEA, stage),
            "may_return": idea.state in {State.WAITING, State.PUBLISHED} and may(Action.RETURN_IDEA, stage),
            "waited_since": dates.day_and_clock(idea.received_at),
            "seen": _as_seen(idea),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("seen") != _as_seen(self.idea):
            messages.error(request, ALREADY_DECIDED)
            return HttpResponseRedirect(request.path)
        if "publish" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            publish_idea(self.idea, user_of(request))
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return HttpResponseRedirect(request.path)
        messages.success(request, _("“%(idea)s” is now public.") % {"idea": self.idea.title})
        return self._to_next()

    def form_valid(self, form: ReturnForm) -> HttpResponse:
        try:
            return_idea(self.idea, user_of(self.request), form.cleaned_data["reason"], form.cleaned_data["note"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("“%(idea)s” was returned to the writer.") % {"idea": self.idea.title})
        return self._to_next()

    def _to_next(self) -> HttpResponse:
        """The next idea that waits, or the queue when none does."""
        following = Idea.objects.filter(state=State.WAITING).order_by("received_at", "id").first()
        if following:
            return HttpResponseRedirect(reverse("living_lab_round:read", args=[following.pk]))
        return HttpResponseRedirect(reverse("living_lab_round:ideas"))


class AnswerIdea(StaffView, FormView):
    """Give or correct the public answer to an idea."""

    permission = "living_lab.answer_idea"
    template_name = "living_lab/staff/answer.html"
    form_class = AnswerForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        ideas = Idea.objects.select_related("round", "answer").filter(state=State.PUBLISHED)
        self.idea = get_object_or_404(ideas, pk=kwargs["pk"])
        self.answer = getattr(self.idea, "answer", None) or Answer(idea=self.idea)

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
        return super().get_context_data(**kwargs) | {
            "idea": self.idea,
            "idea_dir": direction(self.idea.language),
            "votes": votes,
        }

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        try:
            answer_idea(form.save(commit=False), user_of(self.request))
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The answer to “%(idea)s” is public.") % {"idea": self.idea.title})
        following = queries.public_ideas(self.idea.round).filter(answer__isnull=True).first()
        if following:
            return HttpResponseRedirect(reverse("living_lab_round:answer", args=[following.pk]))
        return HttpResponseRedirect(reverse("living_lab_round:desk", args=[self.idea.round_id]))


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
