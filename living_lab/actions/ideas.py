"""An idea from telling to publishing, returning and taking down."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.accounts.notices import tell_at_once
from cms.models import User
from cms.moderation import actions as moderation
from cms.moderation.personal_data import refuse_identity_code
from cms.tokens import hash_key
from living_lab import desk, limits, locks
from living_lab.models import Idea, Result
from living_lab.rules import Action, may_resend
from living_lab.timing import check_stage

SAME_IS_HERE = _("The same idea is here already, so this one is not sent again.")


def receive_idea(idea: Idea, key: str, network: str, now: datetime | None = None) -> Idea:
    """A resident tells an idea: it waits for reading. Sending it again leaves one, with the latest words.

    ``network`` is :func:`living_lab.limits.network_of` the writer: if many ideas have come from it, this one waits
    where it stands in nobody's way.

    Raises:
        NotNow: ideas are not being gathered.
        ValidationError: the text holds a personal identity code.
    """
    check_stage(Action.TELL_IDEA, idea.round, now or timezone.now())
    _refuse_identity_code(idea)
    idea.edit_key_hash = hash_key(key)
    try:
        with transaction.atomic():
            idea.save(force_insert=True)
            _look_at_network(idea, network)
            _tell_readers(idea)
    except IntegrityError:
        return _sent_again(idea)
    return idea


def _look_at_network(idea: Idea, network: str) -> None:
    if limits.arrive(network, Action.TELL_IDEA).is_held:
        idea.held = True
        idea.save(update_fields=["held"])


def _tell_readers(idea: Idea) -> None:
    """Of those that are held staff read in the mail of the day alone: a flood must not drown the rest."""
    if not idea.held:
        tell_at_once(desk.IDEAS)


def _sent_again(idea: Idea) -> Idea:
    """The form was sent before: a second press, or Back and other words. What waits takes the latest words.

    Raises:
        ValidationError: the form belongs to somebody else's idea, or was sent in another round.
    """
    with transaction.atomic():
        mine = (
            Idea.objects.select_for_update()
            .filter(pk=idea.pk, edit_key_hash=idea.edit_key_hash, round=idea.round)
            .first()
        )
        if mine is None:
            raise ValidationError(_("This form has been used already. Open a new one, please."))
        if mine.is_waiting:
            mine.title, mine.text, mine.language = idea.title, idea.text, idea.language
            mine.save(update_fields=["title", "text", "language"])
    return mine


def resend_idea(idea: Idea, title: str, text: str, language: str) -> Idea:
    """The writer changes a returned idea and asks again.

    Raises:
        NotNow: voting has opened.
        ValidationError: it was not returned, or because the same is here already; or the text holds a personal
            identity code.
    """
    now = timezone.now()
    check_stage(Action.RESEND_IDEA, idea.round, now)

    def rewrite(held: Idea) -> None:
        if not may_resend(held.state, held.return_reason, idea.round.stage_at(now)):
            raise ValidationError(SAME_IS_HERE)
        held.title, held.text, held.language = title, text, language
        _refuse_identity_code(held)
        held.received_at = now

    with transaction.atomic():
        resent = moderation.send_again(idea, rewrite)
        _tell_readers(resent)
    return resent


def enter_idea(idea: Idea, by: User) -> Idea:
    """Staff put an idea in for people. Public at once if they may read ideas, else it waits.

    Raises:
        NotNow: voting has opened.
        ValidationError: the text holds a personal identity code.
    """
    check_stage(Action.ENTER_IDEA, idea.round, timezone.now())
    _refuse_identity_code(idea)
    with transaction.atomic():
        idea.save(force_insert=True)
        log(instance=idea, action="wagtail.create", user=by, title=str(idea.pk))
        if by.has_perm("living_lab.moderate_idea"):
            return moderation.publish(idea, by)
        tell_at_once(desk.IDEAS)
    return idea


def publish_idea(idea: Idea, by: User, seen: str | None = None) -> Idea:
    """Let everyone read an idea.

    ``seen`` is :func:`cms.moderation.seen.as_seen` of what ``by`` has read, here and below; without it nothing is
    compared.

    Raises:
        NotNow: voting has opened.
        ValidationError: somebody else was faster.
    """
    check_stage(Action.PUBLISH_IDEA, idea.round, timezone.now())
    return moderation.publish(idea, by, seen)


def return_idea(idea: Idea, by: User, reason: str, note: str, seen: str | None = None) -> Idea:
    """Return an idea to its writer with a reason; on an open ballot its votes are then not counted.

    Raises:
        NotNow: the votes have been counted.
        ValidationError: somebody else was faster.
    """
    with locks.casting(idea.round):
        check_stage(Action.RETURN_IDEA, idea.round, timezone.now())
        return moderation.send_back(idea, by, reason, note, seen)


def return_ideas(ideas: Iterable[Idea], by: User, reason: str, note: str) -> int:
    """Return many to their writers with one reason; how many were. What somebody else has dealt with stays as it is."""
    returned = 0
    for idea in ideas:
        with suppress(ValidationError):
            return_idea(idea, by, reason, note)
            returned += 1
    return returned


def hide_idea(idea: Idea, by: User, note: str, seen: str | None = None) -> Idea:
    """Take a public idea down in any stage; on an open ballot its votes are then not counted.

    A frozen result keeps its votes and loses its words: see :func:`living_lab.closing.totals_shown`.

    Raises:
        ValidationError: it is not public.
    """
    with locks.casting(idea.round):
        check_stage(Action.HIDE_TEXT, idea.round, timezone.now())
        taken = moderation.withdraw(idea, by, note, seen)
        _take_out_of_result(taken)
    return taken


def _take_out_of_result(idea: Idea) -> None:
    """The words of an idea go from the frozen totals; the file that the SHA-256 is of never held them."""
    result = Result.objects.select_for_update().filter(round=idea.round_id).first()
    if result is None:
        return
    for row in result.totals:
        if row["idea"] == str(idea.pk):
            row["title"] = row["language"] = ""
    result.save(update_fields=["totals"])


def _refuse_identity_code(idea: Idea) -> None:
    refuse_identity_code(f"{idea.title}\n{idea.text}")
