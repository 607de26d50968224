"""Reading one idea: publish it, return it, take it down."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages

from cms import dates
from cms.languages import direction
from cms.moderation.personal_data import kinds_in
from cms.moderation.seen import as_seen
from living_lab.actions.ideas import hide_idea, publish_idea, return_idea
from living_lab.desk import HELD
from living_lab.models import Idea
from living_lab.reasons import ReturnReason
from living_lab.rules import Action, choices
from living_lab.staff.access import ROUNDS, OnIdeas, round_filter, with_query
from living_lab.staff.forms import HideForm, LookedForm, ReturnForm
from living_lab.staff.queue import waited
from living_lab.timing import NotNow


class ReadIdea(OnIdeas, FormView):
    """Read one idea: publish it, or return it with a reason."""

    template_name = "living_lab/staff/read.html"
    form_class = ReturnForm

    @cached_property
    def idea(self) -> Idea:
        return get_object_or_404(Idea.objects.select_related("round"), pk=self.kwargs["pk"])

    @property
    def seen(self) -> str:
        """What was on the screen where the button was pressed."""
        return self.request.POST.get("seen", "")

    def get_page_title(self) -> str:
        return self.idea.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("living_lab_round:ideas"), "label": _("Ideas")}
        return [*self.breadcrumbs_items, ROUNDS, queue, {"url": "", "label": self.idea.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        idea, now = self.idea, timezone.now()
        allowed = choices(idea.state, idea.round.stage_at(now))
        may_return = Action.RETURN_IDEA in allowed
        form = kwargs.get("form")
        context: dict[str, Any] = {
            "idea": idea,
            "idea_dir": direction(idea.language),
            "findings": findings_in(idea),
            "looked_form": LookedForm(),
            "hide_form": HideForm(),
            "may_publish": Action.PUBLISH_IDEA in allowed,
            "may_return": may_return,
            "may_hide": Action.HIDE_TEXT in allowed,
            "kept": _typed(form) if form and form.is_bound and not may_return else None,
            "waited_since": dates.day_and_clock(idea.received_at),
            "waited": waited(idea, now),
            "seen": as_seen(idea),
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "publish" in request.POST:
            return self._publish()
        return self._hide() if "hide" in request.POST else super().post(request, *args, **kwargs)

    def form_valid(self, form: ReturnForm) -> HttpResponse:
        try:
            return_idea(self.idea, self.user, **form.cleaned_data, seen=self.seen)
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
            publish_idea(self.idea, self.user, self.seen)
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
            hide_idea(self.idea, self.user, hiding.cleaned_data["note"], self.seen)
        except ValidationError as error:
            return self._refused(error, hiding, form=ReturnForm(), hide_form=hiding)
        messages.success(self.request, _("“%(idea)s” was taken down.") % {"idea": self.idea.title})
        return self._to_next()

    def _refused(self, error: ValidationError, typed: Form, /, **shown: Form) -> HttpResponse:
        """What was typed, with the reason why it was not done."""
        typed.add_error(None, error)
        self.idea.refresh_from_db()
        status = HTTPStatus.OK if isinstance(error, NotNow) else HTTPStatus.CONFLICT
        return self.render_to_response(self.get_context_data(**shown), status=status)

    def _to_next(self) -> HttpResponse:
        """The next idea that waits in the same list, in the round being read if one is; or the list when none does."""
        only = round_filter(self.request)
        waiting = Idea.objects.waiting().filter(held=self.idea.held, **({"round": int(only)} if only else {}))
        if following := waiting.order_by("received_at", "id").first():
            url = reverse("living_lab_round:read", args=[following.pk])
            return HttpResponseRedirect(with_query(url, kierros=only))
        shown = HELD if self.idea.held else ""
        return HttpResponseRedirect(with_query(reverse("living_lab_round:ideas"), tila=shown, kierros=only))


def findings_in(idea: Idea) -> list[str]:
    """What in an idea seems to be personal data, in words, each kind once."""
    return kinds_in(f"{idea.title}\n{idea.text}")


def _typed(form: Form) -> dict[str, str]:
    """A reason and a note that can no longer be sent, so that they can still be read and copied."""
    reason = form.data.get("reason", "")
    return {
        "reason": str(ReturnReason(reason).label) if reason in ReturnReason.values else "",
        "note": form.data.get("note", ""),
    }
