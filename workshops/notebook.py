"""The words of a workshop's notebook, made from its board."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from workshops.models import Note, Workshop
from workshops.queries import Board

Block = tuple[str, str]


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


def lead_of(workshop: Workshop) -> str:
    """One sentence under the heading, in the language of the workshop."""
    with override(workshop.language):
        day = date_format(workshop.held_on, "DATE_FORMAT")
        return _("What people said in a workshop on %(date)s.") % {"date": day}


def when_and_where(workshop: Workshop) -> str:
    """The day, the place and how many people, in the active language: "12. maaliskuuta 2026 · Kirjasto · 14 people"."""
    return " · ".join(fact for fact in (date_format(workshop.held_on, "DATE_FORMAT"), where(workshop)) if fact)


def where(workshop: Workshop) -> str:
    """The place and how many people, in the active language."""
    count = workshop.participants
    people = ngettext("%(count)d person", "%(count)d people", count) % {"count": count} if count else ""
    return " · ".join(fact for fact in (workshop.place, people) if fact)


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
