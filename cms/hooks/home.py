"""The home screen: what waits for whoever has signed in, before anything else."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms import desk
from cms.accounts.signed_in import user_of
from cms.dates import since_words


class WaitingPanel(Component):
    """Waiting for you: the first thing on the home screen."""

    name = "waiting"
    template_name = "cms/desk/waiting.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        now = timezone.now()
        lines = desk.waiting_for(user_of(parent_context["request"]))
        return {"lines": [(line, since_words(line.waiting.since, now) if line.waiting.since else "") for line in lines]}


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(WaitingPanel())
