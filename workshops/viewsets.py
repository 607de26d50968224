"""Workshops in the staff pages: list, details, and the board."""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Count, Model, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from cms.accounts.signed_in import user_of
from workshops import actions, views
from workshops.forms import WorkshopForm
from workshops.models import Workshop


def notebook_state(workshop: Workshop) -> str:
    """Whether the notes of a workshop are public, in a word."""
    if not workshop.notebook:
        return _("not published")
    return _("published") if workshop.notebook.live else _("draft")


def short_day(workshop: Workshop) -> str:
    return str(date_format(workshop.held_on, "SHORT_DATE_FORMAT"))


class WorkshopIndexView(IndexView):
    """The list; a workshop's name leads to its board."""

    def get_base_queryset(self) -> QuerySet[Workshop]:
        workshops = super().get_base_queryset().select_related("notebook")
        found: QuerySet[Workshop] = workshops.defer("notebook__body").annotate(note_count=Count("notes"))
        return found

    def get_edit_url(self, instance: Workshop) -> str:
        return reverse("workshops:board", args=[instance.pk])

    def get_list_more_buttons(self, instance: Workshop) -> list[MenuItem]:
        board, *others = super().get_list_more_buttons(instance)
        board.label = _("Board")
        if not self.user_has_permission("change"):
            return [board, *others]
        details = MenuItem(_("Details"), reverse("workshops:edit", args=[instance.pk]), icon_name="edit", priority=15)
        return [board, details, *others]


class ToBoard:
    """After saving, on to the board."""

    object: Workshop

    def get_success_url(self) -> str:
        return reverse("workshops:board", args=[self.object.pk])


class WorkshopCreateView(ToBoard, CreateView):
    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"facilitator": self.request.user.pk}


class WorkshopEditView(ToBoard, EditView):
    pass


class WorkshopDeleteView(DeleteView):
    """Refuses when something public hangs on the workshop."""

    @property
    def confirmation_message(self) -> str:
        count = self.object.notes.count()
        words = ngettext(
            "Do you want to delete the workshop “%(title)s” and its %(count)d note? They cannot be brought back.",
            "Do you want to delete the workshop “%(title)s” and its %(count)d notes? They cannot be brought back.",
            count,
        )
        return words % {"title": self.object.title, "count": count}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.user_has_permission("delete") and (why := actions.why_kept(self.object)):
            return self.refuse(why)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except ValidationError as error:
            return self.refuse(" ".join(error.messages))
        return response

    def delete_action(self) -> None:
        actions.delete_workshop(self.object, user_of(self.request))

    def refuse(self, why: str) -> HttpResponse:
        messages.error(self.request, why)
        return HttpResponseRedirect(reverse("workshops:board", args=[self.object.pk]))


class WorkshopViewSet(ModelViewSet):
    """Everything about workshops under ``/hallinta/tyopajat/``."""

    model = Workshop
    name = "workshops"
    url_prefix = "tyopajat"
    icon = "clipboard-list"
    menu_label = gettext_lazy("Workshops")
    menu_order = 210
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = WorkshopIndexView
    add_view_class = WorkshopCreateView
    edit_view_class = WorkshopEditView
    delete_view_class = WorkshopDeleteView
    list_filter = ["round", "language"]
    search_fields = ["title", "question", "place"]
    search_backend_name = None
    ordering = ["-held_on", "-pk"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("question"),
            FieldRowPanel([FieldPanel("held_on"), FieldPanel("participants")]),
            FieldPanel("place"),
            FieldRowPanel([FieldPanel("round"), FieldPanel("language")]),
            MultiFieldPanel([FieldPanel("facilitator")], heading=gettext_lazy("For staff")),
        ],
        base_form_class=WorkshopForm,
    )

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "title",
            Column("held_on", label=gettext_lazy("Day"), accessor=short_day, sort_key="held_on"),
            Column("note_count", label=gettext_lazy("Notes"), sort_key="note_count"),
            StatusTagColumn(
                "notebook",
                label=gettext_lazy("Notebook"),
                accessor=notebook_state,
                primary=lambda workshop: bool(workshop.notebook and workshop.notebook.live),
            ),
        ]

    def get_permissions_to_register(self) -> QuerySet[Model]:
        """All four: whoever may only view workshops sees their boards."""
        found: QuerySet[Any] = Permission.objects.filter(content_type=ContentType.objects.get_for_model(self.model))
        return found

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns: list[URLPattern] = super().get_urlpatterns()
        return [
            *patterns,
            path("<int:pk>/", views.BoardView.as_view(), name="board"),
            path("<int:pk>/laput/", views.WriteNoteView.as_view(), name="write"),
            path("<int:pk>/siirto/", views.MoveNotesView.as_view(), name="move"),
            path("<int:pk>/muistio/", views.NotebookView.as_view(), name="notebook"),
            path("laput/<uuid:pk>/", views.CorrectNoteView.as_view(), name="note"),
            path("laput/<uuid:pk>/poisto/", views.DeleteNoteView.as_view(), name="delete_note"),
            path("ryhmat/<int:pk>/", views.RenameGroupView.as_view(), name="group"),
            path("ryhmat/<int:pk>/jarjestys/", views.ShiftGroupView.as_view(), name="shift_group"),
            path("ryhmat/<int:pk>/poisto/", views.DeleteGroupView.as_view(), name="delete_group"),
            path("ryhmat/<int:pk>/idea/", views.GroupToIdeaView.as_view(), name="idea"),
        ]
