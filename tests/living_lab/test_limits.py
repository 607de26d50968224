"""From one network so many at a time; those over are held, whoever they are, and nothing leads back to an address."""

from collections import Counter
from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from cms.networks import SALT_LIVES
from living_lab import limits
from living_lab.limits import Arrival, arrive, judge, network_of
from living_lab.rules import Action
from tests.factories import RoundFactory
from tests.living_lab.factories import some_network


# --- The rule ---------------------------------------------------------------------------------------
@given(st.integers(1, 500), st.integers(1, 100))
def test_of_so_many_exactly_those_over_the_limit_are_held(number: int, most: int) -> None:
    judged = [judge(place, most) for place in range(1, number + 1)]

    assert [arrival.is_held for arrival in judged] == [False] * min(number, most) + [True] * max(0, number - most)


@given(st.integers(1, 500), st.integers(1, 100))
def test_only_the_first_that_is_over_is_the_first(number: int, most: int) -> None:
    firsts = [place for place in range(1, number + 1) if judge(place, most) is Arrival.FIRST_OVER]

    assert firsts == [most + 1][: max(0, number - most)]


@given(st.integers(1, 10**9))
def test_no_limit_holds_nothing(number: int) -> None:
    assert judge(number, 0) is Arrival.WITHIN


# --- Counting ---------------------------------------------------------------------------------------
@given(st.lists(st.sampled_from(["koulu", "kirjasto", "koti"]), max_size=40))
def test_each_network_has_a_count_of_its_own_in_any_order(came: list[str]) -> None:
    names = {place: some_network() for place in came}

    held = Counter(place for place in came if arrive(names[place], Action.TELL_IDEA).is_held)

    assert held == Counter({place: number - 10 for place, number in Counter(came).items() if number > 10})


def test_with_no_limit_nothing_is_counted(settings: Any) -> None:
    settings.BALLOTS_FROM_A_NETWORK = 0

    assert not any(arrive("koulu", Action.CAST_BALLOT).is_held for _ in range(100))
    assert not cache.get("from-network:koulu")


def test_a_count_that_ends_just_then_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(_name: str) -> int:
        raise ValueError

    monkeypatch.setattr(cache, "incr", ended)

    assert arrive("koulu", Action.CAST_BALLOT) is Arrival.WITHIN


def test_counts_live_as_long_as_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    lives = []
    add = cache.add
    monkeypatch.setattr(cache, "add", lambda name, value, timeout: lives.append(timeout) or add(name, value, timeout))

    arrive("koulu", Action.CAST_BALLOT)

    assert lives == [SALT_LIVES]


# --- Names ------------------------------------------------------------------------------------------
def name(address: str, **other: Any) -> str:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    return network_of(request, other.get("round_") or RoundFactory.build(pk=1), other.get("action", Action.TELL_IDEA))


def test_a_name_is_of_one_network_round_and_action_and_holds_no_address() -> None:
    here = name("192.0.2.1")

    assert here == name("192.0.2.1")
    assert len({here, name("192.0.2.2"), name("192.0.2.1", action=Action.CAST_BALLOT)}) == 3
    assert here != name("192.0.2.1", round_=RoundFactory.build(pk=2))
    assert "192.0.2" not in here


def test_those_without_an_address_share_a_network_and_are_not_refused() -> None:
    assert name("") == name("")
    assert limits.NO_ADDRESS in name("")
