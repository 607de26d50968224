"""Rounds inside any page: all that are open, or one chosen round."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.parts import PartKind
from living_lab import cards, queries
from living_lab.models import Round

ALL_OPEN = UUID(int=0)
TEMPLATE = "living_lab/parts/rounds.html"


def rounds_part() -> PartKind:
    """The registration of rounds as a page part."""
    return PartKind(
        kind="rounds",
        label=gettext_lazy("Rounds to take part in"),
        template=TEMPLATE,
        choices=_choices,
        show=_show,
    )


def _choices() -> list[tuple[UUID, str]]:
    rounds = Round.objects.order_by("-ideas_open").values_list("uuid", "name")
    return [(ALL_OPEN, _("All open rounds and the latest result")), *rounds]


def _show(uuid: UUID, language: str, request: HttpRequest | None) -> Any:
    """Cards of the chosen round, or of the open ones with the latest past one."""
    now = timezone.now()
    if uuid == ALL_OPEN:
        rounds = [*queries.open_rounds(now)[:3], *queries.past_rounds(now)[:1]]
    else:
        rounds = list(Round.objects.public().filter(uuid=uuid))
    return {"cards": cards.round_cards(language, request, rounds, now)}
