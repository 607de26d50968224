"""Closing a vote: count, freeze, let go of every ballot; by the clock or by whoever asks first."""

import logging
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.moderation.rules import State
from living_lab import counting, locks
from living_lab.models import Idea, Result, Round
from living_lab.rules import Action, may

logger = logging.getLogger(__name__)


class UncountedError(RuntimeError):
    """Some votes that are over could not be counted; the others were."""


def close_due_votes(now: datetime) -> str:
    """The job: count every round whose vote is over and that has no result yet; says which.

    Raises:
        UncountedError: a round could not be counted. The rest have been.
    """
    counted, failed = [], []
    for round_ in Round.objects.filter(voting_close__lte=now, result__isnull=True).order_by("voting_close"):
        try:
            if close_vote(round_, now):
                counted.append(round_.name)
        except Exception:  # one round must not keep the others from their result
            logger.exception("round %s could not be counted", round_.pk)
            failed.append(round_.name)
    if failed:
        raise UncountedError(", ".join(failed))
    return _("Votes counted: %(rounds)s") % {"rounds": ", ".join(counted)} if counted else ""


def result_of(round_: Round) -> Result | None:
    """The frozen result; a vote that is due and uncounted is counted by whoever asks first."""
    if not may(Action.SEE_RESULT, round_.stage_at(timezone.now())):
        return None
    return Result.objects.filter(round=round_).first() or close_vote(round_)


def totals_shown(result: Result) -> list[dict[str, Any]]:
    """The frozen totals as people see them. One query.

    An idea taken down after the count keeps its votes and its place, for they were given; its words are gone.
    """
    gone = {
        str(pk) for pk in Idea.objects.filter(round=result.round_id, state=State.WITHDRAWN).values_list("pk", flat=True)
    }
    return [
        row | {"title": _("(removed)"), "language": "", "removed": True}
        if row["idea"] in gone or not row["title"]
        else row
        for row in result.totals
    ]


def close_vote(round_: Round, now: datetime | None = None) -> Result | None:
    """Count a vote that is over, freeze the result and let go of every ballot and of the secret.

    Whole or not at all; doing it twice gives the first result. None while the vote is not over.
    """
    with locks.closing(round_):
        round_.refresh_from_db()
        existing = Result.objects.filter(round=round_).first()
        if existing or not may(Action.SEE_RESULT, round_.stage_at(now or timezone.now())):
            return existing
        ideas = {str(idea.pk): idea for idea in round_.ideas.filter(state=State.PUBLISHED)}
        ballots = [row for row in round_.ballots.values_list("choices", flat=True) if row]
        totals = counting.count(ballots, list(ideas))
        file = counting.result_file(ballots, list(ideas))
        result = Result.objects.create(
            round=round_,
            ballots=len(ballots),
            votes=sum(total.votes for total in totals),
            totals=[_frozen(total, ideas[total.idea]) for total in totals],
            file=file,
            sha256=counting.digest(file),
            counted_at=timezone.now(),
        )
        round_.ballots.all().delete()
        Round.objects.filter(pk=round_.pk).update(secret="")
        round_.secret = ""
        transaction.on_commit(_let_go_of_old_pages)
    return result


def _frozen(total: counting.Total, idea: Idea) -> dict[str, str | int]:
    return {
        "idea": total.idea,
        "title": idea.title,
        "language": idea.language,
        "votes": total.votes,
        "rank": total.rank,
    }


def _let_go_of_old_pages() -> None:
    """SQLite keeps overwritten rows in its write-ahead log until it is emptied."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
