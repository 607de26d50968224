"""Use cases of the Living Lab: check, execute, log. Each is one short transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Locale

from cms.accounts.notices import tell_at_once
from cms.models import User
from cms.moderation import actions as moderation
from cms.moderation.actions import ALREADY_DECIDED
from cms.moderation.personal_data import has_identity_code
from cms.moderation.rules import State
from cms.tokens import hash_key
from living_lab import counting, locks
from living_lab.credentials import ballot_key
from living_lab.models import Answer, Ballot, Idea, IdeaSource, Result, Round, RoundIndexPage, RoundPage
from living_lab.rules import Action, may

TOO_LATE: dict[Action, str | Promise] = {
    Action.TELL_IDEA: _("Ideas are not being gathered in this round now."),
    Action.ENTER_IDEA: _("Ideas can be added only before voting opens."),
    Action.RESEND_IDEA: _("Ideas of this round can no longer be changed."),
    Action.PUBLISH_IDEA: _("Voting has opened: the list of ideas is now locked."),
    Action.RETURN_IDEA: _("The list of ideas is now locked; nothing can be done here."),
    Action.CAST_BALLOT: _("Voting is not open now."),
    Action.ANSWER_IDEA: _("Ideas are answered after the vote."),
    Action.SEE_RESULT: _("The result is known after the vote."),
}
NO_VOTES_LEFT = _("You have given all your votes. Take one back first, if you want to give it to another idea.")
NO_IDENTITY_CODE = _("There is a personal identity code in the text. Take it away, then send again.")
NO_INDEX_PAGE = _("Make a page of the type “page of rounds” first: rounds live under it.")


class TooLate(ValidationError):
    """The round's stage does not allow the action now."""


@dataclass(frozen=True)
class RoundTexts:
    """A new round's words in the source language."""

    lead: str
    for_whom: str
    decision: str


def check_stage(action: Action, round_: Round, now: datetime) -> None:
    """Raises :class:`TooLate` unless the round's stage allows ``action``."""
    if not may(action, round_.stage_at(now)):
        raise TooLate(str(TOO_LATE[action]))


def create_round(round_: Round, texts: RoundTexts, by: User) -> RoundPage:
    """Store a new round and the draft of its page in the source language.

    Raises:
        ValidationError: there is no page of rounds to put it under.
    """
    parent = RoundIndexPage.objects.filter(locale=Locale.get_default()).first()
    if parent is None:
        raise ValidationError(NO_INDEX_PAGE)
    with transaction.atomic():
        round_.save()
        page = RoundPage(
            title=round_.name,
            slug=round_.slug,
            lead=texts.lead,
            for_whom=texts.for_whom,
            decision=texts.decision,
            round=round_,
            live=False,
            owner=by,
        )
        parent.add_child(instance=page)
        page.save_revision(user=by, log_action=True)
        log(instance=round_, action="wagtail.create", user=by)
    return page


def receive_idea(idea: Idea, key: str, now: datetime | None = None) -> Idea:
    """A resident tells an idea: it waits for reading. Sending the same idea twice leaves one.

    Raises:
        TooLate: ideas are not being gathered.
        ValidationError: the text holds a personal identity code.
    """
    check_stage(Action.TELL_IDEA, idea.round, now or timezone.now())
    _refuse_identity_code(idea)
    idea.edit_key_hash = hash_key(key)
    try:
        with transaction.atomic():
            idea.save(force_insert=True)
            tell_at_once("ideas")
    except IntegrityError as error:
        sent_before = Idea.objects.filter(pk=idea.pk, edit_key_hash=idea.edit_key_hash).first()
        if sent_before is None:
            raise ValidationError(_("This form has been used already. Open a new one, please.")) from error
        return sent_before
    return idea


def resend_idea(idea: Idea, title: str, text: str, language: str) -> Idea:
    """The writer changes a returned idea and asks again.

    Raises:
        TooLate: voting has opened.
        ValidationError: it was not returned, or the text holds a personal identity code.
    """
    check_stage(Action.RESEND_IDEA, idea.round, timezone.now())

    def rewrite(held: Idea) -> None:
        held.title, held.text, held.language = title, text, language
        _refuse_identity_code(held)
        held.received_at = timezone.now()

    with transaction.atomic():
        resent = moderation.send_again(idea, rewrite)
        tell_at_once("ideas")
    return resent


def enter_idea(
    round_: Round,
    *,
    title: str,
    text: str,
    language: str,
    by: User,
    source: IdeaSource,
    origin_kind: str = "",
    origin_uuid: UUID | None = None,
) -> Idea:
    """Staff put an idea in for people. Public at once if they may read ideas, else it waits.

    Raises:
        TooLate: voting has opened.
        ValidationError: the text holds a personal identity code.
    """
    check_stage(Action.ENTER_IDEA, round_, timezone.now())
    with transaction.atomic():
        idea = Idea(
            round=round_,
            title=title,
            text=text,
            language=language,
            source=source,
            origin_kind=origin_kind,
            origin_uuid=origin_uuid,
        )
        _refuse_identity_code(idea)
        idea.save(force_insert=True)
        log(instance=idea, action="wagtail.create", user=by)
        if by.has_perm("living_lab.moderate_idea"):
            return moderation.publish(idea, by)
        tell_at_once("ideas")
    return idea


def publish_idea(idea: Idea, by: User) -> Idea:
    """Let everyone read an idea.

    Raises:
        TooLate: voting has opened.
        ValidationError: somebody else was faster.
    """
    check_stage(Action.PUBLISH_IDEA, idea.round, timezone.now())
    return moderation.publish(idea, by)


def return_idea(idea: Idea, by: User, reason: str, note: str) -> Idea:
    """Return an idea to its writer with a reason; on an open ballot its votes are then not counted.

    Raises:
        TooLate: the votes have been counted.
        ValidationError: somebody else was faster.
    """
    with locks.casting(idea.round):
        check_stage(Action.RETURN_IDEA, idea.round, timezone.now())
        return moderation.send_back(idea, by, reason, note)


def answer_idea(answer: Answer, by: User) -> Answer:
    """Give or correct the municipality's public answer.

    Raises:
        TooLate: the vote is not over.
        ValidationError: somebody else was faster.
    """
    check_stage(Action.ANSWER_IDEA, answer.idea.round, timezone.now())
    new = answer.pk is None
    answer.answered_on = answer.answered_on or today()
    try:
        with transaction.atomic():
            answer.save()
            log(instance=answer, action="wagtail.create" if new else "wagtail.edit", user=by)
    except IntegrityError as error:
        raise ValidationError(ALREADY_DECIDED) from error
    return answer


def give_vote(round_: Round, credential: str, idea: UUID) -> list[str]:
    """Add an idea to the credential's ballot; giving twice is giving once. Returns the ballot's choices.

    Raises:
        TooLate: voting is not open.
        ValidationError: no votes are left, or the idea is not on the ballot.
    """
    with _open_ballot(round_, credential) as ballot:
        standing = set(map(str, round_.ideas.filter(state=State.PUBLISHED).values_list("pk", flat=True)))
        if str(idea) not in standing:
            raise ValidationError(_("This idea is not on the ballot."))
        chosen = standing.intersection(ballot.choices) | {str(idea)}
        if len(chosen) > round_.votes_each:
            raise ValidationError(NO_VOTES_LEFT)
        ballot.choices = sorted(chosen)
        ballot.save(update_fields=["choices"])
    return ballot.choices


def take_vote(round_: Round, credential: str, idea: UUID) -> list[str]:
    """Take an idea off the credential's ballot. Returns the ballot's choices.

    Raises:
        TooLate: voting is not open.
    """
    with _open_ballot(round_, credential) as ballot:
        ballot.choices = sorted(set(ballot.choices) - {str(idea)})
        ballot.save(update_fields=["choices"])
    return ballot.choices


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


def today() -> date:
    """The date on the wall."""
    return timezone.localdate()


def _frozen(total: counting.Total, idea: Idea) -> dict[str, str | int]:
    return {
        "idea": total.idea,
        "title": idea.title,
        "language": idea.language,
        "votes": total.votes,
        "rank": total.rank,
    }


def _refuse_identity_code(idea: Idea) -> None:
    if has_identity_code(f"{idea.title}\n{idea.text}"):
        raise ValidationError(NO_IDENTITY_CODE)


@contextmanager
def _open_ballot(round_: Round, credential: str) -> Iterator[Ballot]:
    """The credential's ballot, locked, made if need be. The clock is read after the round's lock is held.

    So is the round: its vote may have been prolonged, or counted by a server whose clock is ahead.
    """
    with locks.casting(round_):
        round_.refresh_from_db()
        if not round_.secret:
            raise TooLate(str(TOO_LATE[Action.CAST_BALLOT]))
        check_stage(Action.CAST_BALLOT, round_, timezone.now())
        key = ballot_key(round_, credential)
        Ballot.objects.bulk_create([Ballot(round=round_, key=key, choices=[])], ignore_conflicts=True)
        yield Ballot.objects.select_for_update().get(round=round_, key=key)


def _let_go_of_old_pages() -> None:
    """SQLite keeps overwritten rows in its write-ahead log until it is emptied."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
