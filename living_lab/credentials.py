"""What opens a ballot: a random key that a device holds in a cookie, signed so that it can only be had from us.

Only the key's keyed hash reaches the database.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.tokens import looks_like_key
from living_lab.models import Round

STAYS_AFTER_THE_VOTE = timedelta(
    days=60
)  # a vote may be prolonged; without its cookie a device would get a second ballot


def cookie_name(round_: Round) -> str:
    """On https a name that no other host, a neighbour of ours under one domain, can give a cookie."""
    return f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}aani-{round_.slug}"


def held_by(request: HttpRequest, round_: Round) -> str | None:
    """The device's credential for a round, or None; a value we did not make for this round counts as none."""
    try:
        credential = _signer(round_).unsign(request.COOKIES.get(cookie_name(round_), ""))
    except BadSignature:
        return None
    return credential if looks_like_key(credential) else None


def issue(response: HttpResponseBase, round_: Round, credential: str, now: datetime) -> None:
    """Give the device a credential that lasts longer than the vote."""
    response.set_cookie(
        cookie_name(round_),
        _signer(round_).sign(credential),
        max_age=int((round_.voting_close - now + STAYS_AFTER_THE_VOTE).total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response: HttpResponseBase, round_: Round) -> None:
    """Take the credential off the device."""
    response.delete_cookie(cookie_name(round_), samesite="Lax")


def ballot_key(round_: Round, credential: str) -> str:
    """HMAC-SHA-256 of the credential under the round's secret."""
    return hmac.new(round_.secret.encode(), credential.encode(), hashlib.sha256).hexdigest()


def shuffled(ideas: list[UUID], credential: str) -> list[UUID]:
    """Ideas in an order of the voter's own, the same each time: nobody's idea is first for everyone."""
    return sorted(ideas, key=lambda idea: hashlib.sha256(f"{credential}{idea}".encode()).digest())


def _signer(round_: Round) -> Signer:
    return Signer(salt=f"living_lab.ballot.{round_.slug}")
