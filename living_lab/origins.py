"""Where an idea came from, told by the room it came from: upper rooms register how."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from cms.registries import Registry
from living_lab.models import Idea


@dataclass(frozen=True)
class Origin:
    """``label`` in the asked language; ``url`` of more about it, or an empty string."""

    label: str
    url: str


Describe = Callable[[UUID, str], Origin | None]
ORIGINS: Registry[Describe] = Registry("origin of ideas")


def register(kind: str, describe: Describe) -> None:
    """Let a room describe the origin of ideas of its ``kind``: (uuid, language) → Origin."""
    ORIGINS.register(kind, describe)


def origin_of(idea: Idea, language: str) -> Origin | None:
    """Where the idea came from, or None when it was told on the site."""
    describe = ORIGINS.get(idea.origin_kind)
    return describe(idea.origin_uuid, language) if describe and idea.origin_uuid else None
