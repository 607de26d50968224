"""Who has signed in, for views behind the gate of the staff pages."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from cms.models.users import User


def user_of(request: HttpRequest) -> User:
    """The signed-in member of staff.

    Raises:
        PermissionDenied: nobody has signed in.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
