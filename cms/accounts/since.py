"""Since when something waits, as people say it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.dates import day
from cms.places import clock, zone


def since_words(since: datetime, now: datetime) -> str:
    """Today and yesterday with the clock, earlier days with how long ago; both instants aware."""
    days = (now.astimezone(zone()).date() - since.astimezone(zone()).date()).days
    if days <= 0:
        return _("today at %(time)s") % {"time": clock(since)}
    if days == 1:
        return _("yesterday at %(time)s") % {"time": clock(since)}
    words = {"day": day(since), "days": days}
    return ngettext("%(day)s, %(days)s day ago", "%(day)s, %(days)s days ago", days) % words
