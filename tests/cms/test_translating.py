"""A translation goes public whole or not at all, by whichever door."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.views.update_translations import UpdateTranslationsView

from cms.models import ContentPage
from cms.translating import SyncView, missing_texts, why_not_public
from tests.conftest import SiteTree
from tests.factories import AdministratorFactory, ContentPageFactory

FINNISH, SWEDISH, NEW = "Tule mukaan", "Kom med", "Uusi otsikko"


@dataclass
class Translated:
    """A Finnish page, its Swedish translation, and a member of staff's browser."""

    original: Any
    translation: Translation
    client: Client

    @property
    def page(self) -> Any:
        return self.translation.get_target_instance()

    def put(self, count: int | None = None) -> None:
        """Translate the texts that wait, all or the first ``count``."""
        for segment in self.translation.source.stringsegment_set.order_by("order")[:count]:
            StringTranslation.objects.get_or_create(
                translation_of=segment.string, locale=self.translation.target_locale, context=segment.context,
                defaults={"data": "kom-med" if segment.context.path == "slug" else SWEDISH},
            )  # fmt: skip

    def publish(self) -> Any:
        return self.client.post(f"/hallinta/pages/{self.page.pk}/edit/", {"action": "publish"}, follow=True)


@pytest.fixture
def translated(site_tree: SiteTree, django_capture_on_commit_callbacks: Any) -> Translated:
    original = ContentPageFactory(parent=site_tree["fi"], title=FINNISH, slug="tule", locale=site_tree["fi"].locale)
    source, _ = TranslationSource.get_or_create_from_instance(original)
    translation = Translation.objects.create(source=source, target_locale=site_tree["sv"].locale)
    translation.save_target(publish=False)
    client = Client(headers={"accept-language": "en"})
    client.force_login(AdministratorFactory())
    return Translated(original, translation, client)


@pytest.fixture
def public(translated: Translated, django_capture_on_commit_callbacks: Any) -> Translated:
    """The translation is complete and public, and then the original gets another title."""
    translated.put()
    with django_capture_on_commit_callbacks(execute=True):
        translated.publish()
    assert translated.page.live
    translated.original.title = NEW
    translated.original.save_revision().publish()
    return translated


@pytest.mark.parametrize("done", [0, 1])
def test_a_draft_with_texts_missing_is_not_published(
    translated: Translated, done: int, django_capture_on_commit_callbacks: Any
) -> None:
    translated.put(done)
    missing = sum(missing_texts([translated.page]).values())
    texts = translated.translation.source.stringsegment_set.exclude(context__path="slug")
    assert missing == texts.count() - done
    with django_capture_on_commit_callbacks(execute=True):
        answer = translated.publish()
    assert f"{missing} texts are not translated yet." in answer.text
    assert not translated.page.live


def test_the_address_alone_holds_nothing_back(translated: Translated) -> None:
    translated.put()
    StringTranslation.objects.filter(context__path="slug").delete()
    assert missing_texts([translated.page]) == {}


def test_a_complete_translation_is_published(translated: Translated, django_capture_on_commit_callbacks: Any) -> None:
    translated.put()
    with django_capture_on_commit_callbacks(execute=True):
        translated.publish()
    assert translated.page.live
    assert translated.page.title == SWEDISH
    assert translated.client.get("/sv/kom-med/").status_code == 200


def test_a_public_page_stays_as_it_was_when_a_new_text_waits(
    public: Translated, django_capture_on_commit_callbacks: Any
) -> None:
    public.translation.source.update_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        answer = public.publish()
    assert "1 text is not translated yet." in answer.text
    assert public.page.title == SWEDISH
    assert NEW not in public.client.get("/sv/kom-med/").text


def test_syncing_never_publishes(public: Translated, django_capture_on_commit_callbacks: Any) -> None:
    address = reverse("wagtail_localize:update_translations", args=[public.translation.source_id])
    assert "publish-translations-label" not in public.client.get(address).text.split("<style>", maxsplit=1)[0]
    with django_capture_on_commit_callbacks(execute=True):
        assert public.client.post(address, {"publish_translations": "on"}).status_code == 302
    assert missing_texts([public.page]) == {public.page.pk: 1}
    assert public.page.title == SWEDISH
    assert not public.page.has_unpublished_changes


def test_the_sync_view_is_ours() -> None:
    """A new release of wagtail-localize may move it; then ours would answer nobody."""
    view = resolve(reverse("wagtail_localize:update_translations", args=[1])).func.view_class  # type: ignore[attr-defined]
    assert view is SyncView
    assert issubclass(view, UpdateTranslationsView)


@pytest.mark.parametrize("with_those_below", [False, True])
def test_publishing_many_at_once_is_no_way_round(
    translated: Translated, site_tree: SiteTree, *, with_those_below: bool
) -> None:
    chosen: Page = site_tree["sv"] if with_those_below else translated.page
    address = f"/hallinta/bulk/wagtailcore/page/publish/?id={chosen.pk}"
    data = {"include_descendants": "on"} if with_those_below else {}
    assert "not translated yet" in translated.client.post(address, data, follow=True).text
    assert not translated.page.live


def test_a_page_of_its_own_misses_nothing(site_tree: SiteTree) -> None:
    assert missing_texts([ContentPageFactory(parent=site_tree["sv"])]) == {}
    assert ContentPage.objects.count() == 1


def test_many_pages_are_looked_at_in_as_many_queries_as_one(
    translated: Translated, site_tree: SiteTree, django_assert_num_queries: Any, rf: Any
) -> None:
    request = rf.post("/", {"include_descendants": "on"})
    pages = [
        translated.page,
        *ContentPageFactory.create_batch(9, parent=site_tree["sv"], locale=site_tree["sv"].locale),
    ]

    with django_assert_num_queries(2):  # those below; what they miss
        refusal = why_not_public(request, pages)

    assert refusal
    assert refusal.page.pk == translated.page.pk
