"""The clock: what is due, once, whoever asks; and a broken job stops nobody."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from cms import jobs
from cms.jobs import Job, is_due, tick
from cms.management.commands import clock
from cms.models import JobRun
from cms.registries import Registry

HELSINKI = ZoneInfo("Europe/Helsinki")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
EACH_MINUTE = Job("minute", "Minute", lambda now: "")
NIGHTLY = Job("night", "Night", lambda now: "", daily_at=time(3, 10))


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Registry[Job]:
    """An empty table of jobs."""
    registry: Registry[Job] = Registry("job")
    monkeypatch.setattr(jobs, "JOBS", registry)
    return registry


@pytest.fixture
def ran(table: Registry[Job]) -> list[str]:
    """Names of the jobs that ran; three are registered, the middle one fails."""
    names: list[str] = []

    def fail(now: datetime) -> str:
        names.append("broken")
        raise RuntimeError("no luck")

    jobs.register(Job("first", "First", lambda now: names.append("first") or "one thing"))
    jobs.register(Job("broken", "Broken", fail))
    jobs.register(Job("last", "Last", lambda now: names.append("last") or ""))
    return names


# --- What is due ----------------------------------------------------------------------------------------
def test_a_new_job_of_the_minute_is_due_at_once_and_then_in_the_next_minute() -> None:
    assert is_due(EACH_MINUTE, None, NOON)
    assert not is_due(EACH_MINUTE, NOON, NOON)
    assert not is_due(EACH_MINUTE, NOON, NOON + MINUTE - SECOND)
    assert is_due(EACH_MINUTE, NOON, NOON + MINUTE)


def test_a_late_tick_does_not_cost_the_next_minute() -> None:
    assert is_due(EACH_MINUTE, NOON + timedelta(seconds=50), NOON + MINUTE)


def test_a_nightly_job_is_due_from_its_time_on_once() -> None:
    three_ten = datetime(2026, 11, 24, 3, 10, tzinfo=HELSINKI)

    assert not is_due(NIGHTLY, three_ten - timedelta(hours=23), three_ten - SECOND)
    assert is_due(NIGHTLY, three_ten - timedelta(hours=23), three_ten)
    assert not is_due(NIGHTLY, three_ten, three_ten + SECOND)
    assert is_due(NIGHTLY, three_ten - timedelta(days=3), three_ten + timedelta(hours=9))


def test_a_nightly_job_that_never_ran_waits_for_its_time() -> None:
    assert not is_due(NIGHTLY, None, datetime(2026, 11, 24, 3, 9, tzinfo=HELSINKI))
    assert is_due(NIGHTLY, None, datetime(2026, 11, 24, 3, 10, tzinfo=HELSINKI))


def test_late_on_the_long_day_of_autumn_a_job_is_not_due_before_its_time() -> None:
    late = Job("late", "Late", lambda now: "", daily_at=time(23, 45))
    before = datetime(2026, 10, 25, 23, 30, tzinfo=HELSINKI)
    yesterday = datetime(2026, 10, 24, 23, 45, tzinfo=HELSINKI)

    assert not is_due(late, yesterday, before)


DAYS = st.sampled_from([date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25), date(2026, 6, 1)])
WALLS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 29, 30, 59]))


@given(day=DAYS, wall=WALLS, zone=st.sampled_from([UTC, HELSINKI, timezone(timedelta(hours=-9))]))
def test_over_three_days_a_daily_job_runs_once_on_each_date_whatever_the_clock_does(
    day: date, wall: time, zone: ZoneInfo
) -> None:
    job = Job("daily", "Daily", lambda now: "", daily_at=wall)
    now = datetime.combine(day, time.min, HELSINKI).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=3), time.min, HELSINKI).astimezone(UTC)
    last, runs = None, []
    while now < end:
        if is_due(job, last, now.astimezone(zone)):
            last = now.astimezone(zone)
            runs.append(now.astimezone(HELSINKI).date())
        now += timedelta(minutes=7)

    expected = [day + timedelta(days=number) for number in range(3)]
    # a time in the last minutes of a day may be noticed on the next date
    assert runs == expected or (
        wall >= time(23, 53) and runs in ([d + timedelta(days=1) for d in expected], expected[1:])
    )


@given(every=st.integers(1, 500), seconds=st.lists(st.integers(1, 300), min_size=1, max_size=40))
def test_a_repeated_job_runs_once_in_each_span_in_which_anybody_ticks(every: int, seconds: list[int]) -> None:
    job = Job("often", "Often", lambda now: "", every=timedelta(minutes=every))
    last, now = None, NOON
    spans: list[int] = []
    for step in seconds:
        now += timedelta(seconds=step)
        span = int(now.timestamp()) // (every * 60)
        due = is_due(job, last, now)

        assert due is (span not in spans)
        if due:
            last = now
            spans.append(span)


# --- Running --------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_broken_job_is_recorded_and_stops_nobody(ran: list[str], caplog: pytest.LogCaptureFixture) -> None:
    runs = tick(NOON)

    assert ran == ["first", "broken", "last"]
    assert [(run.name, run.succeeded, run.message) for run in runs] == [
        ("first", True, "one thing"),
        ("broken", False, "RuntimeError: no luck"),
        ("last", True, ""),
    ]
    stored = JobRun.objects.get(name="broken")
    assert (stored.started_at, stored.locked_until, stored.succeeded) == (NOON, None, False)
    assert "job broken failed" in caplog.text


@pytest.mark.django_db
@pytest.mark.usefixtures("ran")
def test_the_same_minute_runs_nothing_twice() -> None:
    tick(NOON)

    assert tick(NOON + 30 * SECOND) == []
    assert len(tick(NOON + MINUTE)) == 3


@pytest.mark.django_db
def test_a_locked_job_is_left_alone_until_the_lock_is_old(ran: list[str]) -> None:
    JobRun.objects.create(name="first", started_at=NOON - MINUTE, locked_until=NOON + jobs.LOCK_TIME)

    tick(NOON)
    assert ran == ["broken", "last"]

    tick(NOON + jobs.LOCK_TIME)
    assert ran == ["broken", "last", "first", "broken", "last"]


@pytest.mark.django_db
def test_a_job_that_outlived_its_lock_does_not_open_the_next_ones(table: Registry[Job]) -> None:
    later = NOON + jobs.LOCK_TIME + MINUTE

    def overtaken(now: datetime) -> str:
        JobRun.objects.filter(name="long").update(locked_until=later + jobs.LOCK_TIME, started_at=later)
        return ""

    jobs.register(Job("long", "Long", overtaken))
    tick(NOON)

    assert JobRun.objects.get(name="long").locked_until == later + jobs.LOCK_TIME


@pytest.mark.django_db
def test_a_job_that_somebody_else_has_run_since_is_not_run_again(
    ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two clocks found it due; the slower one finds it done."""

    def slow_look(job: Job, last: datetime | None, now: datetime) -> bool:
        if job.name == "last":
            JobRun.objects.update_or_create(name="last", defaults={"started_at": now - SECOND})
        return is_due(job, last, now)

    monkeypatch.setattr(jobs, "is_due", slow_look)
    tick(NOON)

    assert ran == ["first", "broken"]


@pytest.mark.django_db(transaction=True)
def test_of_many_clocks_one_runs_a_job(table: Registry[Job]) -> None:
    ran: list[int] = []
    start = threading.Barrier(6)
    jobs.register(Job("only", "Only", lambda now: ran.append(1) or ""))

    def tick_together() -> None:
        start.wait()
        try:
            tick(NOON)
        finally:
            connection.close()

    threads = [threading.Thread(target=tick_together) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ran == [1]


def test_a_name_is_given_once(table: Registry[Job]) -> None:
    jobs.register(Job("one", "One", lambda now: ""))

    with pytest.raises(ValueError, match="'one' is registered twice"):
        jobs.register(Job("one", "Another", lambda now: ""))


# --- The commands ---------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_tick_prints_a_line_for_each_job_and_fails_when_one_failed(
    ran: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="Failed: broken") as failure:
        call_command("tick")

    assert failure.value.returncode == 1
    assert capsys.readouterr().out == "first: one thing\nbroken: FAILED, RuntimeError: no luck\nlast: done\n"


@pytest.mark.django_db
def test_tick_is_quiet_when_nothing_is_due(table: Registry[Job], capsys: pytest.CaptureFixture[str]) -> None:
    call_command("tick")

    assert capsys.readouterr().out == ""


def test_the_clock_waits_for_the_next_minute_and_not_at_all_when_it_has_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock.timezone, "now", lambda: NOON + timedelta(seconds=12.5))

    assert clock.next_minute(NOON + timedelta(seconds=3)) == NOON + MINUTE
    assert clock.seconds_until(NOON + MINUTE) == 47.5
    assert clock.seconds_until(NOON) == 0


class ImpatientStop(threading.Event):
    """Lets three ticks happen, without waiting between them."""

    def __init__(self) -> None:
        super().__init__()
        self.waits = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.waits += 1
        assert timeout is not None
        assert 0 <= timeout <= 60
        if self.waits == 3:
            self.set()
        return self.is_set()


@pytest.fixture
def closed_connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    closed: list[str] = []
    monkeypatch.setattr(clock, "close_old_connections", lambda: closed.append("old"))
    monkeypatch.setattr(clock.connections, "close_all", lambda: closed.append("all"))
    return closed


def test_the_clock_outlives_a_failing_tick(
    monkeypatch: pytest.MonkeyPatch, closed_connections: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    ticks = iter([None, ConnectionError("the database is away"), None])
    went_well = []

    def tick_that_fails_once() -> None:
        if error := next(ticks):
            raise error
        went_well.append("all" in closed_connections)

    monkeypatch.setattr(jobs, "tick", tick_that_fails_once)
    clock.run_until(ImpatientStop())

    assert went_well == [False, True]  # the second on a new connection
    assert "the database is away" in caplog.text
