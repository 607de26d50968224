"""What opens the second step is sealed in the database."""

import base64
import re

import pytest
from pytest_django import Settings

from cms.accounts.adapter import StaffMFAAdapter
from cms.accounts.sealing import open_seal, seal

SECRET = "JBSWY3DPEHPK3PXP"


def test_what_is_sealed_can_be_opened_and_tells_nothing() -> None:
    sealed = seal(SECRET)

    assert open_seal(sealed) == SECRET
    assert sealed.startswith("v1:")
    assert SECRET not in sealed
    assert base64.b64encode(SECRET.encode()).decode().rstrip("=") not in sealed
    assert seal(SECRET) != sealed


def test_what_was_kept_before_sealing_is_read_as_it_is() -> None:
    assert open_seal(SECRET) == SECRET


def test_the_second_step_is_kept_through_the_seal() -> None:
    adapter = StaffMFAAdapter()

    assert adapter.encrypt(SECRET).startswith("v1:")
    assert adapter.decrypt(adapter.encrypt(SECRET)) == SECRET


@pytest.mark.parametrize("broken", ["v1:", "v1:nonsense", "v1:ä", "v1:{sealed}x"])
def test_what_cannot_be_opened_is_a_secret_nobody_knows(broken: str, caplog: pytest.LogCaptureFixture) -> None:
    kept = broken.format(sealed=seal(SECRET))
    first, second = open_seal(kept), open_seal(kept)

    assert first != second
    assert re.fullmatch(r"[A-Z2-7]{32}", first)
    assert "SECRET_KEY" in caplog.text


def test_another_secret_key_opens_nothing(settings: Settings) -> None:
    sealed = seal(SECRET)
    settings.SECRET_KEY = "another" * 10

    assert open_seal(sealed) != SECRET
