"""Languages of the site: what Django does not know of them, and each one's own name.

Facts: Django has no entry for Easy Finnish or Somali; an unknown code falls back to its first part,
which would make the menu say "suomi" twice.
"""

from django.conf import locale as django_locale
from django.conf import settings
from django.utils.translation import get_language

OWN_NAMES = {
    "fi": "Suomi",
    "fi-simple": "Selkosuomi",
    "sv": "Svenska",
    "en": "English",
    "ar": "العربية",
    "ru": "Русский",
    "uk": "Українська",
    "et": "Eesti",
    "so": "Soomaali",
}

ADDED_LANG_INFO = {
    "fi-simple": {"bidi": False, "code": "fi-simple", "name": "Easy Finnish", "name_local": "selkosuomi"},
    "so": {"bidi": False, "code": "so", "name": "Somali", "name_local": "Soomaali"},
}


def teach_django() -> None:
    """Add the languages Django lacks; called once, when settings load."""
    django_locale.LANG_INFO.update(ADDED_LANG_INFO)


def language_choices(codes: list[str]) -> list[tuple[str, str]]:
    """``LANGUAGES`` for settings: each code with its own name."""
    return [(code, OWN_NAMES[code]) for code in codes]


def known_languages() -> list[tuple[str, str]]:
    """Every language a text may be in, whether the site is switched to it or not; choices of model fields."""
    return list(OWN_NAMES.items())


def language_of_script(text: str) -> str:
    """The language a text's letters tell, among those we know; empty for Latin letters.

    >>> language_of_script("مطبخ")
    'ar'
    >>> language_of_script("Прогулка")
    'ru'
    """
    if any("\u0600" <= letter <= "\u06ff" for letter in text):
        return "ar"
    if any(letter in "іїєґІЇЄҐ" for letter in text):
        return "uk"
    return "ru" if any("\u0400" <= letter <= "\u04ff" for letter in text) else ""


def active() -> str:
    """The language this text is being made in; the site's own where Django has switched translations off."""
    return get_language() or str(settings.LANGUAGE_CODE)


def direction(code: str) -> str:
    """``rtl`` or ``ltr``, for the ``dir`` of a fragment."""
    return "rtl" if django_locale.LANG_INFO.get(code, {}).get("bidi") else "ltr"
