"""An idea from telling to publishing, returning and taking down."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.accounts.notices import tell_at_once
from cms.models import User
from cms.moderation import actions as moderation
from cms.moderation.actions import ALREADY_DECIDED
from cms.moderation.personal_data import has_identity_code
from cms.tokens import hash_key
from living_lab import locks
from living_lab.models import Idea
from living_lab.rules import Action
from living_lab.timing import check_stage

NO_IDENTITY_CODE = _("There is a personal identity code in the text. Take it away, then send again.")


def receive_idea(idea: Idea, key: str, now: datetime | None = None) -> Idea:
    """A resident tells an idea: it waits for reading. Sending it again leaves one, with the latest words.

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
    except IntegrityError:
        return _sent_again(idea)
    return idea


def _sent_again(idea: Idea) -> Idea:
    """The form was sent before: a second press, or Back and other words. What waits takes the latest words.

    Raises:
        ValidationError: the form belongs to somebody else's idea.
    """
    with transaction.atomic():
        mine = Idea.objects.select_for_update().filter(pk=idea.pk, edit_key_hash=idea.edit_key_hash).first()
        if mine is None:
            raise ValidationError(_("This form has been used already. Open a new one, please."))
        if mine.is_waiting:
            mine.title, mine.text, mine.language = idea.title, idea.text, idea.language
            mine.save(update_fields=["title", "text", "language"])
    return mine


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


def enter_idea(idea: Idea, by: User) -> Idea:
    """Staff put an idea in for people. Public at once if they may read ideas, else it waits.

    Raises:
        TooLate: voting has opened.
        ValidationError: the text holds a personal identity code.
    """
    check_stage(Action.ENTER_IDEA, idea.round, timezone.now())
    _refuse_identity_code(idea)
    with transaction.atomic():
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


def hide_idea(idea: Idea, by: User, note: str) -> Idea:
    """Take a public idea down in any stage; on an open ballot its votes are then not counted.

    A frozen result keeps its votes: see :func:`living_lab.closing.totals_shown`.

    Raises:
        ValidationError: it is not public.
    """
    with locks.casting(idea.round):
        check_stage(Action.HIDE_TEXT, idea.round, timezone.now())
        if not Idea.objects.select_for_update().get(pk=idea.pk).is_published:
            raise ValidationError(ALREADY_DECIDED)
        return moderation.withdraw(idea, by, note)


def _refuse_identity_code(idea: Idea) -> None:
    if has_identity_code(f"{idea.title}\n{idea.text}"):
        raise ValidationError(NO_IDENTITY_CODE)
