"""How an idea tells that it came from a workshop."""

from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from living_lab.origins import Origin
from workshops.models import Workshop
from workshops.queries import notebook_url


def describe(uuid: UUID, language: str) -> Origin | None:
    """The workshop's name and day, and its public notebook in the language; two queries. None when it is gone."""
    workshop = Workshop.objects.filter(uuid=uuid).first()
    if workshop is None:
        return None
    with override(language):
        date = date_format(workshop.held_on, "DATE_FORMAT")
        label = _("Workshop %(title)s, %(date)s") % {"title": workshop.title, "date": date}
    return Origin(label, notebook_url(uuid, language))
