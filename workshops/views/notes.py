"""One note: correct it, move it, delete it."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from workshops import actions
from workshops.forms import CorrectNoteForm

from .access import OnNote

CONFIRM = "workshops/admin/confirm.html"


class CorrectNoteView(OnNote, FormView):
    """Change what a note says, its language or its group."""

    template_name = "workshops/admin/note.html"
    page_title = gettext_lazy("Correct a note")
    form_class = CorrectNoteForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"note": self.note}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.note, back_url=self.board_url(self.anchor), **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        cleaned = form.cleaned_data
        actions.correct_note(
            self.note, text=cleaned["text"], language=cleaned["language"], group=cleaned["group"], by=self.user
        )
        messages.success(self.request, _("The note was corrected."))
        return self.to_board(self.anchor)


class DeleteNoteView(OnNote, TemplateView):
    """A note is deleted after asking."""

    template_name = CONFIRM
    page_title = gettext_lazy("Delete a note")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            question=_("Do you want to delete this note? It cannot be brought back."),
            note=self.note,
            confirm=_("Delete the note"),
            back_url=self.board_url(self.anchor),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        anchor = self.anchor
        actions.delete_note(self.note, self.user)
        messages.success(request, _("The note was deleted."))
        return self.to_board(anchor)
