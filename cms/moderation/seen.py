"""What somebody has before them when they decide: nobody decides about words they have not seen."""

import hashlib
import json
from typing import Protocol


class Readable(Protocol):
    """Has words to decide on."""

    @property
    def WHAT_IS_SEEN(self) -> tuple[str, ...]:  # noqa: N802 -- a constant of the class
        """Names of the fields that somebody reads before deciding."""


def as_seen(text: Readable | None) -> str:
    """A short name of a text's words and state: another once anybody changes them. Empty while there is no text."""
    if text is None:
        return ""
    words = json.dumps([str(getattr(text, part)) for part in text.WHAT_IS_SEEN])
    return hashlib.sha256(words.encode()).hexdigest()
