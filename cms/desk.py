"""The registry of desk panels: what waits for a member of staff, shown on the home screen and told by mail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cms.models.users import User
from cms.registries import Registry


@dataclass(frozen=True)
class Waiting:
    """``count`` things wait, the first since ``since`` (aware); ``url`` is where to deal with them."""

    count: int
    since: datetime | None
    url: str


@dataclass(frozen=True)
class DeskPanel:
    """A registration: ``waiting`` for a user, None when nothing concerns that user."""

    name: str
    label: Any
    waiting: Callable[[User], Waiting | None]


@dataclass(frozen=True)
class WaitingLine:
    """One line of the home screen or of a mail."""

    label: str
    waiting: Waiting


PANELS: Registry[DeskPanel] = Registry("desk panel")


def register(panel: DeskPanel) -> None:
    PANELS.register(panel.name, panel)


def waiting_for(user: User) -> list[WaitingLine]:
    """Everything that waits for a user, oldest room first."""
    lines = [(panel, panel.waiting(user)) for panel in PANELS]
    return [WaitingLine(str(panel.label), waiting) for panel, waiting in lines if waiting and waiting.count]
