"""The job that counts votes that are over."""

from datetime import datetime

from django.utils.translation import gettext as _

from living_lab.actions import close_vote
from living_lab.models import Round


def close_due_votes(now: datetime) -> str:
    """Count every round whose vote is over and that has no result yet; says how many."""
    due = Round.objects.filter(voting_close__lte=now, result__isnull=True).order_by("voting_close")
    counted = [round_.name for round_ in due if close_vote(round_, now)]
    return _("Votes counted: %(rounds)s") % {"rounds": ", ".join(counted)} if counted else ""
