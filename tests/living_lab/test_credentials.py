"""A credential is a random key on the device; the database learns only its keyed hash."""

import datetime as dt
import hashlib
import hmac
import uuid

import pytest
from django.core.signing import Signer
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from cms.tokens import new_key
from living_lab import credentials
from living_lab.models import Round
from living_lab.rules import Stage
from tests.factories import RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_() -> Round:
    return RoundFactory(stage=Stage.VOTING)


def issued(round_: Round, credential: str) -> str:
    """The cookie as a device gets it."""
    response = HttpResponse()
    credentials.issue(response, round_, credential, round_.voting_open)
    return str(response.cookies[credentials.cookie_name(round_)].value)


def held(round_: Round, value: str) -> str | None:
    request = RequestFactory().get("/")
    request.COOKIES[credentials.cookie_name(round_)] = value
    return credentials.held_by(request, round_)


def test_the_key_of_a_ballot_is_an_hmac_under_the_rounds_secret(round_: Round) -> None:
    credential = new_key()

    key = credentials.ballot_key(round_, credential)

    assert key == hmac.new(round_.secret.encode(), credential.encode(), hashlib.sha256).hexdigest()
    assert credential not in key


def test_the_same_device_has_different_keys_in_different_rounds(round_: Round) -> None:
    credential = new_key()

    assert credentials.ballot_key(round_, credential) != credentials.ballot_key(RoundFactory(), credential)


def test_a_rounds_secret_is_256_bits_and_its_own() -> None:
    secrets = {RoundFactory().secret for _ in range(5)}

    assert len(secrets) == 5
    assert all(len(bytes.fromhex(secret)) == 32 for secret in secrets)


def test_a_credential_made_here_is_taken_back(round_: Round) -> None:
    credential = new_key()

    assert held(round_, issued(round_, credential)) == credential


def test_nobody_makes_a_credential_without_us(round_: Round) -> None:
    signed = issued(round_, new_key())

    assert held(round_, new_key()) is None
    assert held(round_, f"{new_key()}:{signed.split(':')[1]}") is None
    assert held(round_, f"{signed}x") is None
    assert held(round_, Signer().sign(new_key())) is None


@pytest.mark.parametrize(
    "value",
    ["", "x", ":", "a" * 26, "a" * 27, "a" * 28, "a" * 26 + "ä", "<script>", "0" * 10_000, "../" * 9, f"{'a' * 27}:"],
)
def test_a_value_we_did_not_make_counts_as_none(round_: Round, value: str) -> None:
    assert held(round_, value) is None


def test_a_cookie_of_another_round_counts_as_none(round_: Round) -> None:
    request = RequestFactory().get("/")
    other = RoundFactory()
    request.COOKIES[credentials.cookie_name(other)] = issued(other, new_key())

    assert credentials.held_by(request, round_) is None
    assert held(round_, issued(other, new_key())) is None


@pytest.mark.parametrize("secure", [True, False])
def test_scripts_and_other_sites_cannot_use_the_cookie(round_: Round, settings: object, secure: bool) -> None:
    settings.SESSION_COOKIE_SECURE = secure  # type: ignore[attr-defined]
    response = HttpResponse()

    credential = new_key()
    credentials.issue(response, round_, credential, round_.voting_open)

    cookie = response.cookies[credentials.cookie_name(round_)]
    assert cookie.value.split(":")[0] == credential
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert bool(cookie["secure"]) is secure
    assert cookie["path"] == "/"
    assert cookie["domain"] == ""
    assert cookie.key.startswith("__Host-") is secure


def test_the_cookie_lasts_as_long_as_the_vote_and_a_prolonged_vote_too(round_: Round) -> None:
    """Were it gone before the end, the same device would get a second ballot."""
    response = HttpResponse()

    credentials.issue(response, round_, new_key(), round_.voting_open)

    lasts = dt.timedelta(seconds=int(response.cookies[credentials.cookie_name(round_)]["max-age"]))
    assert lasts >= round_.voting_close - round_.voting_open + dt.timedelta(days=14)


@pytest.mark.parametrize("secure", [True, False])
def test_forgetting_empties_and_ends_the_cookie(round_: Round, settings: object, secure: bool) -> None:
    settings.SESSION_COOKIE_SECURE = secure  # type: ignore[attr-defined]
    response = HttpResponse()

    credentials.forget(response, round_)

    cookie = response.cookies[credentials.cookie_name(round_)]
    assert cookie.value == ""
    assert cookie["max-age"] == 0
    assert bool(cookie["secure"]) is secure  # a browser takes a __Host- cookie from us only so


@given(st.lists(st.uuids(), unique=True, max_size=20))
def test_an_order_of_ones_own_holds_every_idea_once(ideas: list[uuid.UUID]) -> None:
    one, same, other = (credentials.shuffled(ideas, name) for name in ("a", "a", "b"))

    assert one == same
    assert sorted(one) == sorted(other) == sorted(ideas)


def test_no_idea_is_first_for_everyone() -> None:
    ideas = [uuid.UUID(int=number) for number in range(5)]

    assert {credentials.shuffled(ideas, new_key())[0] for _ in range(200)} == set(ideas)
