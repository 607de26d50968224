"""Keys that residents hold."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.tokens import hash_key, looks_like_key, new_key


def test_a_key_has_27_characters_fit_for_an_address_and_none_comes_twice() -> None:
    keys = {new_key() for _ in range(1000)}

    assert len(keys) == 1000
    assert all(looks_like_key(key) for key in keys)
    assert set("".join(keys)) <= set(string.ascii_letters + string.digits + "-_")


@pytest.mark.parametrize(
    "text", ["", "a" * 26, "a" * 28, "a" * 26 + "ä", "a" * 26 + "/", "a" * 27 + "\n", " " + "a" * 26]
)
def test_what_is_no_key_is_told_apart(text: str) -> None:
    assert not looks_like_key(text)


def test_only_the_hash_is_fit_for_the_database() -> None:
    key = new_key()

    assert hash_key(key) == hash_key(key)
    assert len(hash_key(key)) == 64
    assert key not in hash_key(key)


@given(st.text(), st.text())
def test_different_keys_have_different_hashes(one: str, other: str) -> None:
    assert (hash_key(one) == hash_key(other)) is (one == other)
