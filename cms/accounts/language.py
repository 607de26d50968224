"""Which language the site speaks to a member of staff."""

from typing import Any

from django.conf import settings
from django.utils import translation
from wagtail.users.models import UserProfile


def own_language(user: Any) -> str:
    """What somebody signed in has chosen on their account page; empty when nothing. One query."""
    if not user.is_authenticated:
        return ""
    chosen = UserProfile.objects.filter(user=user).values_list("preferred_language", flat=True).first()
    return chosen or ""


def mail_language(user: Any) -> str:
    """The language of mail to a member of staff."""
    return own_language(user) or settings.LANGUAGE_CODE


def staff_language(own: str) -> str:
    """A person's own choice, else the browser's if the staff pages speak it, else Finnish."""
    asked = translation.get_language() or ""
    return own or (asked if asked in dict(settings.WAGTAILADMIN_PERMITTED_LANGUAGES) else settings.LANGUAGE_CODE)
