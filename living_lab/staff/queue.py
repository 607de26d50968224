"""Ideas in a line: those that wait first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages

from cms.moderation.rules import State
from living_lab.actions.ideas import return_ideas
from living_lab.desk import HELD
from living_lab.models import Idea
from living_lab.staff.access import IDEAS_A_PAGE, ROUNDS, OnIdeas, round_filter, with_query
from living_lab.staff.forms import ReturnForm

FLOOD_A_PAGE = 100
TICK_ALL = "kaikki"
LISTS: dict[str, Any] = {
    State.WAITING.value: State.WAITING.label,
    HELD: gettext_lazy("many from the same network"),
    **{state.value: state.label for state in State if state is not State.WAITING},
}


class IdeaQueue(OnIdeas, FormView):
    """Ideas by state, those that wait first; a flood from one network apart, where many are returned at once."""

    template_name = "living_lab/staff/ideas.html"
    page_title = gettext_lazy("Ideas")
    form_class = ReturnForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        asked = request.GET.get("tila", "")
        self.shown = asked if asked in LISTS else State.WAITING.value
        self.only = round_filter(request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, ROUNDS, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_held = self.shown == HELD
        listed = Paginator(self._ideas(), FLOOD_A_PAGE if is_held else IDEAS_A_PAGE).get_page(self.request.GET.get("p"))
        ticked = self.request.POST.getlist("idea")
        rows = [
            {
                "idea": idea,
                "url": with_query(reverse("living_lab_round:read", args=[idea.pk]), kierros=self.only),
                "waited": waited(idea, timezone.now()),
                "ticked": TICK_ALL in self.request.GET or str(idea.pk) in ticked,
            }
            for idea in listed
        ]
        return super().get_context_data(**kwargs) | {
            "ideas": listed,
            "rows": rows,
            "tabs": self._tabs(),
            "is_held": is_held,
            "tick_all_url": with_query("", tila=HELD, kierros=self.only, p=str(listed.number), **{TICK_ALL: "1"}),
        }

    def form_valid(self, form: ReturnForm) -> HttpResponse:
        """Return all that are ticked."""
        ticked = [UUID(pk) for pk in self.request.POST.getlist("idea") if _is_uuid(pk)][:FLOOD_A_PAGE]
        ideas = list(self._ideas().filter(pk__in=ticked)) if self.shown == HELD else []
        if not ideas:
            form.add_error(None, _("Tick the ideas that you want to return."))
            return self.form_invalid(form)
        number = return_ideas(ideas, self.user, form.cleaned_data["reason"], form.cleaned_data["note"])
        words = ngettext(
            "%(number)d idea was returned to its writer.", "%(number)d ideas were returned to their writers.", number
        )
        messages.success(self.request, words % {"number": number})
        return HttpResponseRedirect(with_query(self.request.path, tila=HELD, kierros=self.only))

    def _ideas(self) -> QuerySet[Idea]:
        found = Idea.objects.select_related("round").order_by("received_at", "id")
        found = found.filter(round=int(self.only)) if self.only else found
        if self.shown in {HELD, State.WAITING}:
            return found.filter(state=State.WAITING, held=self.shown == HELD)
        return found.filter(state=self.shown)

    def _tabs(self) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "url": with_query("", tila=name, kierros=self.only),
                "current": name == self.shown,
            }
            for name, label in LISTS.items()
        ]


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


def _is_uuid(text: str) -> bool:
    """Whether it can be the number of an idea."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
