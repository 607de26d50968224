"""Rounds in the staff pages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cms import dates
from cms.accounts.signed_in import user_of
from living_lab import timeline
from living_lab.actions.rounds import create_round, reschedule_round
from living_lab.models import Round
from living_lab.staff.answering import AnswerIdea
from living_lab.staff.desk import PublishLanguage, RoundDesk
from living_lab.staff.forms import NewRoundForm, RoundForm
from living_lab.staff.held import HeldBallots
from living_lab.staff.queue import IdeaQueue
from living_lab.staff.reading import ReadIdea

NOT_SAVED = _("The round was not saved. Look at the fields marked below.")


class NewRound(generic.CreateView):
    """Make a round and the draft of its page."""

    error_message = NOT_SAVED

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"coordinator": self.request.user.pk}

    def form_valid(self, form: NewRoundForm) -> HttpResponse:
        try:
            create_round(form.round_to_create(), form.texts, user_of(self.request))
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        messages.success(self.request, _("The round is now a draft. Read the page and publish it."))
        return HttpResponseRedirect(reverse("living_lab_round:desk", args=[form.instance.pk]))


class EditRound(generic.EditView):
    """Change dates and rules."""

    error_message = NOT_SAVED

    def get_object(self, queryset: QuerySet[Round] | None = None) -> Round:
        """The round, its stored name kept: a form that is found wrong leaves what was typed on the round itself."""
        found: Round = super().get_object(queryset)
        self.stored_name = found.name
        return found

    def get_page_subtitle(self) -> str:
        return self.stored_name

    def form_valid(self, form: RoundForm) -> HttpResponse:
        try:
            reschedule_round(form.instance, user_of(self.request))
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        messages.success(self.request, _("The dates and rules are saved."))
        return HttpResponseRedirect(self.get_success_url())

    def get_success_url(self) -> str:
        return reverse("living_lab_round:desk", args=[self.object.pk])


class RoundViewSet(ModelViewSet):
    """List, make and change rounds; their desk, ideas and answers."""

    model = Round
    name = "living_lab_round"
    url_prefix = "kierrokset"
    icon = "group"
    menu_label = _("Rounds")
    menu_order = 210
    add_to_admin_menu = True
    add_view_class = NewRound
    edit_view_class = EditRound
    copy_view_enabled = False
    list_per_page = 30
    search_fields = ["name"]
    list_display = [
        TitleColumn("name", label=_("Name"), url_name="living_lab_round:desk", sort_key="name"),
        Column("stage", label=_("Now"), accessor=lambda round_: timeline.chip(round_, timezone.now()).label),
        Column(
            "voting_close",
            label=_("Voting until"),
            sort_key="voting_close",
            accessor=lambda round_: dates.day(round_.voting_close, with_year=True),
        ),
    ]

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:  # noqa: FBT001, FBT002 -- Wagtail's signature
        return RoundForm if for_update else NewRoundForm

    def get_urlpatterns(self) -> list[URLPattern]:
        own = [
            path("<int:pk>/", RoundDesk.as_view(), name="desk"),
            path("<int:pk>/liput/", HeldBallots.as_view(), name="held"),
            path("<int:pk>/julkaise/<int:page_pk>/", PublishLanguage.as_view(), name="publish"),
            path("ideat/", IdeaQueue.as_view(), name="ideas"),
            path("ideat/<uuid:pk>/", ReadIdea.as_view(), name="read"),
            path("ideat/<uuid:pk>/vastaus/", AnswerIdea.as_view(), name="answer"),
        ]
        return [*super().get_urlpatterns(), *own]
