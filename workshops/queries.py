"""What is read of workshops. A board takes three queries, however many notes it has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cms.moderation.rules import State
from cms.privacy import open_to_all
from living_lab.models import Idea, Round
from living_lab.queries import RoundHead, round_head
from workshops.models import Note, NotebookPage, NoteGroup, Workshop, WorkshopIndexPage
from workshops.rules import OBSTACLE_TEXTS, Obstacle, idea_obstacle


@dataclass(frozen=True)
class GroupOnBoard:
    """A group with its notes in the order they were written, and what keeps it from becoming an idea.

    ``idea_url`` is where its idea can be dealt with, or an empty string.
    """

    group: NoteGroup
    notes: list[Note]
    obstacle: Obstacle | None
    idea_url: str = ""

    @property
    def idea(self) -> Idea | None:
        return self.group.idea

    @property
    def obstacle_text(self) -> str:
        return str(OBSTACLE_TEXTS[self.obstacle]) if self.obstacle else ""


@dataclass(frozen=True)
class Board:
    """Everything on the board of a workshop. ``ungrouped`` has the newest first, as they are put in groups."""

    workshop: Workshop
    groups: list[GroupOnBoard]
    ungrouped: list[Note]

    @property
    def notes(self) -> list[Note]:
        """All notes, group by group, then the rest in the order they were written."""
        grouped = [note for item in self.groups for note in item.notes]
        return grouped + list(reversed(self.ungrouped))

    @property
    def ideas(self) -> list[Idea]:
        return [item.idea for item in self.groups if item.idea]

    @property
    def round_obstacle(self) -> str:
        """What keeps every group from becoming an idea, said once for the whole board."""
        common = {item.obstacle for item in self.groups if item.obstacle in {Obstacle.NO_ROUND, Obstacle.TOO_LATE}}
        return str(OBSTACLE_TEXTS[common.pop()]) if common else ""


def workshop_or_none(pk: int) -> Workshop | None:
    """A workshop with its round, its facilitator and the notebook made from it; one query."""
    workshops = Workshop.objects.select_related("round", "notebook", "facilitator").defer("notebook__body")
    return workshops.filter(pk=pk).first()


def board(workshop: Workshop, idea_url: Callable[[Idea], str | None] = lambda _idea: None) -> Board:
    """The board of a workshop; two queries."""
    members: dict[int | None, list[Note]] = {}
    for note in workshop.notes.all():
        members.setdefault(note.group_id, []).append(note)
    groups = [
        _on_board(workshop, group, members.get(group.pk, []), idea_url)
        for group in workshop.groups.select_related("idea")
    ]
    return Board(workshop, groups, list(reversed(members.get(None, []))))


def group_on_board(group: NoteGroup, idea_url: Callable[[Idea], str | None]) -> GroupOnBoard:
    """One group with its notes; one query."""
    return _on_board(group.workshop, group, list(group.notes.all()), idea_url)


def index_page_for(workshop: Workshop) -> WorkshopIndexPage | None:
    """The page below which the workshop's notebook belongs: the one in the workshop's language."""
    pages = WorkshopIndexPage.objects.filter(locale__language_code=workshop.language)
    return pages.order_by("-live", "pk").first()


def unpublished(today: date) -> QuerySet[Workshop]:
    """Workshops whose day is over and whose notes nobody has made a page of."""
    notes = Note.objects.filter(workshop=OuterRef("pk"))
    return Workshop.objects.filter(Exists(notes), held_on__lt=today, notebook=None)


def notebook_url(workshop: UUID, language: str) -> str:
    """The address of a workshop's public notebook in a language, or an empty string."""
    notebook = (
        open_to_all(NotebookPage.objects.live())
        .filter(workshop__uuid=workshop, locale__language_code=language)
        .defer("body")
        .order_by("pk")
        .first()
    )
    return (notebook.url or "") if notebook else ""


def published_ideas(workshop: Workshop) -> list[Idea]:
    """Ideas everyone can read that the workshop's groups became, in the order of the groups; one query."""
    groups = workshop.groups.filter(idea__state=State.PUBLISHED, idea__round__in=Round.objects.public())
    return [group.idea for group in groups.select_related("idea__round") if group.idea]


def round_link(workshop: Workshop, language: str) -> RoundHead | None:
    """The workshop's round as it is read in a language, if everyone can read it; two queries."""
    shown = Round.objects.public().filter(pk=workshop.round_id).first() if workshop.round_id else None
    return round_head(shown, language) if shown else None


def _on_board(
    workshop: Workshop, group: NoteGroup, notes: list[Note], idea_url: Callable[[Idea], str | None]
) -> GroupOnBoard:
    stage = workshop.round.stage_at(timezone.now()) if workshop.round else None
    obstacle = idea_obstacle(stage, len(notes), has_idea=group.idea_id is not None)
    return GroupOnBoard(group, notes, obstacle, (idea_url(group.idea) or "") if group.idea else "")
