"""Keeping half-translated pages out of the public's sight.

Where a text has no translation, wagtail-localize puts the source's text in its place. In a draft that helps;
in public it would be Finnish on a Swedish page. Publishing waits until every text is translated. The starter
pack is taken in by code that checks the same by itself (:mod:`cms.packs.install`) and passes none of this.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView

from cms.guarding import turn_back


def missing_texts(page: Page) -> int:
    """How many texts of a translated page still wait, its address aside; 0 for a page of its own."""
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
    if translation is None:
        return 0
    texts, translated = translation.get_progress()
    return int(texts - translated - _address_waits(translation))


def _address_waits(translation: Translation) -> bool:
    """Is the page's address untranslated. It stands on a tab of its own and may stay as it is: nobody reads it."""
    address = StringSegment.objects.filter(source=translation.source, context__path="slug").first()
    if address is None:
        return False
    return not StringTranslation.objects.filter(
        translation_of=address.string_id, locale=translation.target_locale_id, context=address.context_id
    ).exists()


def why_not_public(request: HttpRequest, page: Page) -> str:
    """Words for the translator, or an empty text. Asks about pages below too, if they are published with it."""
    pages = page.get_descendants(inclusive=True) if request.POST.get("include_descendants") else [page]
    missing = sum(missing_texts(one) for one in pages)
    if not missing:
        return ""
    return ngettext(
        "%(count)d text is not translated yet. Nothing was published: the draft is kept, and the public page is as"
        " it was.",
        "%(count)d texts are not translated yet. Nothing was published: the draft is kept, and the public page is as"
        " it was.",
        missing,
    ) % {"count": missing}


def before_translation_is_published(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For ``before_edit_page``, ahead of wagtail-localize, which answers there with its own editor and publishes."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    words = why_not_public(request, page)
    return turn_back(request, page, words) if words else None


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
