"""What the staff pages look like and how they read what is typed."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.formats import get_format
from wagtail.images.forms import get_image_form

from cms.models import SiteImage
from cms.packs.format import read_pack
from cms.packs.install import install
from tests.cms.packs.conftest import TinyPack, tiny  # noqa: F401 -- a fixture
from tests.factories import AdministratorFactory


@pytest.mark.parametrize("language", [code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES])
@pytest.mark.parametrize("kind", ["DATE", "DATETIME", "TIME"])
def test_what_the_picker_writes_is_read_in_every_language_of_the_staff_pages(language: str, kind: str) -> None:
    """Wagtail has a check for this; it looks at USE_L10N, which Django no longer has."""
    assert getattr(settings, f"WAGTAIL_{kind}_FORMAT") in get_format(f"{kind}_INPUT_FORMATS", lang=language)


def test_a_picture_is_described_in_one_field() -> None:
    fields = list(get_image_form(SiteImage).base_fields)
    assert "description" not in fields
    assert fields.index("alt_text") == fields.index("file") + 1


def test_a_short_password_is_refused_in_our_words() -> None:
    with pytest.raises(ValidationError) as caught:
        validate_password("lyhyt")
    assert any("12" in message for message in caught.value.messages)
    assert any("12" in text for text in password_validators_help_texts())
    validate_password("neljä outoa sanaa tässä")


@pytest.mark.django_db
def test_the_staff_pages_carry_our_mark_and_no_foreign_help() -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(AdministratorFactory())
    page = client.get("/hallinta/").text
    logo = page.split("data-wagtail-sidebar-branding-logo>", maxsplit=1)[1].split("</template>", maxsplit=1)[0]
    assert "<svg" in logo
    assert "guide.wagtail.org" not in page
    assert "keyboard-shortcuts-dialog" in page


@pytest.mark.django_db
def test_the_translator_sees_the_packs_title_beside_its_words(tiny: TinyPack) -> None:  # noqa: F811
    pack: Any = read_pack(tiny.folder)
    install(pack)
    from wagtail_localize.models import StringTranslation

    assert set(StringTranslation.objects.values_list("tool_name", flat=True)) == {pack.manifest.title["fi"]}
