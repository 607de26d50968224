"""What may happen in a round, when and by whom: a function of the clock and the round's settings, and tables.

Phases are half-open: a phase that ends at an instant is over at that instant. Instants are compared as
instants, so a change of the wall clock moves nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum


class Stage(Enum):
    """Where a round is."""

    UPCOMING = "upcoming"
    IDEAS = "ideas"
    GATHERING = "gathering"
    VOTING = "voting"
    ANSWERS = "answers"


class Action(Enum):
    """What somebody may want to do."""

    TELL_IDEA = "tell_idea"
    ENTER_IDEA = "enter_idea"
    RESEND_IDEA = "resend_idea"
    PUBLISH_IDEA = "publish_idea"
    RETURN_IDEA = "return_idea"
    CAST_BALLOT = "cast_ballot"
    ANSWER_IDEA = "answer_idea"
    SEE_RESULT = "see_result"


ALLOWED: dict[Action, frozenset[Stage]] = {
    Action.TELL_IDEA: frozenset({Stage.IDEAS}),
    Action.ENTER_IDEA: frozenset({Stage.UPCOMING, Stage.IDEAS, Stage.GATHERING}),
    Action.RESEND_IDEA: frozenset({Stage.IDEAS, Stage.GATHERING}),
    Action.PUBLISH_IDEA: frozenset({Stage.UPCOMING, Stage.IDEAS, Stage.GATHERING}),
    Action.RETURN_IDEA: frozenset({Stage.UPCOMING, Stage.IDEAS, Stage.GATHERING, Stage.VOTING}),
    Action.CAST_BALLOT: frozenset({Stage.VOTING}),
    Action.ANSWER_IDEA: frozenset({Stage.ANSWERS}),
    Action.SEE_RESULT: frozenset({Stage.ANSWERS}),
}


@dataclass(frozen=True)
class Schedule:
    """The four aware instants of a round, in order; ideas may end at the instant voting opens."""

    ideas_open: datetime
    ideas_close: datetime
    voting_open: datetime
    voting_close: datetime

    def __post_init__(self) -> None:
        """All in UTC: Python compares times of one zone by the wall, and in autumn an hour of it comes twice."""
        for name in ("ideas_open", "ideas_close", "voting_open", "voting_close"):
            object.__setattr__(self, name, getattr(self, name).astimezone(UTC))

    @property
    def is_ordered(self) -> bool:
        return self.ideas_open < self.ideas_close <= self.voting_open < self.voting_close


def stage_at(schedule: Schedule, now: datetime) -> Stage:
    """The one function that says where a round is."""
    now = now.astimezone(UTC)
    if now < schedule.ideas_open:
        return Stage.UPCOMING
    if now < schedule.ideas_close:
        return Stage.IDEAS
    if now < schedule.voting_open:
        return Stage.GATHERING
    if now < schedule.voting_close:
        return Stage.VOTING
    return Stage.ANSWERS


def next_change(schedule: Schedule, now: datetime) -> datetime | None:
    """The next instant at which the stage changes by the clock, or None after the last."""
    now = now.astimezone(UTC)
    instants = (schedule.ideas_open, schedule.ideas_close, schedule.voting_open, schedule.voting_close)
    return min((instant for instant in instants if instant > now), default=None)


def may(action: Action, stage: Stage) -> bool:
    """May ``action`` be taken while a round is in ``stage``."""
    return stage in ALLOWED[action]


def may_reschedule(old: Schedule, new: Schedule, now: datetime) -> bool:
    """Begun phases keep their beginning, open ones may only end later, closed ones stay closed, none ends at once."""
    now = now.astimezone(UTC)
    pairs = ((old.ideas_open, new.ideas_open), (old.voting_open, new.voting_open))
    if any(before != after for before, after in pairs if before <= now):
        return False
    spans = (
        (old.ideas_open, old.ideas_close, new.ideas_close),
        (old.voting_open, old.voting_close, new.voting_close),
    )
    return all(_end_may_move(opened, before, after, now) for opened, before, after in spans)


def _end_may_move(opened: datetime, before: datetime, after: datetime, now: datetime) -> bool:
    if now < opened:
        return after > now
    return after == before if before <= now else after >= before
