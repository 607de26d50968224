"""Ballots that are held back: the coordinator's one decision about them."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from living_lab import queries
from living_lab.casting import let_ballots_in
from living_lab.staff.access import ROUNDS, OnRound


class HeldBallots(OnRound, TemplateView):
    """How many are held, what that means, and letting them in; nobody sees what is on them."""

    permission_required = "change"
    template_name = "living_lab/staff/held.html"
    page_title = gettext_lazy("Ballots held back")

    @property
    def desk(self) -> str:
        return reverse("living_lab_round:desk", args=[self.round.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        desk = {"url": self.desk, "label": self.round.name}
        return [*self.breadcrumbs_items, ROUNDS, desk, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "counts": queries.ballot_counts(self.round),
            "desk_url": self.desk,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let in as many as were shown; if more have come, the new number is shown first."""
        seen = request.POST.get("seen", "")
        try:
            number = let_ballots_in(self.round, int(seen[:9]) if seen.isdecimal() else 0, self.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return self.render_to_response(self.get_context_data(), status=HTTPStatus.CONFLICT)
        words = ngettext("%(number)d ballot will be counted.", "%(number)d ballots will be counted.", number)
        messages.success(request, words % {"number": number})
        return HttpResponseRedirect(self.desk)
