"""One group: name it, move it, delete it, make it an idea of the round."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder

from living_lab.models import Idea
from workshops import actions, queries
from workshops.actions import IdeaText
from workshops.forms import GroupForm, IdeaForm
from workshops.models import NoteGroup
from workshops.rules import Direction

from .access import UNGROUPED, OnGroup
from .notes import CONFIRM


class RenameGroupView(OnGroup, FormView):
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


class DeleteGroupView(OnGroup, TemplateView):
    """A group is deleted after asking; its notes stay."""

    template_name = CONFIRM
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


class GroupToIdeaView(OnGroup, FormView):
    """A group becomes an idea of the round: the words can be changed first."""

    template_name = "workshops/admin/idea.html"
    page_title = gettext_lazy("Make the group an idea")
    form_class = IdeaForm

    @cached_property
    def item(self) -> queries.GroupOnBoard:
        return queries.group_on_board(self.group, AdminURLFinder(self.user).get_edit_url)

    def get_form(self, form_class: Any = None) -> Form:
        if self.request.method == "POST":
            return IdeaForm(self.request.POST)
        return IdeaForm.from_group(self.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            item=self.item,
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
        messages.success(self.request, _what_became(idea))
        return self.to_board(self.anchor)


def _what_became(idea: Idea) -> str:
    if idea.is_published:
        return _("The group is now an idea everyone can read.")
    return _("The idea was sent. The coordinator reads it first.")
