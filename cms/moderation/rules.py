"""Which step a moderated text may take, as a table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    WAITING = "waiting", _("waiting to be read")
    PUBLISHED = "published", _("published")
    RETURNED = "returned", _("returned to the writer")
    WITHDRAWN = "withdrawn", _("withdrawn")


ALLOWED: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.PUBLISHED, State.RETURNED}),
    State.RETURNED: frozenset({State.WAITING, State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.RETURNED, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}


def may_go(here: str, there: str) -> bool:
    """May a text in state ``here`` go to ``there``."""
    return State(there) in ALLOWED[State(here)]
