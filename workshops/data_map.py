"""The data map of this room. Notes have no author: nothing here tells who wrote what."""

from cms.retention import UNTIL_ACCOUNT_ERASED, Basis, Record, describe, page_record

WITH_WORKSHOP = "until staff delete the workshop; one with a notebook is kept as long as the notebook"


def register() -> None:
    """Called from ``AppConfig.ready()`` by way of the registrations."""
    describe(
        Record(
            "workshops.Workshop",
            ("id", "uuid", "title", "question", "held_on", "place", "participants", "language", "round", "notebook"),
            purpose="preparing and holding a workshop and telling what was said there",
            basis=Basis.PARTICIPATION,
            retention=WITH_WORKSHOP,
        ),
        Record(
            "workshops.Workshop",
            ("facilitator",),
            purpose="knowing which member of staff to ask about the workshop",
            basis=Basis.STAFF_WORK,
            retention=UNTIL_ACCOUNT_ERASED,
            personal=True,
        ),
        Record(
            "workshops.NoteGroup",
            ("id", "workshop", "position", "idea"),
            purpose="putting notes together and showing which idea they became",
            basis=Basis.PARTICIPATION,
            retention=WITH_WORKSHOP,
        ),
        Record(
            "workshops.NoteGroup",
            ("title",),
            purpose="what the notes of a group have in common; free text may name people",
            basis=Basis.PARTICIPATION,
            retention=WITH_WORKSHOP,
            personal=True,
        ),
        Record(
            "workshops.Note",
            ("id", "workshop", "group", "language", "position"),
            purpose="where a note stands on the board",
            basis=Basis.PARTICIPATION,
            retention=WITH_WORKSHOP,
        ),
        Record(
            "workshops.Note",
            ("text",),
            purpose="what people said in a workshop; no author is kept, but free text may name people",
            basis=Basis.PARTICIPATION,
            retention=WITH_WORKSHOP,
            personal=True,
        ),
        page_record("workshops.WorkshopIndexPage", "body"),
        page_record("workshops.NotebookPage", "body", "workshop", purpose="publishing what was said in a workshop"),
    )
