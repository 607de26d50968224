"""Finds what names a person in a text, so that its writer can be told kindly before anyone else reads it.

Finds Finnish personal identity codes (with their check character: Väestörekisterikeskus, the remainder of
the nine digits divided by 31; phones turn its hyphen into a dash), phone numbers and e-mail addresses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

IDENTITY_CODE_FOUND = _("There is a personal identity code here. Please remove it: it is too valuable to share.")
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
CENTURIES = {"+": 1800} | dict.fromkeys("-–YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)

IDENTITY_CODE = re.compile(
    r"(?<![0-9A-Za-z])(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{2})(?P<century>[-–+A-FU-Y])(?P<serial>\d{3})(?P<check>[0-9A-Y])(?![0-9A-Za-z])",
    re.IGNORECASE,
)
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
PHONE = re.compile(r"(?<![\w.,-])(?:\+\d{1,3}[ -]?|0)\d(?:[ -]?\d){5,11}(?![\w-])")


class Kind(models.TextChoices):
    IDENTITY_CODE = "identity_code", _("a personal identity code")
    EMAIL = "email", _("an e-mail address")
    PHONE = "phone", _("a phone number")


@dataclass(frozen=True)
class Finding:
    """``text[start:end]`` looks like personal data."""

    kind: Kind
    start: int
    end: int


def find(text: str) -> list[Finding]:
    """Everything found, in the order of the text; overlapping findings are told once."""
    found: list[Finding] = []
    for finding in sorted(_candidates(text), key=lambda item: (item.start, -item.end)):
        if not found or finding.start >= found[-1].end:
            found.append(finding)
    return found


def kinds_in(text: str) -> list[str]:
    """Which kinds of personal data there seem to be: each once, in words, in the order of the text."""
    return [str(kind.label) for kind in dict.fromkeys(finding.kind for finding in find(text))]


def has_identity_code(text: str) -> bool:
    """Whether there is one anywhere, inside an address too."""
    return any(_is_identity_code(match) for match in IDENTITY_CODE.finditer(text))


def refuse_identity_code(text: str) -> None:
    """A validator: nobody may publish an identity code, whoever has looked at it.

    Raises:
        ValidationError: there is one in the text.
    """
    if has_identity_code(text):
        raise ValidationError(IDENTITY_CODE_FOUND)


def _candidates(text: str) -> Iterator[Finding]:
    for match in IDENTITY_CODE.finditer(text):
        if _is_identity_code(match):
            yield Finding(Kind.IDENTITY_CODE, *match.span())
    for match in EMAIL.finditer(text):
        yield Finding(Kind.EMAIL, *match.span())
    for match in PHONE.finditer(text):
        yield Finding(Kind.PHONE, *match.span())


def _is_identity_code(match: re.Match[str]) -> bool:
    day, month, year = int(match["day"]), int(match["month"]), int(match["year"])
    try:
        date(CENTURIES[match["century"].upper()] + year, month, day)
    except (KeyError, ValueError):
        return False
    number = int(match["day"] + match["month"] + match["year"] + match["serial"])
    return CHECK_CHARACTERS[number % 31] == match["check"].upper()
