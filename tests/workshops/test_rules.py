"""When a group can become an idea, and the order of groups."""

import pytest

from living_lab.rules import Stage
from workshops.rules import Direction, Obstacle, idea_obstacle, shifted


@pytest.mark.parametrize("stage", [Stage.UPCOMING, Stage.IDEAS, Stage.GATHERING])
def test_a_group_with_notes_can_become_an_idea_until_voting_opens(stage: Stage) -> None:
    assert idea_obstacle(stage, 1, has_idea=False) is None


@pytest.mark.parametrize("stage", [Stage.VOTING, Stage.ANSWERS])
def test_a_group_comes_too_late_once_voting_has_opened(stage: Stage) -> None:
    assert idea_obstacle(stage, 1, has_idea=False) is Obstacle.TOO_LATE


def test_without_a_round_there_is_nowhere_to_bring_the_group() -> None:
    assert idea_obstacle(None, 1, has_idea=False) is Obstacle.NO_ROUND


def test_an_empty_group_says_nothing_yet() -> None:
    assert idea_obstacle(Stage.IDEAS, 0, has_idea=False) is Obstacle.NO_NOTES


@pytest.mark.parametrize("stage", [None, *Stage])
def test_a_group_becomes_an_idea_once_whatever_the_stage(stage: Stage | None) -> None:
    assert idea_obstacle(stage, 0, has_idea=True) is Obstacle.ALREADY


@pytest.mark.parametrize(
    ("item", "direction", "expected"),
    [
        ("b", Direction.UP, ["b", "a", "c"]),
        ("b", Direction.DOWN, ["a", "c", "b"]),
        ("a", Direction.UP, ["a", "b", "c"]),
        ("c", Direction.DOWN, ["a", "b", "c"]),
    ],
)
def test_a_group_changes_places_with_its_neighbour_and_stops_at_the_ends(
    item: str, direction: Direction, expected: list[str]
) -> None:
    assert shifted(["a", "b", "c"], item, direction) == expected
