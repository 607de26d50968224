"""What this room keeps, why and how long."""

from cms.retention import Record, describe

PURPOSE, BASIS, RETENTION = "public page", "GDPR 6(1)(e), kuntalaki 29 §", "until an editor deletes it"


def register() -> None:
    common = ("page_ptr", "lead", "art", "menu_title")
    describe(
        Record("kanssalainen.DeckPage", (*common, "credit"), PURPOSE, BASIS, RETENTION),
        Record(
            "kanssalainen.CardPage",
            (*common, "line", "thought", "deed", "question", "lines"),
            PURPOSE,
            BASIS,
            RETENTION,
        ),
    )
