"""The notebook of a workshop: its words made from the board, and the page that carries them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from wagtail.log_actions import log
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.art import Art
from cms.models import User
from cms.moderation.personal_data import Finding, Kind, find
from workshops.models import Note, NotebookPage, NoteGroup, Workshop, WorkshopIndexPage
from workshops.queries import Board, board, index_page_for

NO_INDEX_PAGE = gettext_lazy("There is no page of workshops in the workshop's language yet.")
NO_NOTES = gettext_lazy("There are no notes to publish yet.")

Block = tuple[str, str]


@dataclass(frozen=True)
class Found:
    """A note, or the name of a group, that seems to hold personal data."""

    where: Note | NoteGroup
    findings: list[Finding]

    @property
    def text(self) -> str:
        return str(self.where)

    @property
    def url(self) -> str:
        """Where it can be corrected."""
        return reverse("workshops:note" if isinstance(self.where, Note) else "workshops:group", args=[self.where.pk])

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(str(finding.kind.label) for finding in self.findings))

    @property
    def has_identity_code(self) -> bool:
        return any(finding.kind is Kind.IDENTITY_CODE for finding in self.findings)


def personal_data_on(shown: Board) -> list[Found]:
    """What should be looked at before anybody else reads the notes."""
    places: list[Note | NoteGroup] = [*(item.group for item in shown.groups), *shown.notes]
    looked_at = (Found(place, find(str(place))) for place in places)
    return [found for found in looked_at if found.findings]


def body_of(shown: Board) -> list[Block]:
    """The blocks of the notebook, in the language of the workshop."""
    with override(shown.workshop.language):
        language = shown.workshop.language
        chapters = [(item.group.title, item.notes) for item in shown.groups if item.notes]
        if shown.ungrouped:
            title = _("Other thoughts") if chapters else _("What was said")
            chapters.append((title, list(reversed(shown.ungrouped))))
        asked = _("What was asked")
        told = [_chapter(title, notes, language) for title, notes in chapters]
        return [("text", source) for source in (_asked(asked, shown.workshop), *told)]


def when_and_where(workshop: Workshop) -> str:
    """The day, the place and how many people, in the active language: "12. maaliskuuta 2026 · Kirjasto · 14 people"."""
    return " · ".join(fact for fact in (date_format(workshop.held_on, "DATE_FORMAT"), where(workshop)) if fact)


def where(workshop: Workshop) -> str:
    """The place and how many people, in the active language."""
    count = workshop.participants
    people = ngettext("%(count)d person", "%(count)d people", count) % {"count": count} if count else ""
    return " · ".join(fact for fact in (workshop.place, people) if fact)


def make_draft(workshop: Workshop, by: User) -> NotebookPage:
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
        page = _new_page(parent, shown, by)
        held.notebook = page
        held.save(update_fields=["notebook"])
        log(instance=held, action="workshops.notebook_made", user=by)
    return page


def publish(page: NotebookPage, by: User) -> None:
    """Let everyone read the notebook.

    Raises:
        PermissionDenied: the user may not publish there; an editor will.
    """
    if not PagePermissionPolicy().user_has_permission_for_instance(by, "publish", page):
        raise PermissionDenied
    page.get_latest_revision().publish(user=by)


def may_publish(workshop: Workshop, user: User) -> bool:
    """May the user publish the notebook that is or would be made.

    The policy is asked, not the page: Wagtail's pages say no for types an editor cannot add by hand.
    """
    page = workshop.notebook or index_page_for(workshop)
    return page is not None and bool(PagePermissionPolicy().user_has_permission_for_instance(user, "publish", page))


def _new_page(parent: WorkshopIndexPage, shown: Board, by: User) -> NotebookPage:
    workshop = shown.workshop
    with override(workshop.language):
        lead = _("What people said in a workshop on %(date)s.") % {"date": date_format(workshop.held_on, "DATE_FORMAT")}
    page = NotebookPage(
        title=workshop.title,
        slug=_free_slug(parent, workshop),
        lead=lead,
        art=Art.NOTICE_BOARD,
        body=body_of(shown),
        workshop=workshop,
        locale=parent.locale,
        live=False,
        owner=by,
    )
    parent.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=by)
    page.save_revision(user=by, log_action=True)
    return page


def _free_slug(parent: WorkshopIndexPage, workshop: Workshop) -> str:
    """The title in plain letters, with the day if another page has it; the uuid if there are no such letters."""
    title = slugify(workshop.title)
    wishes = [title, f"{title}-{workshop.held_on.isoformat()}"] if title else []
    taken = set(parent.get_children().filter(slug__in=wishes).values_list("slug", flat=True))
    return next((wish for wish in wishes if wish not in taken), str(workshop.uuid))


def _asked(title: str, workshop: Workshop) -> str:
    return format_html("<h2>{}</h2><p>{}</p><p>{}</p>", title, workshop.question, when_and_where(workshop))


def _chapter(title: str, notes: list[Note], language: str) -> str:
    """A heading and its notes; rich text keeps no language of its own, so other languages are named in words."""
    lists = format_html_join("", "{}", ((part,) for part in _lists(notes, language)))
    return format_html("<h2>{}</h2>{}", title, lists)


def _lists(notes: list[Note], language: str) -> Iterator[SafeString]:
    by_language: dict[str, list[Note]] = {language: []}
    for note in notes:
        by_language.setdefault(note.language, []).append(note)
    for code, items in by_language.items():
        if not items:
            continue
        if code != language:
            yield format_html("<p>({})</p>", items[0].language_name)
        yield format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((note.text,) for note in items)))
