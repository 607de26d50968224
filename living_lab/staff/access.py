"""What the staff pages of this room share: who may come in, the way back, what a list is narrowed to."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import ModelPermissionPolicy

from cms.accounts.signed_in import user_of
from cms.models import User
from living_lab.models import Idea, Round

IDEAS_A_PAGE = 30
ROUNDS = {"url": reverse_lazy("living_lab_round:index"), "label": gettext_lazy("Rounds")}


class StaffView(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """A staff page of this room. What it is about is read only after the right to it has been checked."""

    header_icon = "group"
    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def user(self) -> User:
        return user_of(self.request)


class OnRound(StaffView):
    """A page about one round."""

    permission_policy = ModelPermissionPolicy(Round)
    permission_required = "view"

    @cached_property
    def round(self) -> Round:
        return get_object_or_404(Round, pk=self.kwargs["pk"])


class OnIdeas(StaffView):
    """A page about residents' ideas, for those who read them."""

    permission_policy = ModelPermissionPolicy(Idea)
    permission_required = "moderate"


def round_filter(request: HttpRequest) -> str:
    """The number of the round that is looked at, or nothing; no more digits than the database counts with."""
    number = request.GET.get("kierros", "")
    return number[:18] if number.isdecimal() else ""


def with_query(url: str, **values: str) -> str:
    """An address with what is not empty of ``values``."""
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{url}?{query}" if query else url
