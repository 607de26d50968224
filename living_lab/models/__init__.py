"""Everything this room stores."""

from .ballots import Ballot, Result
from .ideas import Answer, AnswerStatus, Idea
from .pages import RoundIndexPage, RoundPage
from .rounds import Round

__all__ = [
    "Answer",
    "AnswerStatus",
    "Ballot",
    "Idea",
    "Result",
    "Round",
    "RoundIndexPage",
    "RoundPage",
]
