"""What every staff view of a workshop shares: the right to it, the workshop itself, the way back to its board."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import ModelPermissionPolicy

from cms.accounts.signed_in import user_of
from cms.models import User
from workshops import queries
from workshops.models import Note, NoteGroup, Workshop

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
        groups = NoteGroup.objects.select_related("workshop__round", "idea")
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
