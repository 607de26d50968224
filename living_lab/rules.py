"""What may happen in a round, when and by whom: a function of the clock and the round's settings, and tables.

Phases are half-open: a phase that ends at an instant is over at that instant. Instants are compared as
instants, so a change of the wall clock moves nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import Enum

from cms.moderation.rules import State, may_go
from living_lab.reasons import ReturnReason


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
    LET_BALLOTS_IN = "let_ballots_in"
    ANSWER_IDEA = "answer_idea"
    SEE_RESULT = "see_result"
    HIDE_TEXT = "hide_text"


ALLOWED: dict[Action, frozenset[Stage]] = {
    Action.TELL_IDEA: frozenset({Stage.IDEAS}),
    Action.ENTER_IDEA: frozenset({Stage.UPCOMING, Stage.IDEAS, Stage.GATHERING}),
    Action.RESEND_IDEA: frozenset({Stage.IDEAS, Stage.GATHERING}),
    Action.PUBLISH_IDEA: frozenset({Stage.UPCOMING, Stage.IDEAS, Stage.GATHERING}),
    Action.RETURN_IDEA: frozenset({Stage.UPCOMING, Stage.IDEAS, Stage.GATHERING, Stage.VOTING}),
    Action.CAST_BALLOT: frozenset({Stage.VOTING}),
    Action.LET_BALLOTS_IN: frozenset({Stage.VOTING}),
    Action.ANSWER_IDEA: frozenset({Stage.ANSWERS}),
    Action.SEE_RESULT: frozenset({Stage.ANSWERS}),
    Action.HIDE_TEXT: frozenset(Stage),
}


# Where the decisions of those who read ideas lead.
DECISIONS: dict[Action, State] = {
    Action.PUBLISH_IDEA: State.PUBLISHED,
    Action.RETURN_IDEA: State.RETURNED,
    Action.HIDE_TEXT: State.WITHDRAWN,
}
INSTANTS = ("ideas_open", "ideas_close", "voting_open", "voting_close")
STARTS = {"ideas_close": "ideas_open", "voting_close": "voting_open"}


@dataclass(frozen=True)
class Schedule:
    """The four aware instants of a round, in order; ideas may end at the instant voting opens."""

    ideas_open: datetime
    ideas_close: datetime
    voting_open: datetime
    voting_close: datetime

    def __post_init__(self) -> None:
        """All in UTC: Python compares times of one zone by the wall, and in autumn an hour of it comes twice."""
        for name in INSTANTS:
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


def choices(state: str, stage: Stage) -> frozenset[Action]:
    """What those who read ideas may do with one in ``state`` while its round is in ``stage``."""
    return frozenset(action for action, target in DECISIONS.items() if may(action, stage) and may_go(state, target))


def may_resend(state: str, reason: str, stage: Stage) -> bool:
    """May a returned idea be told again in other words: not when the same thought is here already."""
    return state == State.RETURNED and reason != ReturnReason.ALREADY and may(Action.RESEND_IDEA, stage)


def read_by(received_at: datetime, days: int, voting_open: datetime) -> datetime:
    """The instant by which an idea is read as promised: when that many days have gone by, or voting opens.

    Days are those of the zone that ``received_at`` is in; the day it came is not counted.
    """
    day = received_at.date() + timedelta(days=days + 1)
    return min(datetime.combine(day, time(), received_at.tzinfo), voting_open)


class Fault(Enum):
    """What is wrong with a new instant."""

    STANDS = "stands"
    ONLY_LATER = "only_later"
    IN_PAST = "in_past"


def settled(schedule: Schedule, now: datetime) -> list[str]:
    """The instants that have passed: nobody moves them any more."""
    return [name for name in INSTANTS if getattr(schedule, name) <= now.astimezone(UTC)]


def faults(old: Schedule, new: Schedule, now: datetime) -> dict[str, Fault]:
    """Begun phases keep their beginning, open ones may only end later, closed ones stay closed, none ends at once."""
    now = now.astimezone(UTC)
    passed = settled(old, now)
    found = {name: Fault.STANDS for name in passed if getattr(old, name) != getattr(new, name)}
    for end in (name for name in STARTS if name not in passed):
        before, after = getattr(old, end), getattr(new, end)
        if STARTS[end] in passed and after < before:
            found[end] = Fault.ONLY_LATER
        elif STARTS[end] not in passed and after <= now:
            found[end] = Fault.IN_PAST
    return found


def may_reschedule(old: Schedule, new: Schedule, now: datetime) -> bool:
    """May the instants of a round become ``new``."""
    return not faults(old, new, now)
