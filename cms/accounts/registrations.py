"""What staff accounts register when the site starts."""

from cms import roles
from cms.accounts import addresses, notices, passwords, person_data, second_step


def register() -> None:
    """Called from the room's own ``registrations.register()``."""
    roles.register()
    addresses.register()
    passwords.register()
    second_step.register()
    person_data.register()
    notices.register()
