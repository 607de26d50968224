"""The board of a workshop: notes are written and put in groups."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets.button import HeaderButton

from workshops import actions, notebook, queries
from workshops.forms import MoveForm, NoteForm
from workshops.models import Note, NoteGroup, Workshop

from .access import UNGROUPED, OnWorkshop


class BoardView(OnWorkshop, TemplateView):
    """What was asked, a field for the next note, the notes and their groups, and the notebook."""

    template_name = "workshops/admin/board.html"
    permission_required: str | None = None
    any_permission_required = ["view", "change"]

    @cached_property
    def board(self) -> queries.Board:
        return queries.board(self.workshop, AdminURLFinder(self.user).get_edit_url)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("change"):
            return []
        return [HeaderButton(_("Details"), url=reverse("workshops:edit", args=[self.workshop.pk]), icon_name="edit")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = remembered_language(self.request, self.workshop)
        context = {
            "board": self.board,
            "may_change": self.user_has_permission("change"),
            "write_first": "ryhmat" not in self.request.GET and self.request.method == "GET",
            "when_and_where": notebook.when_and_where(self.workshop),
            "note_form": NoteForm.fresh(language),
            "move_form": self.move_form(),
        } | kwargs
        if context["write_first"]:
            context["note_form"].fields["text"].widget.attrs["autofocus"] = True
        return super().get_context_data(**context)

    def move_form(self, data: Any = None) -> MoveForm:
        return MoveForm(data, groups=[item.group for item in self.board.groups])


class BoardPost(BoardView):
    """Something posted on the board. What is wrong is told on the board, with everything still in its place."""

    http_method_names = ["get", "post"]
    permission_required = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.to_board()


class WriteNoteView(BoardPost):
    """Enter keeps the note and leads back to an empty field.

    A script that asks for JSON gets the note to show instead, so that whoever types fast waits for no page.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NoteForm(request.POST)
        by_script = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
        if not form.is_valid():
            if by_script:
                return JsonResponse({"problem": _first_problem(form)}, status=422)
            return self.render_to_response(self.get_context_data(note_form=form, write_first=True), status=422)
        cleaned = form.cleaned_data
        note = actions.write_note(
            self.workshop, sent_id=cleaned["id"], text=cleaned["text"], language=cleaned["language"]
        )
        remember_language(request, self.workshop, cleaned["language"])
        done = _("On the board: “%(text)s”") % {"text": cleaned["text"]}
        if by_script:
            return JsonResponse({"message": done, "fragment": _fragment(note)})
        messages.success(request, done)
        return self.to_board()


class MoveNotesView(BoardPost):
    """Ticked notes go to an existing group, a new one, or none."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.move_form(request.POST)
        if not form.is_valid():
            form.fields["title" if form.has_error("title") else "to"].widget.attrs["autofocus"] = True
            return self.render_to_response(self.get_context_data(move_form=form), status=422)
        target = form.target
        group = actions.make_group(self.workshop, target.new_title, self.user) if target.new_title else target.group
        moved = actions.move_notes(self.workshop, form.cleaned_data["note"], group, self.user)
        messages.success(request, _moved_text(moved, group))
        return self.to_board(f"ryhma-{group.pk}" if group else UNGROUPED)


def _first_problem(form: NoteForm) -> str:
    return next(str(message) for errors in form.errors.values() for message in errors)


def _fragment(note: Note) -> str:
    """The note as it stands on the board, and the counts that it changes."""
    notes = note.workshop.notes
    context = {
        "note": note,
        "workshop": note.workshop,
        "may_change": True,
        "notes": notes.count(),
        "ungrouped": notes.filter(group=None).count(),
    }
    return render_to_string("workshops/admin/board/written.html", context)


def _moved_text(moved: int, group: NoteGroup | None) -> str:
    if group is None:
        return ngettext("%(count)d note is now without a group.", "%(count)d notes are now without a group.", moved) % {
            "count": moved
        }
    words = ngettext("%(count)d note moved to “%(group)s”.", "%(count)d notes moved to “%(group)s”.", moved)
    return words % {"count": moved, "group": group.title}


def remembered_language(request: HttpRequest, workshop: Workshop) -> str:
    """The language of the note this person wrote last in the workshop."""
    return str(request.session.get(f"workshop-{workshop.pk}-language", workshop.language))


def remember_language(request: HttpRequest, workshop: Workshop, language: str) -> None:
    if remembered_language(request, workshop) != language:
        request.session[f"workshop-{workshop.pk}-language"] = language
