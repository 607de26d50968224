"""Rounds in the staff pages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cms.desk import user_of
from living_lab import locks, staff_views, timeline
from living_lab.actions import create_round
from living_lab.models import Round
from living_lab.rules import may_reschedule
from living_lab.staff_forms import BEGUN_STAYS_BEGUN, NewRoundForm, RoundForm


class NewRound(generic.CreateView):
    """Make a round and the draft of its page."""

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"coordinator": self.request.user.pk}

    def form_valid(self, form: NewRoundForm) -> HttpResponse:
        try:
            create_round(form.round_to_create(), form.texts, user_of(self.request))
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("living_lab_round:desk", args=[form.instance.pk]))


class EditRound(generic.EditView):
    """Change dates and rules."""

    def form_valid(self, form: RoundForm) -> HttpResponse:
        """Nobody casts or counts meanwhile: what was checked on the form still holds when it is stored."""
        with locks.closing(form.instance):
            stands = Round.objects.get(pk=form.instance.pk)
            form.instance.secret = stands.secret
            if not may_reschedule(stands.schedule, form.instance.schedule, timezone.now()):
                form.add_error(None, BEGUN_STAYS_BEGUN)
                self.produced_error_message = self.get_error_message()
                return self.form_invalid(form)
            response: HttpResponse = super().form_valid(form)
            return response

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
        Column("voting_close", label=_("Voting until"), sort_key="voting_close"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:  # noqa: FBT001, FBT002 -- Wagtail's signature
        return RoundForm if for_update else NewRoundForm

    def get_urlpatterns(self) -> list[URLPattern]:
        own = [
            path("<int:pk>/", staff_views.RoundDesk.as_view(), name="desk"),
            path("ideat/", staff_views.IdeaQueue.as_view(), name="ideas"),
            path("ideat/<uuid:pk>/", staff_views.ReadIdea.as_view(), name="read"),
            path("ideat/<uuid:pk>/vastaus/", staff_views.AnswerIdea.as_view(), name="answer"),
        ]
        return [*super().get_urlpatterns(), *own]
