"""At its close a vote is counted once, frozen, and everything that could tell who voted what is gone."""

import datetime as dt
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms import jobs
from cms.moderation.rules import State
from cms.tokens import new_key
from living_lab import closing, counting
from living_lab.actions.ideas import hide_idea, return_idea
from living_lab.casting import give_vote, let_ballots_in
from living_lab.closing import close_due_votes, close_vote, totals_shown
from living_lab.models import Ballot, Idea, Result, Round
from living_lab.rules import Stage
from living_lab.timing import NotNow
from tests.conftest import SiteTree
from tests.factories import HOSTILE, AdministratorFactory, AnswerFactory, BallotFactory, IdeaFactory, ResultFactory
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import MICROSECOND, Lab, address, some_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(lab: Lab) -> Round:
    """A vote that is over and not counted: three ideas with 12, 7 and 0 votes on 14 ballots."""
    round_ = lab.round(Stage.ANSWERS)
    first, second, _third = IdeaFactory.create_batch(3, round=round_)
    BallotFactory.create_batch(5, round=round_, ideas=[first, second])
    BallotFactory.create_batch(7, round=round_, ideas=[first])
    BallotFactory.create_batch(2, round=round_, ideas=[second])
    BallotFactory(round=round_, choices=[])
    return round_


def test_the_count_is_what_was_cast(over: Round) -> None:
    result = close_vote(over)

    assert result is not None
    assert (result.ballots, result.votes) == (14, 19)
    assert [row["votes"] for row in result.totals] == [12, 7, 0]
    assert result.sha256 == counting.digest(result.file)
    assert len(result.file.splitlines()) == 14


def test_anyone_can_recount_what_is_published(over: Round) -> None:
    result = close_vote(over)
    file = Client().get(address("result_file", over.slug)).content.decode()

    assert result is not None
    for row in result.totals:
        assert sum(row["idea"] in line.split() for line in file.splitlines()) == row["votes"]
    assert counting.digest(file) == result.sha256


def test_nothing_is_counted_before_the_end(lab: Lab, clock: Clock) -> None:
    round_ = lab.round(Stage.VOTING)
    BallotFactory(round=round_)
    clock.to(round_.voting_close - MICROSECOND)

    assert close_vote(round_) is None
    assert close_due_votes(clock()) == ""
    assert Client().get(address("result_file", round_.slug)).status_code == 404
    assert Ballot.objects.count() == 1
    assert Round.objects.get(pk=round_.pk).secret


def test_ballots_and_secret_are_gone(over: Round) -> None:
    close_vote(over)

    assert not Ballot.objects.exists()
    assert Round.objects.get(pk=over.pk).secret == ""


def test_counting_again_gives_the_first_result(over: Round) -> None:
    first = close_vote(over)
    BallotFactory(round=over)

    again = close_vote(Round.objects.get(pk=over.pk))

    assert first is not None
    assert again == first
    assert Result.objects.get().votes == 19


def test_the_first_reader_finds_the_result_without_the_clock(over: Round) -> None:
    page = Client().get(address("round", over.slug), follow=True)

    assert page.status_code == 200
    assert page.context["result"].votes == 19
    assert Result.objects.count() == 1


def test_the_job_counts_every_vote_that_is_over(lab: Lab, over: Round, clock: Clock) -> None:
    going_on = lab.round(Stage.VOTING)
    BallotFactory(round=going_on)

    jobs.tick(clock())

    assert Result.objects.filter(round=over).exists()
    assert not Result.objects.filter(round=going_on).exists()
    assert over.name not in close_due_votes(clock())


def test_a_failure_in_the_middle_leaves_everything_as_it_was(over: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_file: str) -> str:
        raise RuntimeError("disk full")

    monkeypatch.setattr(counting, "digest", fail)
    with pytest.raises(RuntimeError):
        close_vote(over)

    assert Ballot.objects.count() == 15
    assert Round.objects.get(pk=over.pk).secret
    assert not Result.objects.exists()


def test_a_returned_idea_is_not_counted(lab: Lab, clock: Clock) -> None:
    round_ = lab.round(Stage.VOTING)
    kept, returned = IdeaFactory.create_batch(2, round=round_)
    BallotFactory.create_batch(10, round=round_, ideas=[kept, returned])
    return_idea(returned, AdministratorFactory(), "personal", "Nimi pois.")
    clock.to(round_.voting_close)

    result = close_vote(round_)

    assert result is not None
    assert [row["idea"] for row in result.totals] == [str(kept.pk)]
    assert (result.ballots, result.votes) == (10, 10)
    assert str(returned.pk) not in result.file


def test_the_result_is_frozen(over: Round) -> None:
    result = close_vote(over)
    assert result is not None
    before = Client().get(address("round", over.slug), follow=True).content.decode()
    idea = over.ideas.first()
    assert idea is not None

    with pytest.raises(NotNow):
        return_idea(idea, AdministratorFactory(), "rude", "")
    Idea.objects.filter(pk=idea.pk).update(title="toinen", state=State.RETURNED)
    over.ideas.last().delete()

    frozen = Result.objects.get()
    assert (frozen.totals, frozen.file, frozen.sha256) == (result.totals, result.file, result.sha256)
    assert idea.title in before.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    assert "toinen" not in str(frozen.totals)


def test_an_idea_taken_down_keeps_its_votes_and_loses_its_words(over: Round, django_assert_num_queries: Any) -> None:
    result = close_vote(over)
    assert result is not None
    gone = Idea.objects.get(pk=result.totals[0]["idea"])
    hide_idea(gone, AdministratorFactory(), "Siinä on nimi")

    with django_assert_num_queries(1):
        shown = totals_shown(result)

    assert [row["votes"] for row in shown] == [row["votes"] for row in result.totals]
    assert gone.title not in str(shown)
    assert shown[1:] == result.totals[1:]
    stored = Result.objects.get()
    assert gone.title not in str(stored.totals)
    assert counting.digest(stored.file) == stored.sha256
    gone.delete()  # when it has been kept long enough
    assert totals_shown(stored) == shown


def test_ideas_and_rounds_with_a_history_cannot_be_deleted(over: Round) -> None:
    from django.db.models import ProtectedError

    close_vote(over)
    answered = AnswerFactory(idea=over.ideas.first())

    with pytest.raises(ProtectedError):
        answered.idea.delete()
    with pytest.raises(ProtectedError):
        over.delete()


def test_a_small_rounds_ballots_are_not_published(lab: Lab) -> None:
    round_ = lab.round(Stage.ANSWERS)
    BallotFactory.create_batch(9, round=round_, ideas=IdeaFactory.create_batch(2, round=round_))

    result = close_vote(round_)

    assert result is not None
    assert (result.ballots, result.votes, result.file) == (9, 18, "")
    assert Client().get(address("result_file", round_.slug)).status_code == 404


def test_a_vote_without_ballots_is_counted_too(lab: Lab) -> None:
    round_ = lab.round(Stage.ANSWERS)
    IdeaFactory(round=round_)

    result = close_vote(round_)

    assert result is not None
    assert (result.ballots, result.votes, len(result.totals)) == (0, 0, 1)


def test_a_prolonged_vote_is_not_counted_at_its_old_end(lab: Lab, clock: Clock) -> None:
    """Somebody looked the round up, then its vote was prolonged."""
    stale = lab.round(Stage.VOTING)
    idea = IdeaFactory(round=stale)
    Round.objects.filter(pk=stale.pk).update(voting_close=stale.voting_close + dt.timedelta(days=1))
    clock.to(stale.voting_close)

    assert close_vote(Round.objects.get(pk=stale.pk)) is None
    assert close_vote(stale) is None
    stale.voting_close -= dt.timedelta(days=1)
    assert give_vote(stale, new_key(), idea.pk, some_network()) == [str(idea.pk)]


# --- Ballots held back ----------------------------------------------------------------------------
def test_held_ballots_are_left_out_unless_the_coordinator_lets_them_in(lab: Lab) -> None:
    round_ = lab.round(Stage.ANSWERS)
    idea = IdeaFactory(round=round_)
    BallotFactory.create_batch(12, round=round_, ideas=[idea])
    BallotFactory.create_batch(5, round=round_, ideas=[idea], held=True)
    BallotFactory.create_batch(3, round=round_, ideas=[idea], held=True, let_in=True)
    BallotFactory(round=round_, choices=[], held=True)

    result = close_vote(round_)

    assert result is not None
    assert (result.ballots, result.votes, result.held, result.let_in, result.left_out) == (15, 15, 8, 3, 5)
    assert len(result.file.splitlines()) == 15
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(("held", "let_in"), [(0, 0), (8, 3), (1, 1)])
def test_the_published_result_says_how_many_were_held_back_and_let_in(lab: Lab, held: int, let_in: int) -> None:
    round_ = lab.round(Stage.ANSWERS, languages=("en",))
    ResultFactory(round=round_, ballots=20, held=held, let_in=let_in)

    page = Client().get(address("round", round_.slug, language="en"), follow=True).content.decode()

    assert ("held back" in page) is bool(held)
    assert (f"let {let_in} of them in" in page) is bool(held)
    assert ("not in the numbers" in page) is (held > let_in)


def test_the_coordinator_lets_in_what_was_seen_and_it_is_logged(lab: Lab) -> None:
    round_ = lab.round(Stage.VOTING)
    BallotFactory.create_batch(3, round=round_, held=True)
    BallotFactory(round=round_, held=True, choices=[])
    elsewhere = BallotFactory(held=True)

    with pytest.raises(ValidationError):
        let_ballots_in(round_, 2, AdministratorFactory())
    assert not Ballot.objects.filter(let_in=True).exists()

    assert let_ballots_in(round_, 3, AdministratorFactory()) == 3
    assert let_ballots_in(round_, 3, AdministratorFactory()) == 0
    assert Ballot.objects.filter(let_in=True).exclude(choices=[]).count() == 3
    assert not Ballot.objects.get(pk=elsewhere.pk).let_in
    assert [entry.data for entry in ModelLogEntry.objects.for_instance(round_)] == [{"ballots": 3}]


# --- A count that fails ---------------------------------------------------------------------------
def test_a_count_that_fails_leaves_the_rounds_pages_standing(
    over: Round, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = []

    def fail(_lines: Any) -> str:
        attempts.append(1)
        raise RuntimeError("broken")

    monkeypatch.setattr(counting, "result_file", fail)
    idea = over.ideas.first()
    assert idea is not None
    staff = Client()
    staff.force_login(AdministratorFactory())

    page = Client().get(address("round", over.slug), follow=True)

    assert page.status_code == 200
    assert page.context["is_counting"]
    assert page.context["actions"] == []
    assert page.context["request"].freshness.valid_until <= clock() + dt.timedelta(minutes=1)
    assert Client().get(address("result_file", over.slug)).status_code == 404
    for name, number in (("desk", over.pk), ("answer", idea.pk)):
        assert staff.get(reverse(f"living_lab_round:{name}", args=[number])).status_code == 200
    assert len(attempts) == 1  # the others do not wait for a count that fails
    assert Ballot.objects.count() == 15

    monkeypatch.undo()
    close_due_votes(timezone.now())
    assert Result.objects.get().votes == 19
    assert Client().get(address("round", over.slug), follow=True).context["result"].votes == 19


def test_pages_do_not_read_the_file_of_a_result(over: Round) -> None:
    close_vote(over)

    with CaptureQueriesContext(connection) as queries:
        page = Client().get(address("round", over.slug), follow=True)

    assert page.context["result"].has_file
    assert not [query for query in queries.captured_queries if '"living_lab_result"."file"' in query["sql"]]


def test_a_big_vote_is_counted_in_few_statements(lab: Lab, django_assert_max_num_queries: Any) -> None:
    """Not one for each ballot: everybody who reads or votes waits meanwhile."""
    round_ = lab.round(Stage.ANSWERS)
    ideas = [str(idea.pk) for idea in IdeaFactory.create_batch(3, round=round_)]
    Ballot.objects.bulk_create(Ballot(round=round_, key=str(number), choices=ideas) for number in range(2_500))

    with django_assert_max_num_queries(30):
        result = close_vote(round_)

    assert result is not None
    assert result.votes == 7_500


def test_the_frozen_titles_are_shown_as_text(over: Round) -> None:
    close_vote(over)

    page = Client().get(address("round", over.slug), follow=True).content.decode()

    assert HOSTILE not in page


# --- Really committed -----------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_the_job_and_readers_together_count_once(site_tree: SiteTree) -> None:
    round_ = Lab(site_tree).round(Stage.ANSWERS)
    BallotFactory.create_batch(12, round=round_, ideas=[IdeaFactory(round=round_)])
    together = Barrier(8)

    def count(number: int) -> int:
        try:
            together.wait(timeout=60)
            if number % 2:
                return Client(raise_request_exception=False).get(address("round", round_.slug), follow=True).status_code
            close_due_votes(dt.datetime.now(dt.UTC))
            return 200
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(count, range(8)))

    assert answers == [200] * 8
    assert Result.objects.get().votes == 12


@pytest.mark.django_db(transaction=True)
def test_no_key_and_no_secret_stays_in_the_file(site_tree: SiteTree) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL: old row versions leave the files at its next vacuum")
    round_ = Lab(site_tree).round(Stage.ANSWERS)
    BallotFactory.create_batch(40, round=round_, ideas=[IdeaFactory(round=round_)])
    secret, keys = round_.secret, list(Ballot.objects.values_list("key", flat=True))
    before = _bytes_of_database()
    assert secret.encode() in before
    assert all(key.encode() in before for key in keys)

    close_vote(round_)

    after = _bytes_of_database()
    assert Result.objects.get().is_wiped
    assert secret.encode() not in after
    assert [key for key in keys if key.encode() in after] == []


@pytest.mark.django_db(transaction=True)
def test_what_a_reader_keeps_in_the_log_goes_when_the_reader_has_gone(
    site_tree: SiteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no such log")
    monkeypatch.setattr(closing, "WAIT_FOR_READERS", 50)
    round_ = Lab(site_tree).round(Stage.ANSWERS)
    BallotFactory.create_batch(12, round=round_, ideas=[IdeaFactory(round=round_)])
    secret = round_.secret.encode()
    reader = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM living_lab_ballot").fetchall()

    close_vote(round_)

    assert not Result.objects.get().is_wiped
    assert secret in _bytes_of_database()
    assert close_due_votes(timezone.now())  # the job says that it is not done
    assert _waits() == 20_000
    reader.close()
    assert close_due_votes(timezone.now()) == ""
    assert Result.objects.get().is_wiped
    assert secret not in _bytes_of_database()


def _waits() -> int:
    """Milliseconds for which the connection waits for others."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        return int(cursor.fetchone()[0])


def _bytes_of_database() -> bytes:
    name = str(connection.settings_dict["NAME"])
    return b"".join(Path(f"{name}{end}").read_bytes() for end in ("", "-wal") if Path(f"{name}{end}").exists())


def test_one_round_that_cannot_be_counted_does_not_keep_the_others_waiting(
    lab: Lab, over: Round, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = lab.round(Stage.ANSWERS)
    count = closing.close_vote

    def fails_for_one(round_: Round, now: dt.datetime | None = None) -> Result | None:
        if round_ == broken:
            raise RuntimeError("broken")
        return count(round_, now)

    monkeypatch.setattr(closing, "close_vote", fails_for_one)
    with pytest.raises(closing.UncountedError, match=broken.name.split("<", maxsplit=1)[0].strip()):
        close_due_votes(clock())

    assert Result.objects.filter(round=over).exists()
    assert not Result.objects.filter(round=broken).exists()
