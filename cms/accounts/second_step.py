"""Whether a session was opened with the second step, and what a new second step does to the others.

A password alone may have opened a session before the account had a second step. Once it has one, such a session
is worth no more than the password: the gate ends it.
"""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from cms.accounts.sessions import forget_sessions
from cms.models import User

COUNTS_AS_SECOND_STEP = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
METHOD = "mfa"  # allauth's word for an app, a passkey (alone too) and a recovery code


def register() -> None:
    authenticator_added.connect(_added, dispatch_uid="cms-second-step-added")


def has_one(user: User) -> bool:
    """Whether the account has an app or a passkey; one query."""
    return bool(is_mfa_enabled(user, COUNTS_AS_SECOND_STEP))


def was_taken(request: HttpRequest, user: User) -> bool:
    """Whether this session was opened with more than the password; no query of its own."""
    return any(record.get("method") == METHOD for record in get_authentication_records(request, user))


def _added(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Who sets it up has it in hand; the account's other sessions, whoever opened them, have not."""
    if authenticator.type not in COUNTS_AS_SECOND_STEP:
        return
    if not was_taken(request, user):
        record_authentication(request, user, METHOD, id=authenticator.pk, type=authenticator.type)
    forget_sessions(user, but=request.session.session_key)
