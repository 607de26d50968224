"""Limits count networks by names that lead back to nobody."""

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.test.utils import override_settings

from cms.networks import client_network, network_key


def test_the_name_of_a_network_is_the_same_until_its_salt_goes() -> None:
    before = network_key("192.0.2.1")
    assert network_key("192.0.2.1") == before
    cache.clear()
    assert network_key("192.0.2.1") != before


@pytest.mark.parametrize(("one", "other"), [("2001:db8::1", "2001:db8::2:ffff"), ("192.0.2.1", "::ffff:192.0.2.1")])
def test_addresses_of_one_household_have_one_name(one: str, other: str) -> None:
    assert network_key(one) == network_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("192.0.2.1", "192.0.2.2"), ("2001:db8::1", "2001:db8:0:1::1"), ("::ffff:192.0.2.1", "::ffff:192.0.2.2")],
)
def test_other_networks_have_other_names(one: str, other: str) -> None:
    assert network_key(one) != network_key(other)


def test_counts_of_different_purposes_cannot_be_matched() -> None:
    assert network_key("192.0.2.1", "vote") != network_key("192.0.2.1", "idea")


def test_the_address_is_neither_in_the_name_nor_in_the_cache() -> None:
    name = network_key("192.0.2.77")
    assert "192.0.2.77" not in name
    assert not any("192.0.2.77" in f"{key}{value!r}" for key, value in cache._cache.items())


def test_a_request_has_the_name_of_the_network_it_came_from(rf: RequestFactory) -> None:
    assert client_network(rf.get("/", REMOTE_ADDR="192.0.2.1"), "vote") == network_key("192.0.2.1", "vote")


@pytest.mark.parametrize(("trusted", "address"), [(0, "198.51.100.1"), (1, "192.0.2.2")])
def test_only_what_a_trusted_proxy_wrote_is_believed(rf: RequestFactory, trusted: int, address: str) -> None:
    request = rf.get("/", REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR="192.0.2.1, 192.0.2.2")
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=trusted):
        assert client_network(request) == network_key(address)


@pytest.mark.parametrize("address", ["", "nowhere"])
def test_a_request_without_an_address_is_refused(rf: RequestFactory, address: str) -> None:
    with pytest.raises(PermissionDenied):
        client_network(rf.get("/", REMOTE_ADDR=address))
