"""What may be done with a workshop's groups, and when: from facts to a decision."""

from collections.abc import Sequence
from enum import Enum
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from living_lab.rules import Action, Stage, may

Item = TypeVar("Item")


class Obstacle(Enum):
    """Why a group cannot become an idea, the first reason that holds."""

    ALREADY = "already"
    NO_ROUND = "no_round"
    TOO_LATE = "too_late"
    NO_NOTES = "no_notes"


OBSTACLE_TEXTS: dict[Obstacle, str | Promise] = {
    Obstacle.ALREADY: _("This group has already become an idea."),
    Obstacle.NO_ROUND: _("The workshop is not tied to a round. Choose the round in the workshop's details first."),
    Obstacle.TOO_LATE: _("Ideas can be added to the round only before voting opens."),
    Obstacle.NO_NOTES: _("Put at least one note in the group first."),
}


class Direction(Enum):
    """Which way a group goes in the order of groups."""

    UP = "up"
    DOWN = "down"


STEPS: dict[Direction, int] = {Direction.UP: -1, Direction.DOWN: 1}


def idea_obstacle(stage: Stage | None, notes: int, *, has_idea: bool) -> Obstacle | None:
    """What keeps a group from becoming an idea; ``stage`` is None for a workshop without a round."""
    if has_idea:
        return Obstacle.ALREADY
    if stage is None:
        return Obstacle.NO_ROUND
    if not may(Action.ENTER_IDEA, stage):
        return Obstacle.TOO_LATE
    return None if notes else Obstacle.NO_NOTES


def shifted(order: Sequence[Item], item: Item, direction: Direction) -> list[Item]:
    """The order after ``item`` has changed places with its neighbour; at an end nothing changes.

    >>> shifted(["a", "b", "c"], "c", Direction.UP)
    ['a', 'c', 'b']
    """
    items = list(order)
    here = items.index(item)
    there = here + STEPS[direction]
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
    return items
