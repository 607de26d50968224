"""The desk of a round: where it is, what waits, what happens next by itself."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from cms import dates
from cms.models import User
from cms.translating import why_not_public
from living_lab import queries, timeline
from living_lab.actions.rounds import publish_round_page
from living_lab.closing import result_of
from living_lab.models import Idea, Result, RoundPage
from living_lab.rules import Action, Stage, may
from living_lab.staff.access import IDEAS_A_PAGE, ROUNDS, OnRound


class RoundDesk(OnRound, TemplateView):
    """One page for one round: where it is, what waits, what happens next by itself."""

    template_name = "living_lab/staff/desk.html"

    def get_page_title(self) -> str:
        return self.round.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, ROUNDS, {"url": "", "label": self.round.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, round_ = timezone.now(), self.round
        stage = round_.stage_at(now)
        pages = list(round_.pages.select_related("locale").order_by("locale_id"))
        result = result_of(round_) if stage is Stage.ANSWERS else None
        ideas = Paginator(queries.desk_ideas(round_), IDEAS_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "round": round_,
            "chip": timeline.chip(round_, now),
            "stages": timeline.stages(round_, now),
            "next_change": dates.day_and_clock(change) if (change := round_.next_change(now)) else "",
            "counts": queries.idea_counts(round_),
            "ballots": queries.ballot_counts(round_) if stage is Stage.VOTING else None,
            "coordinator": round_.coordinator.shown_name if round_.coordinator else "",
            "pages": [_page_row(page, self.user) for page in pages],
            "is_public": any(page.live for page in pages),
            "result": result,
            "is_counting": stage is Stage.ANSWERS and result is None,
            "ideas": ideas,
            "rows": _idea_rows(ideas, result),
            "may_moderate": self.user.has_perm("living_lab.moderate_idea"),
            "may_answer": self.user.has_perm("living_lab.answer_idea") and may(Action.ANSWER_IDEA, stage),
            "may_change": self.user.has_perm("living_lab.change_round"),
        }


class PublishLanguage(OnRound, View):
    """Publish the round's page of one language, unless a text of it still waits for its translation."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, page_pk: int) -> HttpResponse:
        page = get_object_or_404(self.round.pages.all(), pk=page_pk)
        if refusal := why_not_public(request, [page]):
            messages.error(request, refusal.words)
        else:
            publish_round_page(page, self.user)
            messages.success(request, _("The round is now public."))
        return HttpResponseRedirect(reverse("living_lab_round:desk", args=[pk]))


def _idea_rows(ideas: Iterable[Idea], result: Result | None) -> list[dict[str, Any]]:
    """Ideas of a round on its desk, with their votes once they are counted."""
    votes = {row["idea"]: row["votes"] for row in result.totals} if result else {}
    return [{"idea": idea, "votes": votes.get(str(idea.pk)), "answer": idea.given_answer} for idea in ideas]


def _page_row(page: RoundPage, user: User) -> dict[str, Any]:
    """One language of a round on its desk."""
    may = page.permissions_for_user(user)
    return {
        "publish_url": reverse("living_lab_round:publish", args=[page.round_id, page.pk]),
        "language": page.locale.get_display_name(),
        "live": page.live,
        "changed": page.has_unpublished_changes,
        "url": page.url if page.live else "",
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]) if may.can_edit() else "",
        "may_publish": may.can_publish(),
        "translate_url": reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
    }
