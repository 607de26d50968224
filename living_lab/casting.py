"""Casting votes: intents saved at once on the one ballot of a credential; and letting in ballots that are held."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.accounts.notices import tell_at_once
from cms.models import User
from cms.moderation.rules import State
from living_lab import limits, locks
from living_lab.credentials import ballot_key
from living_lab.models import Ballot, Round
from living_lab.rules import Action
from living_lab.timing import WHY_NOT_NOW, NotNow, check_stage

LET_IN = "living_lab.ballots_let_in"
MORE_HAVE_COME = _("More ballots have come meanwhile. Look at the number again.")
NO_VOTES_LEFT = _("You have given all your votes. Take one back first, if you want to give it to another idea.")


def give_vote(round_: Round, credential: str, idea: UUID, network: str) -> list[str]:
    """Add an idea to the credential's ballot; giving twice is giving once. Returns the ballot's choices.

    ``network`` is :func:`living_lab.limits.network_of` the voter: a ballot made here is held if many have come from it.

    Raises:
        NotNow: voting is not open.
        ValidationError: no votes are left, or the idea is not on the ballot.
    """
    with _open_vote(round_):
        ballot, is_new = Ballot.objects.select_for_update().get_or_create(
            round=round_, key=ballot_key(round_, credential), defaults={"choices": []}
        )
        standing = _standing(round_, [*ballot.choices, str(idea)])
        if str(idea) not in standing:
            raise ValidationError(_("This idea is not on the ballot."))
        chosen = standing.intersection(ballot.choices) | {str(idea)}
        if len(chosen) > round_.votes_each:
            raise ValidationError(NO_VOTES_LEFT)
        ballot.choices = sorted(chosen)
        ballot.held = _is_held(network) if is_new else ballot.held
        ballot.save(update_fields=["choices", "held"])
    return ballot.choices


def take_vote(round_: Round, credential: str, idea: UUID) -> list[str]:
    """Take an idea off the credential's ballot, if it has one. Returns the ballot's choices.

    A ballot without choices stays, uncounted: made anew it would count against its network again.

    Raises:
        NotNow: voting is not open.
    """
    with _open_vote(round_):
        ballot = Ballot.objects.select_for_update().filter(round=round_, key=ballot_key(round_, credential)).first()
        if ballot is None:
            return []
        ballot.choices = sorted(set(ballot.choices) - {str(idea)})
        ballot.save(update_fields=["choices"])
    return ballot.choices


def let_ballots_in(round_: Round, seen: int, by: User) -> int:
    """The coordinator's word that the ballots held now are counted; returns how many.

    ``seen`` is the number the coordinator was shown: a flood that came after it is not let in by the same press.

    Raises:
        NotNow: voting is not open.
        ValidationError: more have come than were seen.
    """
    with locks.closing(round_):
        round_.refresh_from_db()
        check_stage(Action.LET_BALLOTS_IN, round_, timezone.now())
        waiting = Ballot.objects.filter(round=round_).waiting()
        if waiting.count() > seen:
            raise ValidationError(MORE_HAVE_COME)
        let_in = waiting.update(let_in=True)
        if let_in:
            log(instance=round_, action=LET_IN, user=by, data={"ballots": let_in})
    return let_in


@contextmanager
def _open_vote(round_: Round) -> Iterator[None]:
    """Votes of a round may be written inside. The clock is read after the round's lock is held.

    So is the round: its vote may have been prolonged, or counted by a server whose clock is ahead.
    """
    with locks.casting(round_):
        round_.refresh_from_db()
        if not round_.secret:
            raise NotNow(str(WHY_NOT_NOW[Action.CAST_BALLOT]))
        check_stage(Action.CAST_BALLOT, round_, timezone.now())
        yield


def _is_held(network: str) -> bool:
    """Count a new ballot. Staff hear of the first that is over, not of each."""
    arrival = limits.arrive(network, Action.CAST_BALLOT)
    if arrival is limits.Arrival.FIRST_OVER:
        tell_at_once("held-ballots")
    return arrival.is_held


def _standing(round_: Round, ideas: Iterable[str]) -> set[str]:
    """Those of ``ideas`` that are on the round's ballot now."""
    found = round_.ideas.filter(state=State.PUBLISHED, pk__in=list(ideas)).values_list("pk", flat=True)
    return set(map(str, found))
