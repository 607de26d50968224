"""The municipality answers an idea."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.permissions import ModelPermissionPolicy

from cms.languages import direction
from cms.moderation.seen import as_seen
from living_lab import queries
from living_lab.actions.answers import answer_idea
from living_lab.closing import result_of
from living_lab.models import Answer, Idea
from living_lab.staff.access import ROUNDS, StaffView
from living_lab.staff.forms import AnswerForm
from living_lab.timing import NotNow

SOMEBODY_ANSWERED = gettext_lazy(
    "Somebody else has answered this idea meanwhile. Their answer is shown here and yours is below. "
    "If you publish yours, it replaces theirs."
)


class AnswerIdea(StaffView, FormView):
    """Give or correct the public answer to an idea."""

    permission_policy = ModelPermissionPolicy(Idea)
    permission_required = "answer"
    template_name = "living_lab/staff/answer.html"
    form_class = AnswerForm

    @cached_property
    def idea(self) -> Idea:
        return get_object_or_404(Idea.objects.published().select_related("round", "answer"), pk=self.kwargs["pk"])

    @cached_property
    def stands(self) -> Answer | None:
        """The answer as it was when this request began."""
        return self.idea.given_answer

    @property
    def seen(self) -> str:
        """What stood on the screen where the writer began."""
        if self.request.method == "POST":
            return self.request.POST.get("seen", "")
        return as_seen(self.stands)

    def get_page_title(self) -> str:
        return _("Answer: %(idea)s") % {"idea": self.idea.title}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        desk = {"url": reverse("living_lab_round:desk", args=[self.idea.round_id]), "label": self.idea.round.name}
        return [*self.breadcrumbs_items, ROUNDS, desk, {"url": "", "label": self.get_page_title()}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.stands or Answer(idea=self.idea)}

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

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        try:
            answer_idea(form.save(commit=False), self.user, self.seen)
        except NotNow as error:
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
            seen=as_seen(stands),
            other=stands,
            other_dir=direction(stands.language) if stands else "",
        )
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)
