"""Use cases of the Living Lab: check, execute, log. Each is one short transaction."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Locale

from cms.accounts.notices import tell_at_once
from cms.models import User
from cms.moderation import actions as moderation
from cms.moderation.actions import ALREADY_DECIDED
from cms.moderation.personal_data import has_identity_code
from cms.tokens import hash_key
from living_lab import locks
from living_lab.models import Answer, Idea, Round, RoundIndexPage, RoundPage
from living_lab.rules import Action, may_reschedule
from living_lab.timing import check_stage

NO_IDENTITY_CODE = _("There is a personal identity code in the text. Take it away, then send again.")
BEGUN_STAYS_BEGUN = _(
    "Once a phase has begun, its start cannot change and its end can only move later. "
    "A finished phase cannot be reopened."
)
ANSWER_PARTS = ("status", "text", "next_step", "unit", "language")
NO_INDEX_PAGE = _("Make a page of the type “page of rounds” first: rounds live under it.")


@dataclass(frozen=True)
class RoundTexts:
    """A new round's words in the source language."""

    lead: str
    for_whom: str
    decision: str


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


def reschedule_round(round_: Round, by: User) -> Round:
    """Store the dates and rules of a round. Nobody casts or counts meanwhile, so what is checked here still holds.

    Raises:
        ValidationError: a phase has begun or ended, and the new dates would move it.
    """
    with locks.closing(round_):
        stands = Round.objects.get(pk=round_.pk)
        if not may_reschedule(stands.schedule, round_.schedule, timezone.now()):
            raise ValidationError(BEGUN_STAYS_BEGUN)
        round_.secret = stands.secret  # it is gone if the vote was counted while the form lay open
        round_.save()
        log(instance=round_, action="wagtail.edit", user=by, content_changed=True)
    return round_


def publish_round_page(page: RoundPage, by: User) -> None:
    """Let everyone read a round in one language, in its latest words.

    Raises:
        PermissionDenied: the user may not publish the page.
    """
    if not page.permissions_for_user(by).can_publish():
        raise PermissionDenied
    with transaction.atomic():
        (page.get_latest_revision() or page.save_revision(user=by)).publish(user=by)


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


def answer_as_seen(answer: Answer | None) -> str:
    """A short name of an answer's words: it differs once anybody changes them. Empty while there is no answer."""
    if answer is None:
        return ""
    words = json.dumps([getattr(answer, part) for part in ANSWER_PARTS])
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def answer_idea(answer: Answer, by: User, seen: str | None = None) -> Answer:
    """Give or correct the municipality's public answer.

    ``seen`` is :func:`answer_as_seen` of what stood when the writer began; without it nothing is compared.

    Raises:
        TooLate: the vote is not over.
        ValidationError: somebody else was faster.
    """
    check_stage(Action.ANSWER_IDEA, answer.idea.round, timezone.now())
    new = answer.pk is None
    if new:
        answer.answered_on = today()
    try:
        with transaction.atomic():
            stands = Answer.objects.select_for_update().filter(idea=answer.idea).first()
            if seen is not None and seen != answer_as_seen(stands):
                raise ValidationError(ALREADY_DECIDED)
            answer.save()
            log(instance=answer, action="wagtail.create" if new else "wagtail.edit", user=by)
    except IntegrityError as error:
        raise ValidationError(ALREADY_DECIDED) from error
    return answer


def today() -> date:
    """The date on the wall."""
    return timezone.localdate()


def _refuse_identity_code(idea: Idea) -> None:
    if has_identity_code(f"{idea.title}\n{idea.text}"):
        raise ValidationError(NO_IDENTITY_CODE)
