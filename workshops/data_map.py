"""The data map of this room. Notes have no author: nothing here tells who wrote what."""

from cms.retention import Record, describe

PUBLIC_TASK = "Public task of the municipality: participation of residents (GDPR 6(1)(e), Local Government Act 22 §)"
AS_LONG_AS_NEEDED = "Until staff delete the workshop; a workshop with a notebook is kept as long as the notebook"
PAGE_KEPT = "Until an editor deletes the page"


def register() -> None:
    """Called from ``AppConfig.ready()`` by way of the registrations."""
    describe(
        Record(
            "workshops.Workshop",
            ("id", "uuid", "title", "question", "held_on", "place", "participants", "language", "round", "notebook"),
            purpose="Preparing and holding a workshop and telling what was said there",
            basis=PUBLIC_TASK,
            retention=AS_LONG_AS_NEEDED,
        ),
        Record(
            "workshops.Workshop",
            ("facilitator",),
            purpose="Knowing which member of staff to ask about the workshop",
            basis="Employer's and official's duties (GDPR 6(1)(e))",
            retention="Emptied when the staff account is deleted; else as long as the workshop",
            personal=True,
        ),
        Record(
            "workshops.NoteGroup",
            ("id", "uuid", "workshop", "position", "idea"),
            purpose="Putting notes together and showing which idea they became",
            basis=PUBLIC_TASK,
            retention=AS_LONG_AS_NEEDED,
        ),
        Record(
            "workshops.NoteGroup",
            ("title",),
            purpose="What the notes of a group have in common; free text may name people",
            basis=PUBLIC_TASK,
            retention=AS_LONG_AS_NEEDED,
            personal=True,
        ),
        Record(
            "workshops.Note",
            ("id", "workshop", "group", "language", "position"),
            purpose="Where a note stands on the board",
            basis=PUBLIC_TASK,
            retention=AS_LONG_AS_NEEDED,
        ),
        Record(
            "workshops.Note",
            ("text",),
            purpose="What people said in a workshop; no author is kept, but free text may name people",
            basis=PUBLIC_TASK,
            retention=AS_LONG_AS_NEEDED,
            personal=True,
        ),
        Record(
            "workshops.WorkshopIndexPage",
            ("page_ptr", "lead", "art", "menu_title", "body"),
            purpose="Telling residents about workshops",
            basis=PUBLIC_TASK,
            retention=PAGE_KEPT,
        ),
        Record(
            "workshops.NotebookPage",
            ("page_ptr", "lead", "art", "menu_title", "body", "workshop"),
            purpose="Publishing what was said in a workshop",
            basis=PUBLIC_TASK,
            retention=PAGE_KEPT,
        ),
    )
