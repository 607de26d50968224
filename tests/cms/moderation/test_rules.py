"""Every step of a moderated text, over the whole table."""

from itertools import product

import pytest

from cms.moderation.rules import ALLOWED, State, may_go

EXPECTED = {
    ("waiting", "published"), ("waiting", "returned"),
    ("returned", "waiting"), ("returned", "published"),
    ("published", "returned"), ("published", "withdrawn"),
}  # fmt: skip


@pytest.mark.parametrize(("here", "there"), list(product(State.values, repeat=2)))
def test_a_step_is_allowed_exactly_when_the_table_says_so(here: str, there: str) -> None:
    assert may_go(here, there) is ((here, there) in EXPECTED)


def test_every_state_is_in_the_table_and_none_leads_to_itself() -> None:
    assert set(ALLOWED) == set(State)
    assert all(state not in targets for state, targets in ALLOWED.items())


def test_an_unknown_state_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        may_go("nonsense", State.WAITING)
