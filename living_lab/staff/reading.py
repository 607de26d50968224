"""Reading one idea: publish it, return it, take it down."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages

from cms import dates
from cms.desk import user_of
from cms.languages import direction
from cms.moderation.actions import ALREADY_DECIDED
from cms.moderation.personal_data import Kind, find
from cms.moderation.reasons import ReturnReason
from cms.moderation.rules import State, may_go
from living_lab.actions.ideas import hide_idea, publish_idea, return_idea
from living_lab.models import Idea
from living_lab.rules import Action, may
from living_lab.staff.access import ROUNDS, StaffView, round_filter, with_query
from living_lab.staff.forms import HideForm, LookedForm, ReturnForm
from living_lab.staff.queue import waited
from living_lab.timing import TooLate


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
        only = round_filter(self.request)
        waiting = Idea.objects.filter(state=State.WAITING, **({"round": int(only)} if only else {}))
        following = waiting.order_by("received_at", "id").first()
        url = reverse("living_lab_round:read", args=[following.pk]) if following else reverse("living_lab_round:ideas")
        return HttpResponseRedirect(with_query(url, kierros=only))


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


def _as_seen(idea: Idea) -> str:
    """What a reader has before them: it differs once somebody decides, or the writer sends other words."""
    return f"{idea.state} {idea.received_at.isoformat()}"
