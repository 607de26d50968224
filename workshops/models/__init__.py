"""Everything this room stores."""

from .pages import NotebookPage, WorkshopIndexPage
from .workshops import Note, NoteGroup, Workshop

__all__ = ["Note", "NoteGroup", "NotebookPage", "Workshop", "WorkshopIndexPage"]
