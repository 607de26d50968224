"""Names for the networks people come from: what limits count by, without keeping an address.

A name cannot be led back to its network, is another for each purpose, and lives ten minutes: its salt is in the cache
alone, never on a disk.
"""

import hashlib
import hmac
import ipaddress
import secrets

from allauth.account.adapter import DefaultAccountAdapter
from django.core.cache import cache
from django.http import HttpRequest

SALT_LIVES = 10 * 60  # seconds
ONE_HOUSEHOLD = 64  # bits; every subscriber has at least 2^64 addresses of IPv6 to send from
SIGN_IN = "sign-in"


def network_key(address: str, purpose: str = SIGN_IN) -> str:
    """A name for the network an IP address is of; counts of one ``purpose`` cannot be matched with another's."""
    salt = cache.get_or_set("network-salt", lambda: secrets.token_hex(16), SALT_LIVES)
    return hmac.new(str(salt).encode(), f"{purpose}:{_network(address)}".encode(), hashlib.sha256).hexdigest()


def client_network(request: HttpRequest, purpose: str = SIGN_IN) -> str:
    """The :func:`network_key` of who sent the request, past as many proxies as are trusted.

    Raises:
        PermissionDenied: the request came with no address that could be one.
    """
    return network_key(DefaultAccountAdapter(request).get_client_ip(request), purpose)


def _network(address: str) -> str:
    """The address itself for IPv4, the household's part of it for IPv6."""
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:  # how a server that listens on both writes IPv4; cut, all of these would be one network
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed.packed, ONE_HOUSEHOLD), strict=False))
