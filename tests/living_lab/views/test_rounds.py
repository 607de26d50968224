"""A round under any language, and the file of its result."""

from typing import Any

import pytest
from django.test import Client

from living_lab.rules import Stage
from tests.living_lab.factories import (
    Lab,
    address,
)

pytestmark = pytest.mark.django_db


def get(name: str, *args: Any, language: str = "fi", **headers: str) -> Any:
    return Client().get(address(name, *args, language=language), headers=headers)


@pytest.mark.parametrize("stage", [Stage.UPCOMING, Stage.IDEAS, Stage.GATHERING, Stage.VOTING])
def test_there_is_no_file_before_the_end_and_asking_locks_nothing(
    lab: Lab, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from living_lab import locks

    round_ = lab.round(stage)
    monkeypatch.setattr(locks, "closing", lambda _round: pytest.fail("casting would have to wait"))

    assert get("result_file", round_.slug).status_code == 404
