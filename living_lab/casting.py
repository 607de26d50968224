"""Casting votes: intents saved at once on the one ballot of a credential."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.moderation.rules import State
from living_lab import locks
from living_lab.credentials import ballot_key
from living_lab.models import Ballot, Round
from living_lab.rules import Action
from living_lab.timing import WHY_NOT_NOW, NotNow, check_stage

NO_VOTES_LEFT = _("You have given all your votes. Take one back first, if you want to give it to another idea.")


def give_vote(round_: Round, credential: str, idea: UUID) -> list[str]:
    """Add an idea to the credential's ballot; giving twice is giving once. Returns the ballot's choices.

    Raises:
        NotNow: voting is not open.
        ValidationError: no votes are left, or the idea is not on the ballot.
    """
    with _open_ballot(round_, credential) as ballot:
        standing = _standing(round_, [*ballot.choices, str(idea)])
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
        NotNow: voting is not open.
    """
    with _open_ballot(round_, credential) as ballot:
        ballot.choices = sorted(set(ballot.choices) - {str(idea)})
        ballot.save(update_fields=["choices"])
    return ballot.choices


@contextmanager
def _open_ballot(round_: Round, credential: str) -> Iterator[Ballot]:
    """The credential's ballot, locked, made if need be. The clock is read after the round's lock is held.

    So is the round: its vote may have been prolonged, or counted by a server whose clock is ahead.
    """
    with locks.casting(round_):
        round_.refresh_from_db()
        if not round_.secret:
            raise NotNow(str(WHY_NOT_NOW[Action.CAST_BALLOT]))
        check_stage(Action.CAST_BALLOT, round_, timezone.now())
        key = ballot_key(round_, credential)
        Ballot.objects.bulk_create([Ballot(round=round_, key=key, choices=[])], ignore_conflicts=True)
        yield Ballot.objects.select_for_update().get(round=round_, key=key)


def _standing(round_: Round, ideas: Iterable[str]) -> set[str]:
    """Those of ``ideas`` that are on the round's ballot now."""
    found = round_.ideas.filter(state=State.PUBLISHED, pk__in=list(ideas)).values_list("pk", flat=True)
    return set(map(str, found))
