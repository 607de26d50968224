"""What staff and writers do to a moderated text: check, execute, log.

The log names a text by its number: it is kept when the text is long forgotten, so no word of it goes there.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms import versions
from cms.models.users import User

from .models import ModeratedText
from .rules import State, may_go
from .seen import as_seen

Text = TypeVar("Text", bound=ModeratedText)

ALREADY_DECIDED = _(
    "This is no longer as you saw it: somebody has dealt with it or changed its words. Nothing was changed."
)


def publish(text: Text, by: User, seen: str | None = None) -> Text:
    """Let everyone read it.

    ``seen`` is :func:`as_seen` of what ``by`` has read, here and below; without it nothing is compared.

    Raises:
        ValidationError: the state does not allow it, or the words are others (somebody else was faster).
    """

    def forget_return(held: ModeratedText) -> None:
        held.return_reason = held.return_note = ""

    return _move(text, State.PUBLISHED, forget_return, by, seen)


def send_back(text: Text, by: User, reason: str, note: str, seen: str | None = None) -> Text:
    """Return it to its writer with a published reason and the reader's own words."""

    def explain(held: ModeratedText) -> None:
        held.return_reason, held.return_note = reason, note

    return _move(text, State.RETURNED, explain, by, seen)


def withdraw(text: Text, by: User, note: str, seen: str | None = None) -> Text:
    """Take it down for good: nobody reads it here any more, and its writer is told why."""

    def explain(held: ModeratedText) -> None:
        held.return_note = note

    return _move(text, State.WITHDRAWN, explain, by, seen)


def send_again(text: Text, rewrite: Callable[[Text], None]) -> Text:
    """The writer changed a returned text: it waits for reading once more."""
    return _move(text, State.WAITING, rewrite, None)


def _move(text: Text, target: State, change: Callable[[Text], None], by: User | None, seen: str | None = None) -> Text:
    """Lock the row, look at its present state, change it and write the log."""
    with transaction.atomic():
        held = cast(Text, type(text)._default_manager.select_for_update().get(pk=text.pk))
        if not may_go(held.state, target) or (seen is not None and seen != as_seen(held)):
            raise ValidationError(ALREADY_DECIDED)
        was_published = held.is_published
        change(held)
        held.state = target
        held.decided_at = timezone.now() if by else None
        held.save()
        if was_published:  # saved as what nobody sees, which the room does not watch
            versions.bump(held._meta.app_label)
        if by:
            log(instance=held, action=f"cms.moderation.{target.value}", user=by, title=str(held.pk))
    return held
