"""How much may come from one network before a person looks: over it things are held for the coordinator, never refused.

Counted in the cache for each round, action and network, under names that change every ten minutes and lead back to
no address (:mod:`cms.networks`). Schools and libraries share an address, so being over says nothing of anybody.

The limits: a home comes to a handful of ballots in ten minutes, a queue at Opastamo to about one in a minute; a
script or a whole class comes to more. An idea takes minutes to write, so ten of them are already a group at work.
"""

from enum import Enum

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from cms.networks import SALT_LIVES, client_network
from living_lab.models import Round
from living_lab.rules import Action

SETTINGS = {Action.CAST_BALLOT: "BALLOTS_FROM_A_NETWORK", Action.TELL_IDEA: "IDEAS_FROM_A_NETWORK"}
NO_ADDRESS = "none"  # those whose address does not reach us share one network: held sooner, refused never


class Arrival(Enum):
    """What comes from a network, by how much has come before it."""

    WITHIN = "within"
    FIRST_OVER = "first over"
    OVER = "over"

    @property
    def is_held(self) -> bool:
        return self is not Arrival.WITHIN


def judge(number: int, most: int) -> Arrival:
    """The ``number``-th thing from a network in ten minutes, where ``most`` may come; 0 is no limit."""
    if not most or number <= most:
        return Arrival.WITHIN
    return Arrival.FIRST_OVER if number == most + 1 else Arrival.OVER


def network_of(request: HttpRequest, round_: Round, action: Action) -> str:
    """A name for the sender's network that means nothing outside this round and action."""
    purpose = f"{action.value}-{round_.pk}"
    try:
        return client_network(request, purpose)
    except PermissionDenied:
        return f"{NO_ADDRESS}-{purpose}"


def arrive(network: str, action: Action) -> Arrival:
    """Count one more from a network, named by :func:`network_of`, and tell what to do with it."""
    most: int = getattr(settings, SETTINGS[action])
    return judge(_counted(f"from-network:{network}"), most) if most else Arrival.WITHIN


def _counted(name: str) -> int:
    cache.add(name, 0, SALT_LIVES)
    try:
        return cache.incr(name)
    except ValueError:  # it ended in between
        cache.add(name, 1, SALT_LIVES)
        return 1
