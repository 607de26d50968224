"""Mail about what waits: how much and since when, never a word of what residents wrote.

Each member of staff chooses on their account page: no mail, once a day, or at once. A failing mail server
costs that mail and nothing else; no address is logged.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, time
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks import task

from cms import desk, jobs
from cms.accounts.language import mail_language
from cms.dates import since_words
from cms.models import User
from cms.models.users import NoticeFrequency

EIGHT = time(8)
QUIET_FOR = 10 * 60  # after a mail about a panel, while the same thing is still the oldest
logger = logging.getLogger(__name__)


def register() -> None:
    jobs.register(jobs.Job("staff-notices", _("E-mail to staff about what is waiting"), send_daily, daily_at=EIGHT))


def send_daily(now: datetime) -> str:
    """One mail to each who wants one a day and for whom something waits; returns how many."""
    sent = sum(_mail(user, now, desk.waiting_for) for user in _staff(NoticeFrequency.DAILY))
    return ngettext("%(number)s message", "%(number)s messages", sent) % {"number": sent}


def tell_at_once(panel_name: str) -> None:
    """Rooms call this in the transaction in which something arrived for a panel of the desk.

    Raises:
        LookupError: no panel has the name.
    """
    if desk.PANELS.get(panel_name) is None:
        raise LookupError(f"there is no desk panel {panel_name!r}")
    transaction.on_commit(lambda: send_at_once.enqueue(panel_name))


@task()
def send_at_once(panel_name: str) -> int:
    """Mail to those who want to know at once; how many were sent.

    Many things arriving together are one mail: until ten minutes have passed or the oldest of them is dealt with.
    """
    panel = desk.PANELS.get(panel_name)
    if panel is None:
        return 0
    now, find = timezone.now(), partial(_news, panel)
    return sum(_mail(user, now, find) for user in _staff(NoticeFrequency.AT_ONCE))


def _news(panel: desk.DeskPanel, user: User) -> list[desk.WaitingLine]:
    waiting = panel.waiting(user)
    if not waiting or not waiting.count:
        return []
    since = waiting.since.isoformat() if waiting.since else ""
    is_new = cache.add(f"staff-told:{panel.name}:{user.pk}:{since}", 1, QUIET_FOR)
    return [desk.WaitingLine(str(panel.label), waiting)] if is_new else []


def _staff(frequency: NoticeFrequency) -> Iterable[User]:
    return User.objects.filter(is_active=True, notices=frequency).exclude(email="").order_by("pk")


def _mail(user: User, now: datetime, find: Callable[[User], list[desk.WaitingLine]]) -> bool:
    """Mail one person in their language if ``find`` finds something; tells whether it was sent."""
    with translation.override(mail_language(user)):
        lines = [_line(line, now) for line in find(user)]
        if not lines:
            return False
        address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('wagtailadmin_home')}"
        account = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('wagtailadmin_account')}"
        text = render_to_string("cms/desk/notice.txt", {"lines": lines, "address": address, "account": account})
        message = EmailMessage(_subject(), text, to=[user.email], headers={"Auto-Submitted": "auto-generated"})
    try:
        message.send()
    except (SMTPException, OSError, ValueError) as error:  # ValueError: a line break in an address
        logger.error("mail about what waits to user %s failed: %s", user.pk, type(error).__name__)  # noqa: TRY400 - the trace holds the address
        return False
    return True


def _subject() -> str:
    return _("%(site)s: something waits for you") % {"site": settings.WAGTAIL_SITE_NAME}


def _line(line: desk.WaitingLine, now: datetime) -> str:
    """For example ``Ideas to read: 3 (the first since yesterday at 9.15)``."""
    number = f"{line.label}: {line.waiting.count}"
    if line.waiting.since is None:
        return number
    since = since_words(line.waiting.since, now)
    if line.waiting.count == 1:
        return f"{number} ({since})"
    oldest = _("the oldest:")
    return f"{number} ({oldest} {since})"
