"""Closing a vote: count, freeze, let go of every ballot; by the clock or by whoever asks first."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.moderation.rules import State
from living_lab import counting, locks
from living_lab.models import Ballot, Idea, Result, Round
from living_lab.rules import Action, may

READERS_TRY = timedelta(minutes=1)  # one reader in this time counts; the job tries each minute anyway
AT_ONCE = 1_000  # ballots fetched together
WAIT_FOR_READERS = 1_000  # milliseconds; meanwhile nobody can write
logger = logging.getLogger(__name__)


class UncountedError(RuntimeError):
    """Some votes that are over could not be counted; the others were."""


def close_due_votes(now: datetime) -> str:
    """The job: count every round whose vote is over and that has no result yet, and wipe what counted ones left.

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
    is_wiped = wipe()
    if failed:
        raise UncountedError(", ".join(failed))
    said = [_("Votes counted: %(rounds)s") % {"rounds": ", ".join(counted)}] if counted else []
    if not is_wiped:
        said.append(_("The database still holds old ballots in its log; trying again in a minute."))
    return " ".join(said)


def result_of(round_: Round) -> Result | None:
    """The frozen result without its file; a vote that is due and uncounted is counted by whoever asks first.

    None too while somebody is counting or the count fails: a page that shows a round stands without its result.
    """
    if not may(Action.SEE_RESULT, round_.stage_at(timezone.now())):
        return None
    found = Result.objects.defer("file").filter(round=round_).first()
    if found or not cache.add(f"counting:{round_.pk}", 1, READERS_TRY.total_seconds()):
        return found
    try:
        return close_vote(round_)
    except Exception:  # the job tries again, and its failure is shown to staff
        logger.exception("round %s could not be counted by a reader", round_.pk)
        return None


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
        existing = Result.objects.defer("file").filter(round=round_).first()
        if existing or not may(Action.SEE_RESULT, round_.stage_at(now or timezone.now())):
            return existing
        result = _counted(round_)
        round_.ballots.all().delete()
        Round.objects.filter(pk=round_.pk).update(secret="")
        round_.secret = ""
        transaction.on_commit(wipe, robust=True)
    return result


def _counted(round_: Round) -> Result:
    """The result, stored. One ballot is in memory as its line of the file, and no more of it."""
    ballots = Ballot.objects.filter(round=round_)
    standing = round_.ideas.filter(state=State.PUBLISHED).values_list("pk", "title", "language")
    ideas = {str(pk): {"title": title, "language": language} for pk, title, language in standing}
    choices = ballots.counted().values_list("choices", flat=True)
    lines = counting.lines_of(choices.iterator(chunk_size=AT_ONCE), ideas)
    totals = counting.count(lines, list(ideas))
    file = counting.result_file(lines)
    let_in = ballots.counted().filter(held=True).count()
    return Result.objects.create(
        round=round_,
        ballots=len(lines),
        votes=sum(total.votes for total in totals),
        held=let_in + ballots.waiting().count(),
        let_in=let_in,
        totals=[{"idea": total.idea, **ideas[total.idea], "votes": total.votes} for total in totals],
        file=file,
        sha256=counting.digest(file),
    )


def wipe() -> bool:
    """Take what is left of counted ballots out of the database's files; False when it must be tried again.

    SQLite keeps overwritten rows in its write-ahead log until that is emptied, which a long reader holds up.
    PostgreSQL does it by itself, at its next vacuum.
    """
    unwiped = Result.objects.filter(is_wiped=False)
    if not unwiped.exists():
        return True
    if connection.vendor == "sqlite" and not _emptied_log():
        logger.warning("old ballots are still in the write-ahead log: somebody is reading the database")
        return False
    unwiped.update(is_wiped=True)
    return True


def _emptied_log() -> bool:
    """Whether SQLite's write-ahead log could be emptied. It waits for readers, and writers wait for it: not long."""
    if connection.in_atomic_block:  # of its own transaction it would have to say the same
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {WAIT_FOR_READERS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, _pages, _moved = cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
    return not is_busy
