"""What the staff pages of this room share: who may come in, the way back, what a list is narrowed to."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

IDEAS_A_PAGE = 30
ROUNDS = {"url": reverse_lazy("living_lab_round:index"), "label": gettext_lazy("Rounds")}


class StaffView(AccessMixin, WagtailAdminTemplateMixin):
    """A staff page of this room; ``permission`` is what a user needs."""

    permission = ""
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


def round_filter(request: HttpRequest) -> str:
    """The number of the round that is looked at, or nothing."""
    number = request.GET.get("kierros", "")
    return number[:18] if number.isdecimal() else ""


def with_query(url: str, **values: str) -> str:
    """An address with what is not empty of ``values``."""
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{url}?{query}" if query else url
