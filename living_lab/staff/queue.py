"""Ideas in a line: those that wait first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from cms.moderation.rules import State
from living_lab.models import Idea
from living_lab.staff.access import IDEAS_A_PAGE, ROUNDS, OnIdeas, round_filter, with_query


class IdeaQueue(OnIdeas, TemplateView):
    """Ideas by state, those that wait first."""

    template_name = "living_lab/staff/ideas.html"
    page_title = gettext_lazy("Ideas")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, ROUNDS, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.request.GET.get("tila", State.WAITING)
        state = state if state in State.values else State.WAITING
        ideas = Idea.objects.filter(state=state).select_related("round").order_by("received_at", "id")
        only = round_filter(self.request)
        if only:
            ideas = ideas.filter(round=int(only))
        listed = Paginator(ideas, IDEAS_A_PAGE).get_page(self.request.GET.get("p"))
        tabs = [
            {
                "label": choice.label,
                "url": with_query("", tila=choice.value, kierros=only),
                "current": choice.value == state,
            }
            for choice in State
        ]
        rows = [
            {
                "idea": idea,
                "url": with_query(reverse("living_lab_round:read", args=[idea.pk]), kierros=only),
                "waited": waited(idea, timezone.now()),
            }
            for idea in listed
        ]
        return super().get_context_data(**kwargs) | {"ideas": listed, "rows": rows, "tabs": tabs}


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
    return Waited(words if days > 0 else _("Came today"), now >= idea.read_by)
