"""E-mail addresses on the command line."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email


def address(text: str) -> str:
    """``text`` as an address.

    Raises:
        CommandError: it is none; an empty one would be everybody's who has none.
    """
    stripped = text.strip()
    try:
        validate_email(stripped)
    except ValidationError as error:
        raise CommandError(f"'{text}' is not an e-mail address.") from error
    return stripped
