"""The notes of a workshop become a page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from cms.moderation.personal_data import kinds_in, refuse_identity_code
from workshops import actions, notebook, queries
from workshops.forms import CheckedForm
from workshops.models import Note, NotebookPage, NoteGroup

from .access import OnWorkshop


@dataclass(frozen=True)
class Found:
    """A note, or the name of a group, that seems to hold personal data; ``url`` is where it can be corrected."""

    text: str
    kinds: list[str]
    url: str

    @classmethod
    def on(cls, place: Note | NoteGroup, address: str) -> "Found":
        return cls(str(place), kinds_in(str(place)), reverse(address, args=[place.pk]))


def personal_data_on(board: queries.Board) -> list[Found]:
    """What should be looked at before anybody else reads the notes."""
    groups = [Found.on(item.group, "workshops:group") for item in board.groups]
    return [found for found in (*groups, *(Found.on(note, "workshops:note") for note in board.notes)) if found.kinds]


class NotebookView(OnWorkshop, FormView):
    """Make a page of the notes, after a look at what seems to be personal data."""

    template_name = "workshops/admin/notebook.html"
    page_title = gettext_lazy("Publish the notes")
    form_class = CheckedForm

    @cached_property
    def board(self) -> queries.Board:
        return queries.board(self.workshop)

    @cached_property
    def found(self) -> list[Found]:
        return personal_data_on(self.board)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.to_existing() if self.workshop.notebook else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.to_existing() if self.workshop.notebook else super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            board=self.board,
            found=self.found,
            preview=NotebookPage(body=notebook.body_of(self.board)).body,
            groups=[item for item in self.board.groups if item.notes],
            index_page=queries.index_page_for(self.workshop),
            may_publish=actions.may_publish_notebook(self.workshop, self.user),
            back_url=self.board_url(),
            **kwargs,
        )

    def form_valid(self, form: Form) -> HttpResponse:
        if self.found and not form.cleaned_data["checked"]:
            form.add_error("checked", _("Look at the notes listed here, then tick the box or correct them."))
            return self.form_invalid(form)
        try:
            for found in self.found:
                refuse_identity_code(found.text)
            page = actions.make_notebook(self.workshop, self.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        self.workshop.notebook = page
        return self.publish(page) if "publish" in self.request.POST else self.to_existing()

    def publish(self, page: NotebookPage) -> HttpResponse:
        try:
            actions.publish_notebook(page, self.user)
        except PermissionDenied:
            return self.to_existing()
        buttons = [messages.button(page.url, _("View live"))] if page.url else []
        messages.success(self.request, _("The notes are now a page everyone can read."), buttons=buttons)
        return self.to_board()

    def to_existing(self) -> HttpResponse:
        """The editor of the page, for those who may edit it; others are told that an editor has it."""
        page = self.workshop.notebook
        if page and page.permissions_for_user(self.user).can_edit():
            return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        messages.success(self.request, _("The notes are a draft now. An editor will read and publish it."))
        return self.to_board()
