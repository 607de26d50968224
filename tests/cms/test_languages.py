"""What Django is taught of languages."""

import pytest
from django.utils.translation import get_language_info

from cms.languages import OWN_NAMES, direction, known_languages, language_choices


@pytest.mark.parametrize("code", OWN_NAMES)
def test_every_language_is_known_to_django(code: str) -> None:
    info = get_language_info(code)

    assert info["code"] == code
    assert info["name_local"]


def test_easy_finnish_has_a_name_of_its_own() -> None:
    assert get_language_info("fi-simple")["name_local"] == "selkosuomi"
    assert len(set(OWN_NAMES.values())) == len(OWN_NAMES)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("fi", "ltr"), ("fi-simple", "ltr"), ("ar", "rtl"), ("so", "ltr"), ("nonsense", "ltr"), ("", "ltr")],
)
def test_direction(code: str, expected: str) -> None:
    assert direction(code) == expected


def test_choices() -> None:
    assert language_choices(["fi", "ar"]) == [("fi", "Suomi"), ("ar", "العربية")]
    assert len(known_languages()) == 9
