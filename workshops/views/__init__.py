"""The board of a workshop and what is done on it, in the staff pages. Everything asks for the right to it."""

from .board import BoardView, MoveNotesView, WriteNoteView
from .groups import DeleteGroupView, GroupToIdeaView, RenameGroupView, ShiftGroupView
from .notebook import NotebookView
from .notes import CorrectNoteView, DeleteNoteView

__all__ = [
    "BoardView",
    "CorrectNoteView",
    "DeleteGroupView",
    "DeleteNoteView",
    "GroupToIdeaView",
    "MoveNotesView",
    "NotebookView",
    "RenameGroupView",
    "ShiftGroupView",
    "WriteNoteView",
]
