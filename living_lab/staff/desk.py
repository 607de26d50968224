"""The desk of a round: where it is, what waits, what happens next by itself."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages

from cms import dates
from cms.desk import user_of
from living_lab import queries, timeline
from living_lab.actions.rounds import publish_round_page
from living_lab.closing import result_of
from living_lab.models import Idea, Result, Round
from living_lab.rules import Action, Stage, may
from living_lab.staff.access import IDEAS_A_PAGE, ROUNDS, StaffView


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


def _idea_rows(ideas: Iterable[Idea], result: Result | None) -> list[dict[str, Any]]:
    """Ideas of a round on its desk, with their votes once they are counted."""
    votes = {row["idea"]: row["votes"] for row in result.totals} if result else {}
    return [{"idea": idea, "votes": votes.get(str(idea.pk)), "answer": getattr(idea, "answer", None)} for idea in ideas]


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
