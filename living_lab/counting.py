"""Counting votes: exact integers from choices, the same from the published file by anyone.

Rule: approval voting. Each ballot gives one vote to each idea it names; ideas with equal votes share their
rank (Brams & Fishburn 1978, "Approval Voting").
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SMALL_ROUND = 10  # below this a ballot could be guessed from the file, so only totals are published


@dataclass(frozen=True)
class Total:
    """Votes of one idea; ``rank`` 1 is the most."""

    idea: str
    votes: int
    rank: int


def count(ballots: Iterable[Sequence[str]], ideas: Sequence[str]) -> list[Total]:
    """Totals in the order of votes, ties in the order of ``ideas``.

    ``ballots`` are lists of idea ids; a choice that is not among ``ideas`` (withdrawn since) is not counted,
    and the same idea twice on one ballot counts once.
    """
    standing = set(ideas)
    votes: Counter[str] = Counter()
    for choices in ballots:
        votes.update(standing.intersection(choices))
    ordered = sorted(ideas, key=lambda idea: -votes[idea])
    ranks: dict[int, int] = {}
    for place, idea in enumerate(ordered, start=1):
        ranks.setdefault(votes[idea], place)
    return [Total(idea, votes[idea], ranks[votes[idea]]) for idea in ordered]


def result_file(ballots: Iterable[Sequence[str]], ideas: Sequence[str]) -> str:
    """The published file: one line a ballot, its choices in order, lines sorted; nothing else of a ballot.

    A small round's file is empty: its totals are all that is published.
    """
    standing = set(ideas)
    lines = sorted(" ".join(sorted(standing.intersection(choices))) for choices in ballots)
    return "" if len(lines) < SMALL_ROUND else "".join(f"{line}\n" for line in lines)


def digest(file: str) -> str:
    """SHA-256 of a result file, in hexadecimal."""
    return hashlib.sha256(file.encode()).hexdigest()
