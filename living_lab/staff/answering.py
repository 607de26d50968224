"""The municipality answers an idea."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from cms.desk import user_of
from cms.languages import direction
from cms.moderation.rules import State
from living_lab import queries
from living_lab.actions.answers import answer_as_seen, answer_idea
from living_lab.closing import result_of
from living_lab.models import Answer, Idea
from living_lab.staff.access import ROUNDS, StaffView
from living_lab.staff.forms import AnswerForm
from living_lab.timing import TooLate

SOMEBODY_ANSWERED = gettext_lazy(
    "Somebody else has answered this idea meanwhile. Their answer is shown here and yours is below. "
    "If you publish yours, it replaces theirs."
)


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
