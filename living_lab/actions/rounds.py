"""Making a round, moving its dates, publishing its pages."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Locale

from cms.models import User
from living_lab import locks
from living_lab.models import Round, RoundIndexPage, RoundPage
from living_lab.rules import may_reschedule

BEGUN_STAYS_BEGUN = _(
    "Once a phase has begun, its start cannot change and its end can only move later. "
    "A finished phase cannot be reopened."
)
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
    with transaction.atomic():
        revision = page.get_latest_revision() or page.save_revision(user=by)
        PublishPageRevisionAction(revision, user=by).execute()
