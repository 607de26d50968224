"""The board of a workshop and what is done on it. Everything asks for the right to change workshops."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import ModelPermissionPolicy

from cms.desk import user_of
from cms.models import User
from workshops import actions, notebook, queries
from workshops.actions import IdeaText
from workshops.forms import CheckedForm, CorrectNoteForm, GroupForm, IdeaForm, MoveForm, NoteForm
from workshops.models import Note, NoteGroup, Workshop
from workshops.rules import Direction

UNGROUPED = "ilman-ryhmaa"
POLICY = ModelPermissionPolicy(Workshop)


class OnWorkshop(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What every view of a workshop shares. The workshop is read only after the right to it has been checked."""

    permission_policy = POLICY
    permission_required: str | None = "change"
    header_icon = "clipboard-list"
    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def user(self) -> User:
        return user_of(self.request)

    @cached_property
    def workshop(self) -> Workshop:
        workshop = queries.workshop_or_none(self.kwargs["pk"])
        if workshop is None:
            raise Http404
        return workshop

    def get_page_title(self) -> str:
        return str(self.page_title or self.workshop.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = [
            *super().get_breadcrumbs_items(),
            {"url": reverse("workshops:index"), "label": _("Workshops")},
            {"url": self.board_url() if self.page_title else "", "label": self.workshop.title},
        ]
        return [*trail, {"url": "", "label": self.page_title}] if self.page_title else trail

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["workshop"] = self.workshop
        return context

    def board_url(self, anchor: str = "") -> str:
        """The board; with an anchor it opens there, else in the empty note."""
        url = reverse("workshops:board", args=[self.workshop.pk])
        return f"{url}?ryhmat#{anchor}" if anchor else url

    def to_board(self, anchor: str = "") -> HttpResponse:
        return HttpResponseRedirect(self.board_url(anchor))


class OnGroup(OnWorkshop):
    """A view of one group."""

    @cached_property
    def group(self) -> NoteGroup:
        groups = NoteGroup.objects.select_related("workshop__round", "workshop__notebook", "idea")
        return get_object_or_404(groups, pk=self.kwargs["pk"])

    @cached_property
    def workshop(self) -> Workshop:
        return self.group.workshop

    @property
    def anchor(self) -> str:
        return f"ryhma-{self.group.pk}"


class OnNote(OnWorkshop):
    """A view of one note."""

    @cached_property
    def note(self) -> Note:
        return get_object_or_404(Note.objects.select_related("workshop", "group"), pk=self.kwargs["pk"])

    @cached_property
    def workshop(self) -> Workshop:
        return self.note.workshop

    @property
    def anchor(self) -> str:
        return f"ryhma-{self.note.group_id}" if self.note.group_id else UNGROUPED


# --- The board ----------------------------------------------------------------------------------------
class BoardView(OnWorkshop, TemplateView):
    """What was asked, a field for the next note, the notes and their groups, and the notebook."""

    template_name = "workshops/admin/board.html"
    permission_required = None
    any_permission_required = ["view", "change"]

    @cached_property
    def board(self) -> queries.Board:
        return queries.board(self.workshop)

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
            "idea_urls": self.idea_urls(),
        }
        return super().get_context_data(**(context | kwargs))

    def move_form(self, data: Any = None) -> MoveForm:
        return MoveForm(data, groups=[item.group for item in self.board.groups])

    def idea_urls(self) -> dict[str, str]:
        """Where the user can deal with an idea, by the idea's id."""
        finder = AdminURLFinder(self.user)
        found = {str(idea.pk): finder.get_edit_url(idea) for idea in self.board.ideas}
        return {pk: url for pk, url in found.items() if url}


class BoardPost(BoardView):
    """Something posted on the board. What is wrong is told on the board, with everything still in its place."""

    http_method_names = ["get", "post"]
    permission_required = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.to_board()


class WriteNoteView(BoardPost):
    """Enter keeps the note and leads back to an empty field."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(note_form=form, write_first=True), status=422)
        cleaned = form.cleaned_data
        actions.write_note(
            self.workshop, sent_id=cleaned["id"], text=cleaned["text"], language=cleaned["language"]
        )
        remember_language(request, self.workshop, cleaned["language"])
        messages.success(request, _("On the board: “%(text)s”") % {"text": cleaned["text"]})
        return self.to_board()


class MoveNotesView(BoardPost):
    """Ticked notes go to an existing group, a new one, or none."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.move_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(move_form=form), status=422)
        target = form.target
        group = actions.make_group(self.workshop, target.new_title, self.user) if target.new_title else target.group
        moved = actions.move_notes(self.workshop, form.cleaned_data["note"], group, self.user)
        messages.success(request, _moved_text(moved, group))
        return self.to_board(f"ryhma-{group.pk}" if group else UNGROUPED)


def _moved_text(moved: int, group: NoteGroup | None) -> str:
    if group is None:
        return ngettext(
            "%(count)d note is now without a group.", "%(count)d notes are now without a group.", moved
        ) % {"count": moved}
    words = ngettext("%(count)d note moved to “%(group)s”.", "%(count)d notes moved to “%(group)s”.", moved)
    return words % {"count": moved, "group": group.title}


def remembered_language(request: HttpRequest, workshop: Workshop) -> str:
    """The language of the note this person wrote last in the workshop."""
    return str(request.session.get(f"workshop-{workshop.pk}-language", workshop.language))


def remember_language(request: HttpRequest, workshop: Workshop, language: str) -> None:
    if remembered_language(request, workshop) != language:
        request.session[f"workshop-{workshop.pk}-language"] = language


# --- Notes ----------------------------------------------------------------------------------------------
class CorrectNoteView(OnNote, FormView):  # type: ignore[type-arg]
    """Change what a note says, its language or its group."""

    template_name = "workshops/admin/note.html"
    page_title = gettext_lazy("Correct a note")
    form_class = CorrectNoteForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {key: value for key, value in super().get_form_kwargs().items() if key != "initial"} | {"note": self.note}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.note, back_url=self.board_url(self.anchor), **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        cleaned = form.cleaned_data
        actions.correct_note(
            self.note, text=cleaned["text"], language=cleaned["language"], group=cleaned["group"], by=self.user
        )
        messages.success(self.request, _("The note was corrected."))
        return self.to_board(self.anchor)


class ConfirmView(TemplateView):
    """Asks before something is done; a plain form."""

    template_name = "workshops/admin/confirm.html"
    http_method_names = ["get", "post"]


class DeleteNoteView(OnNote, ConfirmView):
    """A note is deleted after asking."""

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


# --- Groups -----------------------------------------------------------------------------------------------
class RenameGroupView(OnGroup, FormView):  # type: ignore[type-arg]
    """Give a group another name."""

    template_name = "workshops/admin/form.html"
    page_title = gettext_lazy("Name of the group")
    form_class = GroupForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": NoteGroup(pk=self.group.pk, title=self.group.title)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(save=_("Save"), back_url=self.board_url(self.anchor), **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        actions.rename_group(self.group, form.cleaned_data["title"], self.user)
        messages.success(self.request, _("The group is now called “%(title)s”.") % {"title": self.group.title})
        return self.to_board(self.anchor)


class ShiftGroupView(OnGroup, View):
    """Move a group one place up or down."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.to_board(self.anchor)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            direction = Direction(request.POST.get("direction", ""))
        except ValueError:
            return self.to_board(self.anchor)
        actions.shift_group(self.group, direction)
        messages.success(request, _("The order of the groups was changed."))
        return self.to_board(self.anchor)


class DeleteGroupView(OnGroup, ConfirmView):
    """A group is deleted after asking; its notes stay."""

    page_title = gettext_lazy("Delete a group")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = _("Do you want to delete the group “%(title)s”? Its notes stay on the board without a group.")
        return super().get_context_data(
            question=question % {"title": self.group.title},
            confirm=_("Delete the group"),
            back_url=self.board_url(self.anchor),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actions.delete_group(self.group, self.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.to_board(self.anchor)
        messages.success(request, _("The group was deleted. Its notes are without a group."))
        return self.to_board(UNGROUPED)


class GroupToIdeaView(OnGroup, FormView):  # type: ignore[type-arg]
    """A group becomes an idea of the round: the words can be changed first."""

    template_name = "workshops/admin/idea.html"
    page_title = gettext_lazy("Make the group an idea")
    form_class = IdeaForm

    @cached_property
    def item(self) -> queries.GroupOnBoard:
        return queries.group_on_board(self.group)

    def get_form(self, form_class: Any = None) -> Form:
        if self.request.method == "POST":
            return IdeaForm(self.request.POST)
        return IdeaForm.from_group(self.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        idea = self.group.idea
        return super().get_context_data(
            item=self.item,
            idea_url=AdminURLFinder(self.user).get_edit_url(idea) if idea else "",
            public_at_once=self.user.has_perm("living_lab.moderate_idea"),
            back_url=self.board_url(self.anchor),
            **kwargs,
        )

    def form_valid(self, form: Form) -> HttpResponse:
        cleaned = form.cleaned_data
        words = IdeaText(cleaned["title"], cleaned["text"], cleaned["language"])
        try:
            idea = actions.turn_into_idea(self.group, words, self.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        text = _("The group is now an idea everyone can read.") if idea.is_published else _("The idea was sent. The coordinator reads it first.")
        messages.success(self.request, text)
        return self.to_board(self.anchor)


# --- The notebook -------------------------------------------------------------------------------------------
class NotebookView(OnWorkshop, FormView):  # type: ignore[type-arg]
    """Make a page of the notes, after a look at what seems to be personal data."""

    template_name = "workshops/admin/notebook.html"
    page_title = gettext_lazy("Publish the notes")
    form_class = CheckedForm

    @cached_property
    def board(self) -> queries.Board:
        return queries.board(self.workshop)

    @cached_property
    def found(self) -> list[notebook.Found]:
        return notebook.personal_data_on(self.board)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.to_existing() if self.workshop.notebook else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.to_existing() if self.workshop.notebook else super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            board=self.board,
            found=self.found,
            index_page=queries.index_page_for(self.workshop),
            may_publish=notebook.may_publish(self.workshop, self.user),
            back_url=self.board_url(),
            **kwargs,
        )

    def form_valid(self, form: Form) -> HttpResponse:
        if any(found.has_identity_code for found in self.found):
            form.add_error(None, _("Take the personal identity codes away from the notes first."))
            return self.form_invalid(form)
        if self.found and not form.cleaned_data["checked"]:
            form.add_error("checked", _("Look at the notes listed here, then tick the box or correct them."))
            return self.form_invalid(form)
        try:
            page = notebook.make_draft(self.workshop, self.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        self.workshop.notebook = page
        if "publish" in self.request.POST:
            return self.publish()
        return self.to_existing()

    def publish(self) -> HttpResponse:
        page = self.workshop.notebook
        try:
            notebook.publish(page, self.user)  # type: ignore[arg-type]
        except PermissionDenied:
            return self.to_existing()
        page.refresh_from_db()  # type: ignore[union-attr]
        buttons = [messages.button(page.url, _("View live"))] if page and page.url else []
        messages.success(self.request, _("The notes are now a page everyone can read."), buttons=buttons)
        return self.to_board()

    def to_existing(self) -> HttpResponse:
        """The editor of the page, for those who may edit it; others are told that an editor has it."""
        page = self.workshop.notebook
        if page and page.permissions_for_user(self.user).can_edit():
            return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        messages.success(self.request, _("The notes are a draft now. An editor will read and publish it."))
        return self.to_board()
