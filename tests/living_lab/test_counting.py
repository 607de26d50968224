"""Counting is exact, blind to order, and can be repeated by anyone from the published file."""

import hashlib
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from living_lab.counting import SMALL_ROUND, Total, digest, lines_of, result_file
from living_lab.counting import count as count_lines

IDEAS = ["bench", "café", "light", "path", "sauna"]
BALLOTS = st.lists(st.lists(st.sampled_from(IDEAS), max_size=7), max_size=40)
STANDING = st.sets(st.sampled_from(IDEAS)).map(sorted)


def count(ballots: list[list[str]], ideas: list[str]) -> list[Total]:
    return count_lines(lines_of(ballots, ideas), ideas)


def file_of(ballots: list[list[str]], ideas: list[str]) -> str:
    return result_file(lines_of(ballots, ideas))


def recounted(file: str) -> Counter[str]:
    """What anybody with the file and a pencil would do."""
    return Counter(word for line in file.splitlines() for word in line.split())


def test_a_count_done_by_hand() -> None:
    ballots = [["bench", "path"], ["path"], ["bench", "sauna", "path"], ["sauna"], ["light"]]

    assert count(ballots, ["bench", "café", "light", "path", "sauna"]) == [
        Total("path", 3),
        Total("bench", 2),
        Total("sauna", 2),
        Total("light", 1),
        Total("café", 0),
    ]


def test_nobody_voted() -> None:
    assert count([], ["bench", "path"]) == [Total("bench", 0), Total("path", 0)]
    assert count([["bench"]], []) == []
    assert file_of([], ["bench"]) == ""


@given(BALLOTS, STANDING, st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_of_choices_does_not_matter(
    ballots: list[list[str]], ideas: list[str], dice: object
) -> None:
    mixed = [dice.sample(ballot, len(ballot)) for ballot in dice.sample(ballots, len(ballots))]  # type: ignore[attr-defined]

    assert count(mixed, ideas) == count(ballots, ideas)
    assert file_of(mixed, ideas) == file_of(ballots, ideas)


@given(BALLOTS, STANDING)
def test_an_idea_named_twice_on_a_ballot_gets_one_vote(ballots: list[list[str]], ideas: list[str]) -> None:
    assert count([ballot * 2 for ballot in ballots], ideas) == count(ballots, ideas)


@given(BALLOTS, STANDING)
def test_votes_are_whole_numbers_that_add_up(ballots: list[list[str]], ideas: list[str]) -> None:
    totals = count(ballots, ideas)

    assert all(type(total.votes) is int for total in totals)
    assert sum(total.votes for total in totals) == sum(len(set(ballot) & set(ideas)) for ballot in ballots)
    assert sorted(total.idea for total in totals) == ideas


@given(BALLOTS, STANDING)
def test_a_withdrawn_idea_gets_nothing_and_takes_nothing_from_others(
    ballots: list[list[str]], ideas: list[str]
) -> None:
    everything = {total.idea: total.votes for total in count(ballots, IDEAS)}

    assert {total.idea: total.votes for total in count(ballots, ideas)} == {idea: everything[idea] for idea in ideas}


@given(BALLOTS, STANDING)
def test_the_most_voted_come_first(ballots: list[list[str]], ideas: list[str]) -> None:
    totals = count(ballots, ideas)

    assert [total.votes for total in totals] == sorted((total.votes for total in totals), reverse=True)


@given(st.lists(st.lists(st.sampled_from(IDEAS), max_size=5), min_size=SMALL_ROUND, max_size=60), STANDING)
def test_anyone_can_recount_from_the_file(ballots: list[list[str]], ideas: list[str]) -> None:
    file = file_of(ballots, ideas)
    votes = recounted(file)

    assert [(total.idea, votes[total.idea]) for total in count(ballots, ideas)] == [
        (total.idea, total.votes) for total in count(ballots, ideas)
    ]
    assert set(votes) <= set(ideas)
    assert len(file.splitlines()) == len(ballots)
    assert file.splitlines() == sorted(file.splitlines())


@given(st.lists(st.lists(st.sampled_from(IDEAS), max_size=5), max_size=SMALL_ROUND - 1), STANDING)
def test_the_file_of_a_small_round_is_empty(ballots: list[list[str]], ideas: list[str]) -> None:
    assert file_of(ballots, ideas) == ""


def test_ten_ballots_are_the_first_that_are_published() -> None:
    assert file_of([["path"]] * 9, IDEAS) == ""
    assert file_of([["path"]] * 10, IDEAS) == "path\n" * 10


def test_the_digest_is_what_sha256sum_says() -> None:
    assert digest("path\n") == hashlib.sha256(b"path\n").hexdigest()
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
