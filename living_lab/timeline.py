"""The round as a picture: its stages in order, which are done, which is now, and what the clock says of them."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import dates
from cms.components import Chip, StageShown
from cms.dates import clock, zone
from living_lab.models import Idea, Round
from living_lab.rules import Stage

STEPS = (Stage.IDEAS, Stage.VOTING, Stage.ANSWERS)
ORDER = (Stage.UPCOMING, Stage.IDEAS, Stage.GATHERING, Stage.VOTING, Stage.ANSWERS)


def stages(round_: Round, now: datetime) -> list[StageShown]:
    """Ideas, voting, answers."""
    here = round_.stage_at(now)
    return [_shown(step, round_, here, now) for step in STEPS]


def way_of(idea: Idea, now: datetime) -> list[StageShown]:
    """How an idea that is waiting or public goes: shared, read, voted on, answered."""
    shared = StageShown(_("You shared your idea"), dates.day(idea.received_at), state="done")
    voting, answers = stages(idea.round, now)[1:]
    if idea.is_waiting:
        here_we_are, by = _("We are here."), _("We read it by %(day)s") % {"day": dates.last_day(idea.read_by)}
        waits = StageShown(_("Waits for a reader"), state="now", now_text=f"{here_we_are} {by}")
        return [shared, waits, voting, answers]
    read = StageShown(_("Read and published"), state="done")
    if idea.given_answer:
        answers = StageShown(answers.title, text=_("The municipality has answered"), state="done")
    return [shared, read, voting, answers]


def chip(round_: Round, now: datetime, *, answered: bool = False) -> Chip:
    """The stage of a round in a word."""
    stage = round_.stage_at(now)
    if stage is Stage.ANSWERS and answered:
        return Chip("yes", "check", _("Answered"))
    words: dict[Stage, tuple[str, str, str]] = {
        Stage.UPCOMING: ("dash", "clock", _("Begins %(day)s") % {"day": dates.day(round_.ideas_open)}),
        Stage.IDEAS: ("wait", "pencil", _("Collecting ideas")),
        Stage.GATHERING: ("wait", "wait", _("Ideas are being read")),
        Stage.VOTING: ("now", "clock", _("Voting now")),
        Stage.ANSWERS: ("wait", "chat", _("Answers are on their way")),
    }
    return Chip(*words[stage])


def time_left(end: datetime, now: datetime) -> str:
    """How long is left, in words that stay true until the next midnight or the end."""
    days = (end.astimezone(zone()).date() - now.astimezone(zone()).date()).days
    if days <= 0:
        return _("Today is the last day, until %(time)s") % {"time": clock(end)}
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def _shown(step: Stage, round_: Round, here: Stage, now: datetime) -> StageShown:
    when, text, end = _words(step, round_)
    if here is step:
        left = time_left(end, now) if end else ""
        here_we_are = _("We are here.")
        return StageShown(_title(step), when, text, "now", f"{here_we_are} {left}".strip())
    state = "done" if ORDER.index(here) > ORDER.index(step) else "next"
    return StageShown(_title(step), when, text, state)


def _title(step: Stage) -> str:
    return {Stage.IDEAS: _("Ideas"), Stage.VOTING: _("Voting"), Stage.ANSWERS: _("Answers")}[step]


def _words(step: Stage, round_: Round) -> tuple[str, str, datetime | None]:
    """When, what, and the end of a step if it has one."""
    if step is Stage.IDEAS:
        return dates.span(round_.ideas_open, round_.ideas_close), _("Anyone can share an idea."), round_.ideas_close
    if step is Stage.VOTING:
        votes = ngettext("Everyone has %(votes)d vote.", "Everyone has %(votes)d votes.", round_.votes_each)
        return (
            dates.span(round_.voting_open, round_.voting_close),
            votes % {"votes": round_.votes_each},
            round_.voting_close,
        )
    by = _("by %(day)s") % {"day": dates.calendar_day(round_.answers_due)}
    return by, _("The municipality answers every idea."), None
