"""What a facilitator does with a workshop, its notes and groups: check, execute, log. Each is one short transaction.

The log says what was done on the workshop, never what a note said; typing notes is not logged one by one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import log
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.art import Art
from cms.models import User
from living_lab.actions.ideas import enter_idea
from living_lab.models import Idea
from workshops import notebook
from workshops.models import Note, NotebookPage, NoteGroup, Workshop, WorkshopIndexPage
from workshops.queries import Board, board, index_page_for
from workshops.rules import OBSTACLE_TEXTS, Direction, Obstacle, idea_obstacle, shifted

ORIGIN = "workshop"
NO_INDEX_PAGE = _("There is no page of workshops in the workshop's language yet.")
NO_NOTES = _("There are no notes to publish yet.")
BECAME_AN_IDEA = _("This group has become an idea, so it stays. You can still move its notes.")


@dataclass(frozen=True)
class IdeaText:
    """What a group says as an idea."""

    title: str
    text: str
    language: str


def write_note(workshop: Workshop, *, sent_id: UUID, text: str, language: str) -> Note:
    """Keep a note. Sent twice under one id, it is one note; another text under a used id is another note.

    The second happens when somebody goes back to an old form and writes there: nothing is lost, and the
    derived id makes this harmless to repeat too.
    """
    note = _kept(workshop, sent_id, text, language)
    if (note.workshop_id, note.text) == (workshop.pk, text):
        return note
    return _kept(workshop, uuid5(sent_id, f"{workshop.uuid}\n{text}"), text, language)


def correct_note(note: Note, *, text: str, language: str, group: NoteGroup | None, by: User) -> Note:
    """Change what a note says, its language or its group."""
    note.text, note.language, note.group = text, language, group
    with transaction.atomic():
        note.save(update_fields=["text", "language", "group"])
        log(instance=note.workshop, action="workshops.note_corrected", user=by)
    return note


def delete_note(note: Note, by: User) -> None:
    """Take a note off the board for good."""
    with transaction.atomic():
        note.delete()
        log(instance=note.workshop, action="workshops.note_deleted", user=by)


def move_notes(workshop: Workshop, notes: Iterable[UUID], group: NoteGroup | None, by: User) -> int:
    """Put notes of the workshop in one of its groups, or in none. Returns how many were moved."""
    with transaction.atomic():
        moved = workshop.notes.filter(pk__in=list(notes)).update(group=group)
        if moved:
            log(instance=workshop, action="workshops.notes_moved", user=by, data={"count": moved})
    return moved


def make_group(workshop: Workshop, title: str, by: User) -> NoteGroup:
    """A new group after the others."""
    with transaction.atomic():
        last = workshop.groups.aggregate(last=Max("position"))["last"]
        group = NoteGroup.objects.create(workshop=workshop, title=title, position=0 if last is None else last + 1)
        log(instance=workshop, action="workshops.group_made", user=by)
    return group


def rename_group(group: NoteGroup, title: str, by: User) -> NoteGroup:
    group.title = title
    with transaction.atomic():
        group.save(update_fields=["title"])
        log(instance=group.workshop, action="workshops.group_renamed", user=by)
    return group


def shift_group(group: NoteGroup, direction: Direction) -> None:
    """Let a group change places with its neighbour. Order alone is not logged."""
    with transaction.atomic():
        groups = list(group.workshop.groups.select_for_update())
        for position, item in enumerate(shifted(groups, group, direction)):
            item.position = position
            item.save(update_fields=["position"])


def delete_group(group: NoteGroup, by: User) -> None:
    """Take a group away; its notes stay on the board without a group.

    Raises:
        ValidationError: it has become an idea.
    """
    with transaction.atomic():
        held = _locked(group)
        if held.idea_id:
            raise ValidationError(BECAME_AN_IDEA)
        held.delete()
        log(instance=group.workshop, action="workshops.group_deleted", user=by)


def turn_into_idea(group: NoteGroup, words: IdeaText, by: User) -> Idea:
    """Bring a group to the workshop's round as an idea; a group becomes an idea once, the second time gives the first.

    Raises:
        ValidationError: the workshop has no round, the round no longer takes ideas, or the group is empty.
    """
    with transaction.atomic():
        held = _locked(group)
        workshop = held.workshop
        round_ = workshop.round
        stage = round_.stage_at(timezone.now()) if round_ else None
        obstacle = idea_obstacle(stage, held.notes.count(), has_idea=held.idea_id is not None)
        if obstacle is Obstacle.ALREADY and held.idea:
            return held.idea
        if obstacle or not round_:
            raise ValidationError(str(OBSTACLE_TEXTS[obstacle or Obstacle.NO_ROUND]))
        idea = Idea(
            round=round_,
            title=words.title,
            text=words.text,
            language=words.language,
            origin_kind=ORIGIN,
            origin_uuid=workshop.uuid,
        )
        held.idea = enter_idea(idea, by)
        held.save(update_fields=["idea"])
        log(instance=workshop, action="workshops.idea_made", user=by)
        return held.idea


def delete_workshop(workshop: Workshop, by: User) -> None:
    """Delete a workshop with its notes and groups.

    Raises:
        ValidationError: something public hangs on it.
    """
    with transaction.atomic():
        held = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
        if why := why_kept(held):
            raise ValidationError(why)
        log(instance=held, action="wagtail.delete", user=by)
        held.delete()


def why_kept(workshop: Workshop) -> str:
    """Why a workshop cannot be deleted, or an empty string."""
    if workshop.notebooks.exists():
        return gettext("The notes of this workshop are a page. Delete the page first.")
    if workshop.groups.exclude(idea=None).exists():
        return gettext(
            "A group of this workshop became an idea, so the workshop is kept: the idea tells where it came from."
        )
    return ""


def make_notebook(workshop: Workshop, by: User) -> NotebookPage:
    """The notebook of a workshop as a draft below the page of workshops; a second time gives the first.

    Raises:
        ValidationError: there are no notes, or no page of workshops in the workshop's language.
    """
    with transaction.atomic():
        held = Workshop.objects.select_for_update(of=("self",)).select_related("notebook").get(pk=workshop.pk)
        if held.notebook:
            return held.notebook
        shown = board(held)
        if not shown.notes:
            raise ValidationError(NO_NOTES)
        parent = index_page_for(held)
        if parent is None:
            raise ValidationError(NO_INDEX_PAGE)
        page = _new_notebook(parent, shown, by)
        held.notebook = page
        held.save(update_fields=["notebook"])
        log(instance=held, action="workshops.notebook_made", user=by)
    return page


def publish_notebook(page: NotebookPage, by: User) -> None:
    """Let everyone read the notebook.

    Raises:
        PermissionDenied: the user may not publish there; an editor will.
    """
    PublishPageRevisionAction(page.get_latest_revision(), user=by).execute()


def may_publish_notebook(workshop: Workshop, user: User) -> bool:
    """May the user publish the notebook that is or would be made.

    The policy is asked, not the page: Wagtail's pages say no for types an editor cannot add by hand.
    """
    page = workshop.notebook or index_page_for(workshop)
    return page is not None and bool(PagePermissionPolicy().user_has_permission_for_instance(user, "publish", page))


def _kept(workshop: Workshop, note_id: UUID, text: str, language: str) -> Note:
    """The note of an id, made if there is none; safe against another request making it at the same time."""
    last = workshop.notes.aggregate(last=Max("position"))["last"]
    note, _made = Note.objects.get_or_create(
        pk=note_id,
        defaults={"workshop": workshop, "text": text, "language": language, "position": (last or 0) + 1},
    )
    return note


def _locked(group: NoteGroup) -> NoteGroup:
    """The group as it is now, held until the transaction ends.

    Raises:
        NoteGroup.DoesNotExist: somebody has just deleted it.
    """
    return NoteGroup.objects.select_for_update(of=("self",)).select_related("workshop__round", "idea").get(pk=group.pk)


def _new_notebook(parent: WorkshopIndexPage, shown: Board, by: User) -> NotebookPage:
    workshop = shown.workshop
    page = NotebookPage(
        title=workshop.title,
        slug=find_available_slug(parent, slugify(workshop.title) or str(workshop.uuid)),
        lead=notebook.lead_of(workshop),
        art=Art.NOTICE_BOARD,
        body=notebook.body_of(shown),
        workshop=workshop,
        locale=parent.locale,
        live=False,
        owner=by,
    )
    parent.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=by)
    page.save_revision(user=by, log_action=True)
    return page
