"""What this room adds to the staff pages."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.accounts.signed_in import user_of
from cms.guarding import Refusal, guard
from living_lab.casting import LET_IN
from living_lab.models import Idea, Round, RoundIndexPage, RoundPage
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
    """What :mod:`living_lab.casting` writes."""
    registry.register_action(
        LET_IN, gettext_lazy("Ballots let in"), gettext_lazy("Ballots that were held back were let in")
    )


def why_it_stays(request: HttpRequest, pages: Sequence[Page]) -> Refusal | None:
    """Pages of rounds belong to those who keep rounds, and stay where residents find them while a round runs.

    A page above takes them with it, so what is below is looked at too. Three queries at most.
    """
    kept: list[tuple[str, int | None]] = [
        (path, None) for path in RoundIndexPage.objects.values_list("path", flat=True)
    ]
    kept += RoundPage.objects.values_list("path", "round")
    touched = [(page, round_) for path, round_ in kept if (page := _first_above(path, pages))]
    if not touched:
        return None
    if not user_of(request).has_perm("living_lab.change_round"):
        words = _("Pages of rounds are moved, unpublished and deleted by those who keep rounds.")
        return Refusal(touched[0][0], words)
    running = set(Round.objects.public().running(timezone.now()).values_list("pk", flat=True))
    stays = next((page for page, round_ in touched if running and round_ in {None, *running}), None)
    if stays is None:
        return None
    return Refusal(stays, _("A round is running. Its pages stay as they are until voting has closed."))


def _first_above(path: str, pages: Sequence[Page]) -> Page | None:
    """The first of the pages that has this place of the tree below it, or is there."""
    return next((page for page in pages if path.startswith(page.path)), None)


guard(why_it_stays, "delete", "unpublish", "move")
