"""Keeping half-translated pages out of the public's sight.

Where a text has no translation, wagtail-localize puts the source's text in its place. In a draft that helps;
in public it would be Finnish on a Swedish page. Publishing waits until every text is translated. The starter
pack is taken in by code that checks the same by itself (:mod:`cms.packs.install`) and passes none of this.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView

from cms.guarding import Refusal, turn_back


def missing_texts(pages: Iterable[Page]) -> dict[int, int]:
    """How many texts of each translated page still wait, by its pk; those that miss none are left out.

    The address does not count: it stands on a tab of its own and may stay as it is, for nobody reads it.
    One query for each language.
    """
    by_locale: dict[int, dict[UUID, int]] = {}
    for page in pages:
        by_locale.setdefault(page.locale_id, {})[page.translation_key] = page.pk
    return {pages_of[key]: count for locale, pages_of in by_locale.items() for key, count in _waiting(pages_of, locale)}


def _waiting(pages: Iterable[UUID], locale: int) -> QuerySet[StringSegment, tuple[UUID, int]]:
    """Per page the number of texts that have no sound translation to the language."""
    translations = Translation.objects.filter(source__object_id__in=pages, target_locale=locale, enabled=True)
    done = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), locale=locale, has_error=False
    )
    segments = StringSegment.objects.filter(~Exists(done), source__in=translations.values("source"))
    by_page = segments.exclude(context__path="slug").order_by().values_list("source__object_id")
    return by_page.annotate(count=Count("pk"))


def why_not_public(request: HttpRequest, pages: Sequence[Page]) -> Refusal | None:
    """Refuses what is not wholly translated. Looks at pages below too, if they are published with it."""
    looked_at = _with_those_below(pages) if request.POST.get("include_descendants") else pages
    missing = missing_texts(looked_at)
    if not missing:
        return None
    first = next(page for page in looked_at if page.pk in missing)
    count = sum(missing.values())
    words = ngettext(
        "%(count)d text is not translated yet. Nothing was published: the draft is kept, and the public page is as"
        " it was.",
        "%(count)d texts are not translated yet. Nothing was published: the draft is kept, and the public page is as"
        " it was.",
        count,
    )
    return Refusal(first, words % {"count": count})


def _with_those_below(pages: Sequence[Page]) -> list[Page]:
    """Pages and all that are under them; one query, however many they are."""
    paths: dict[int, set[str]] = {}
    for page in pages:
        paths.setdefault(len(page.path), set()).add(page.path)
    above = {f"above_{length}": Substr("path", 1, length) for length in paths}
    under = reduce(or_, (Q((f"above_{length}__in", found)) for length, found in paths.items()))
    return list(Page.objects.alias(**above).filter(under).order_by("path"))


def before_translation_is_published(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For ``before_edit_page``, ahead of wagtail-localize, which answers there with its own editor and publishes."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    refusal = why_not_public(request, [page])
    return turn_back(request, refusal) if refusal else None


class SyncForm(UpdateTranslationsForm):
    """What is new in the source goes to the translators; it has no translation yet, so it never goes public."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Kept, because the view reads it; hidden and disabled, so a posted value counts for nothing.
        self.fields["publish_translations"] = forms.BooleanField(
            required=False, disabled=True, initial=False, widget=forms.HiddenInput
        )


class SyncView(UpdateTranslationsView):
    """Wagtail-localize's view under its own address, with our form."""

    def get_form(self) -> SyncForm:
        return SyncForm(self.request.POST) if self.request.method == "POST" else SyncForm()
