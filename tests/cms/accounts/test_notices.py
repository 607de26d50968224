"""Mail about what waits."""

import logging
from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone, translation
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.users.models import UserProfile

from cms import desk, jobs
from cms.accounts import notices
from cms.dates import since_words
from cms.models import User
from cms.models.users import NoticeFrequency
from tests.factories import HOSTILE, UserFactory

pytestmark = pytest.mark.django_db
HELSINKI = ZoneInfo("Europe/Helsinki")


def send() -> list[mail.EmailMessage]:
    notices.send_daily(timezone.now())
    return mail.outbox


def test_something_waits_so_one_mail_comes(three_wait: desk.DeskPanel) -> None:
    user = UserFactory()
    (message,) = send()
    assert message.to == [user.email]
    assert "Ideas to read: 3" in message.body
    assert "http://localhost:8000/hallinta/" in message.body


def test_nothing_waits_so_no_mail_comes(panels: Any) -> None:
    UserFactory()
    desk.register(desk.DeskPanel("none", "None", lambda _user: None))
    desk.register(desk.DeskPanel("zero", "Zero", lambda _user: desk.Waiting(0, None, "/")))
    assert send() == []


@pytest.mark.parametrize(
    "change",
    [
        {"notices": NoticeFrequency.OFF},
        {"notices": NoticeFrequency.AT_ONCE},
        {"email": ""},
        {"is_active": False},
    ],
    ids=str,
)
def test_no_daily_mail_to(three_wait: desk.DeskPanel, change: dict[str, Any]) -> None:
    UserFactory(**change)
    assert send() == []


@pytest.mark.parametrize("language", ["fi", "sv", "en", ""])
def test_everyone_reads_their_own_language(three_wait: desk.DeskPanel, language: str) -> None:
    profile = UserProfile.get_for_user(UserFactory())
    profile.preferred_language = language
    profile.save()
    (message,) = send()
    with translation.override(language or "fi"):
        assert message.subject == translation.gettext("%(site)s: something waits for you") % {"site": "Vierellä"}
        assert translation.gettext("Hello! This waits for you on the staff pages:") in message.body


def test_no_word_of_residents_is_mailed(three_wait: desk.DeskPanel) -> None:
    UserFactory()
    (message,) = send()
    assert HOSTILE not in message.body + message.subject
    assert "<" not in message.body


def test_the_job_runs_once_a_day_at_eight() -> None:
    job = jobs.JOBS.get("staff-notices")
    assert job is not None
    eight = datetime(2026, 12, 1, 8, tzinfo=HELSINKI)
    assert not jobs.is_due(job, eight - timedelta(days=1), eight - timedelta(minutes=1))
    assert jobs.is_due(job, eight - timedelta(days=1), eight)
    assert not jobs.is_due(job, eight, eight + timedelta(hours=12))


class BrokenMail:
    """A mail server that refuses the first of two."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def send(self, message: mail.EmailMessage) -> int:
        self.asked += message.to
        if len(self.asked) == 1:
            raise SMTPRecipientsRefused({message.to[0]: (550, b"no")})
        return 1


def test_a_refused_mail_stops_nobody_elses_and_no_address_is_logged(
    three_wait: desk.DeskPanel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = UserFactory(), UserFactory()
    broken = BrokenMail()
    monkeypatch.setattr(mail.EmailMessage, "send", lambda message: broken.send(message))  # noqa: PLW0108 - a bound method would lose the message
    caplog.set_level(logging.DEBUG)
    with translation.override("en"):
        assert notices.send_daily(timezone.now()) == "1 message"
    assert broken.asked == [first.email, second.email]
    assert "SMTPRecipientsRefused" in caplog.text
    assert "@" not in caplog.text


def test_a_line_break_in_an_address_adds_no_header(three_wait: desk.DeskPanel) -> None:
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(email="a@kunta.example\nBcc: evil@example.org")
    assert send() == []


def test_at_once_means_after_the_commit(
    three_wait: desk.DeskPanel, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    wants = UserFactory(notices=NoticeFrequency.AT_ONCE)
    UserFactory(notices=NoticeFrequency.DAILY)
    with django_capture_on_commit_callbacks(execute=True):
        notices.tell_at_once("ideas")
        assert mail.outbox == []
    assert [message.to for message in mail.outbox] == [[wants.email]]


def test_a_panel_that_nobody_registered_is_a_mistake_told_at_once(panels: Any) -> None:
    with pytest.raises(LookupError):
        notices.tell_at_once("unknown")


def test_many_at_once_are_one_mail_until_the_oldest_is_dealt_with(panels: Any) -> None:
    UserFactory(notices=NoticeFrequency.AT_ONCE)
    waiting = {"since": timezone.now()}
    desk.register(desk.DeskPanel("ideas", "Ideas", lambda _user: desk.Waiting(1, waiting["since"], "/")))
    for _ in range(5):
        notices.send_at_once.call("ideas")
    assert len(mail.outbox) == 1
    waiting["since"] += timedelta(seconds=1)
    notices.send_at_once.call("ideas")
    assert len(mail.outbox) == 2
    cache.clear()  # ten minutes later
    notices.send_at_once.call("ideas")
    assert len(mail.outbox) == 3


def test_an_unknown_panel_and_an_empty_one_are_no_news(panels: Any) -> None:
    UserFactory(notices=NoticeFrequency.AT_ONCE)
    desk.register(desk.DeskPanel("empty", "Empty", lambda _user: None))
    assert notices.send_at_once.call("empty") == 0
    assert notices.send_at_once.call("unknown") == 0


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (datetime(2026, 12, 2, 0, 0, tzinfo=HELSINKI), "today"),
        (datetime(2026, 12, 1, 23, 59, tzinfo=HELSINKI), "yesterday"),
        (datetime(2026, 11, 30, 12, 0, tzinfo=HELSINKI), "2 days ago"),
    ],
)
def test_since_is_told_by_the_local_calendar(since: datetime, words: str) -> None:
    half_past_midnight = datetime(2026, 12, 1, 22, 30, tzinfo=UTC)  # here it is already the second
    with translation.override("en"):
        assert words in since_words(since, half_past_midnight)
