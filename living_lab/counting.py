"""Counting votes: exact integers from the lines of the published file, so that anyone comes to the same.

Rule: approval voting. Each ballot gives one vote to each idea it names (Brams & Fishburn 1978, "Approval Voting").
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SMALL_ROUND = 10  # below this a ballot could be guessed from the file, so only totals are published


@dataclass(frozen=True)
class Total:
    """Votes of one idea."""

    idea: str
    votes: int


def lines_of(ballots: Iterable[Sequence[str]], ideas: Iterable[str]) -> list[str]:
    """Each ballot as a line of the result file, its choices in order, lines sorted; nothing else of a ballot.

    ``ballots`` are lists of idea ids; a choice that is not among ``ideas`` (withdrawn since) is left out, and the
    same idea twice on one ballot is there once.
    """
    standing = set(ideas)
    return sorted(" ".join(sorted(standing.intersection(choices))) for choices in ballots)


def count(lines: Iterable[str], ideas: Sequence[str]) -> list[Total]:
    """Totals in the order of votes, ties in the order of ``ideas``."""
    votes: Counter[str] = Counter()
    for line in lines:
        votes.update(line.split())
    return [Total(idea, votes[idea]) for idea in sorted(ideas, key=lambda idea: -votes[idea])]


def result_file(lines: Sequence[str]) -> str:
    """The published file. A small round's is empty: its totals are all that is published."""
    return "" if len(lines) < SMALL_ROUND else "".join(f"{line}\n" for line in lines)


def digest(file: str) -> str:
    """SHA-256 of a result file, in hexadecimal."""
    return hashlib.sha256(file.encode()).hexdigest()
