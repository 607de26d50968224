"""Staff accounts as on a running site."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cms import desk
from cms.accounts import registrations
from cms.registries import Registry
from tests.factories import HOSTILE


@pytest.fixture(autouse=True, scope="session")
def _registered() -> None:
    registrations.register()


@pytest.fixture
def panels(monkeypatch: pytest.MonkeyPatch) -> Registry[desk.DeskPanel]:
    """An empty desk to put panels on."""
    empty: Registry[desk.DeskPanel] = Registry("desk panel")
    monkeypatch.setattr(desk, "PANELS", empty)
    return empty


@pytest.fixture
def three_wait(panels: Registry[desk.DeskPanel]) -> desk.DeskPanel:
    """Three ideas wait for everybody since yesterday."""
    since = timezone.now() - timedelta(days=1)

    def waiting(_user: Any) -> desk.Waiting:
        return desk.Waiting(3, since, f"/hallinta/ideat/?{HOSTILE}")

    panel = desk.DeskPanel("ideas", "Ideas to read", waiting)
    desk.register(panel)
    return panel
