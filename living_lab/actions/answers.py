"""The municipality answers an idea, or corrects its answer."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.models import User
from cms.moderation.actions import ALREADY_DECIDED
from cms.moderation.seen import as_seen
from living_lab.models import Answer
from living_lab.rules import Action
from living_lab.timing import check_stage


def answer_idea(answer: Answer, by: User, seen: str | None = None) -> Answer:
    """Give or correct the municipality's public answer.

    ``seen`` is :func:`as_seen` of what stood when the writer began; without it nothing is compared.

    Raises:
        NotNow: the vote is not over.
        ValidationError: somebody else was faster.
    """
    check_stage(Action.ANSWER_IDEA, answer.idea.round, timezone.now())
    new = answer.pk is None
    if new:
        answer.answered_on = today()
    try:
        with transaction.atomic():
            stands = Answer.objects.select_for_update().filter(idea=answer.idea).first()
            if seen is not None and seen != as_seen(stands):
                raise ValidationError(ALREADY_DECIDED)
            answer.save()
            action = "wagtail.create" if new else "wagtail.edit"
            log(instance=answer, action=action, user=by, title=str(answer.pk))
    except IntegrityError as error:
        raise ValidationError(ALREADY_DECIDED) from error
    return answer


def today() -> date:
    """The date on the wall."""
    return timezone.localdate()
