"""What staff and writers do to a moderated text: check, execute, log."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.models.users import User

from .models import ModeratedText
from .rules import State, may_go

Text = TypeVar("Text", bound=ModeratedText)

ALREADY_DECIDED = _("Somebody else has already dealt with this. Nothing was changed.")


def publish(text: Text, by: User) -> Text:
    """Let everyone read it.

    Raises:
        ValidationError: the state does not allow it (somebody else was faster).
    """

    def forget_return(held: ModeratedText) -> None:
        held.return_reason = held.return_note = ""

    return _move(text, State.PUBLISHED, forget_return, by)


def send_back(text: Text, by: User, reason: str, note: str) -> Text:
    """Return it to its writer with a published reason and the reader's own words."""

    def explain(held: ModeratedText) -> None:
        held.return_reason, held.return_note = reason, note

    return _move(text, State.RETURNED, explain, by)


def withdraw(text: Text, by: User, note: str) -> Text:
    """Take it down for good: nobody reads it here any more, and its writer is told why."""

    def explain(held: ModeratedText) -> None:
        held.return_note = note

    return _move(text, State.WITHDRAWN, explain, by)


def send_again(text: Text, rewrite: Callable[[Text], None]) -> Text:
    """The writer changed a returned text: it waits for reading once more."""
    return _move(text, State.WAITING, rewrite, None)


def _move(text: Text, target: State, change: Callable[[Text], None], by: User | None) -> Text:
    """Lock the row, look at its present state, change it and write the log."""
    with transaction.atomic():
        held = type(text)._default_manager.select_for_update().get(pk=text.pk)
        if not may_go(held.state, target):
            raise ValidationError(ALREADY_DECIDED)
        change(held)
        held.state = target
        held.decided_at = timezone.now() if by else None
        held.save()
        if by:
            log(instance=held, action=f"cms.moderation.{target.value}", user=by)
    return held
