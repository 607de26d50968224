"""What this room adds to the staff pages."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.desk import user_of
from cms.guarding import guard
from cms.moderation.rules import State
from living_lab.models import Idea, Round, RoundIndexPage, RoundPage
from living_lab.queries import public_rounds
from living_lab.viewsets import RoundViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> RoundViewSet:
    return RoundViewSet()


class IdeaURLFinder(ModelAdminURLFinder):
    """Ideas have no staff form of their own: they are dealt with where they are read, by those who may read them."""

    edit_url_name = "living_lab_round:read"

    def get_edit_url(self, instance: Idea) -> str | None:
        if self.user and not self.user.has_perm("living_lab.moderate_idea"):
            return None
        return str(self.construct_edit_url(instance))


register_admin_url_finder(Idea, IdeaURLFinder)


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """What :mod:`cms.moderation.actions` writes."""
    for state in (State.PUBLISHED, State.RETURNED, State.WITHDRAWN):
        registry.register_action(f"cms.moderation.{state.value}", state.label, state.label)


def why_it_stays(request: HttpRequest, page: Page) -> str:
    """Pages of rounds belong to those who keep rounds, and stay where residents find them while a round runs.

    A page above takes them with it, so it is asked about too.
    """
    index = RoundIndexPage.objects.descendant_of(page, inclusive=True).exists()
    here = RoundPage.objects.descendant_of(page, inclusive=True).values("round")
    if not (index or here.exists()):
        return ""
    if not user_of(request).has_perm("living_lab.change_round"):
        return _("Pages of rounds are moved, unpublished and deleted by those who keep rounds.")
    if (running_rounds() if index else running_rounds().filter(pk__in=here)).exists():
        return _("A round is running. Its pages stay as they are until voting has closed.")
    return ""


def running_rounds() -> QuerySet[Round]:
    """Public rounds between the first idea and the last vote."""
    now = timezone.now()
    return public_rounds().filter(ideas_open__lte=now, voting_close__gt=now)


guard(why_it_stays, "delete", "unpublish", "move")
