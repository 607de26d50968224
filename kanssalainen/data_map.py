"""What this room keeps, why and how long."""

from cms.retention import describe, page_record


def register() -> None:
    describe(
        page_record("kanssalainen.DeckPage", "credit"),
        page_record("kanssalainen.CardPage", "line", "thought", "deed", "question", "lines"),
    )
