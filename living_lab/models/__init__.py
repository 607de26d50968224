"""Everything this room stores."""

from .ballots import Ballot, Door, Result
from .ideas import Answer, AnswerStatus, Idea, IdeaSource
from .pages import RoundIndexPage, RoundPage
from .rounds import Round

__all__ = [
    "Answer",
    "AnswerStatus",
    "Ballot",
    "Door",
    "Idea",
    "IdeaSource",
    "Result",
    "Round",
    "RoundIndexPage",
    "RoundPage",
]
