"""Staff pages of this room's own things: places, and the jobs of the clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_denied
from wagtail.admin.views import generic
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, SnippetViewSet

from cms.accounts.signed_in import user_of
from cms.dates import since_words
from cms.jobs import JOBS
from cms.models import JobRun, Place, SameWords

NOT_SAVED = _("The place was not saved. See what needs correcting below.")
WORDS_NOT_SAVED = _("The words were not saved. See what needs correcting below.")


class NewPlace(CreateView):
    """With sentences of our own: Wagtail's put the model's name where Finnish would inflect it."""

    error_message = NOT_SAVED

    def get_success_message(self, instance: Place) -> str:
        return gettext("“%(place)s” is now among the places.") % {"place": instance}


class EditPlace(EditView):
    """See :class:`NewPlace`."""

    error_message = NOT_SAVED

    def get_success_message(self) -> str:
        return gettext("“%(place)s” was saved.") % {"place": self.object}


class DeletePlace(DeleteView):
    """See :class:`NewPlace`."""

    def get_success_message(self) -> str:
        return gettext("“%(place)s” was deleted.") % {"place": self.object}


class PlaceViewSet(SnippetViewSet):
    """Places with their opening hours and exceptions."""

    model = Place
    icon = "thumbtack"
    menu_label = _("Places")
    menu_order = 150
    add_to_admin_menu = True
    copy_view_enabled = False
    add_view_class = NewPlace
    edit_view_class = EditPlace
    delete_view_class = DeletePlace
    list_display = ["name", "street_address", "city", "checked_on"]
    search_fields = ["name", "building", "street_address", "city"]


class NewSameWords(generic.CreateView):
    """With sentences of our own, for the reason of :class:`NewPlace`."""

    error_message = WORDS_NOT_SAVED
    success_message = _("The words are saved. Search uses them from now on.")


class ChangeSameWords(generic.EditView):
    error_message = WORDS_NOT_SAVED
    success_message = _("The words are saved. Search uses them from now on.")


class DeleteSameWords(generic.DeleteView):
    success_message = _("The words are deleted. Search no longer takes them for each other.")


class SameWordsViewSet(ModelViewSet):
    """Words that search takes for each other."""

    model = SameWords
    name = "cms_same_words"
    url_prefix = "hakusanat"
    icon = "search"
    menu_label = _("Search words")
    menu_order = 700
    add_to_settings_menu = True
    add_view_class = NewSameWords
    edit_view_class = ChangeSameWords
    delete_view_class = DeleteSameWords
    copy_view_enabled = False
    list_display = ["words", "language"]
    list_filter = ["language"]
    search_fields = ["words"]


@dataclass(frozen=True)
class JobLine:
    """One job as staff see it; ``when`` is empty while it has never run."""

    label: str
    when: str
    succeeded: bool
    message: str


class JobList(WagtailAdminTemplateMixin, TemplateView):
    """What the clock does and how it went last; nothing can be changed here."""

    template_name = "cms/desk/jobs.html"
    page_title = _("Scheduled jobs")
    header_icon = "time"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not user_of(request).has_perm("cms.view_jobrun"):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "jobs": list(job_lines())}


def job_lines() -> Iterator[JobLine]:
    """Every registered job, in the order of registration; one query."""
    now, runs = timezone.now(), {run.name: run for run in JobRun.objects.all()}
    for job in JOBS:
        run = runs.get(job.name)
        started = run.started_at if run else None
        yield JobLine(
            label=str(job.label),
            when=since_words(started, now) if started else "",
            succeeded=run.succeeded if run else True,
            message=run.message if run else "",
        )
