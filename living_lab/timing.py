"""The gate before every use case: is it the time for it, not too early nor too late, and if not, what to say."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from living_lab.models import Round
from living_lab.rules import Action, may

WHY_NOT_NOW: dict[Action, str | Promise] = {
    Action.TELL_IDEA: _("Ideas are not being gathered in this round now."),
    Action.ENTER_IDEA: _("Ideas can be added only before voting opens."),
    Action.RESEND_IDEA: _("Ideas of this round can no longer be changed."),
    Action.PUBLISH_IDEA: _("Voting has opened: the list of ideas is now locked."),
    Action.RETURN_IDEA: _("The list of ideas is now locked; nothing can be done here."),
    Action.CAST_BALLOT: _("Voting is not open now."),
    Action.LET_BALLOTS_IN: _("Ballots that were held back can be let in only while voting is open."),
    Action.ANSWER_IDEA: _("Ideas are answered after the vote."),
    Action.SEE_RESULT: _("The result is known after the vote."),
    Action.HIDE_TEXT: _("This cannot be taken down now."),
}


class NotNow(ValidationError):
    """The round's stage does not allow the action now."""


def check_stage(action: Action, round_: Round, now: datetime) -> None:
    """Raises :class:`NotNow` unless the round's stage allows ``action``."""
    if not may(action, round_.stage_at(now)):
        raise NotNow(str(WHY_NOT_NOW[action]))
