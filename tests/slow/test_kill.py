"""The server is killed in the middle of votes: what was acknowledged is stored once, a count is whole or not begun."""

import hashlib
import hmac
import http.client
import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.journeys import prepared, running

AT_ONCE = 30
TIMES = 3
BEFORE_THE_KILL = 40
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="kills a server on its own SQLite file; PostgreSQL is another process, which is not killed with ours",
    ),
]
IDEAS = [{"title": title} for title in ("Kävelykaveri", "Luistimet", "Puuro")]


@dataclass
class Site:
    """A site on its own SQLite file whose server can be killed and started again."""

    folder: Path
    port: int = field(default_factory=running.free_port)
    server: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.env = running.environment(self.folder, "kill", self.port)
        prepared.take(self.env, self.folder, "kill")

    def start(self) -> None:
        log = self.folder / "server.log"
        self.server = running.start_server(self.env, self.port, log)
        running.wait_for(f"http://localhost:{self.port}", log)

    def kill(self) -> None:
        """As when the power goes: nothing is told to the server."""
        if self.server:
            self.server.kill()
            self.server.wait()

    def ask(self, method: str, path: str, cookies: str = "", fields: dict[str, str] | None = None) -> Any:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=30)
        headers = {"Cookie": cookies, "Origin": f"http://localhost:{self.port}"}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(connection):
            connection.request(method, path, urlencode(fields or {}), headers)
            answer = connection.getresponse()
            answer.body = answer.read().decode()  # type: ignore[attr-defined]
            return answer

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / "site.sqlite3")) as database:
            return database.execute(query, values).fetchall()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.kill()


@pytest.fixture
def arrange(site: Site) -> Iterator[Any]:
    arranger = running.start_arranger(site.env)
    running.ask(arranger, "make_first_admin")
    yield lambda action, **arguments: running.ask(arranger, action, **arguments)
    running.end(arranger)


@dataclass
class Device:
    """One voter: opens the ballot and gives one vote."""

    site: Site
    path: str
    cookies: str = ""
    token: str = ""
    idea: str = ""

    def open(self, number: int) -> None:
        answer = self.site.ask("GET", self.path)
        self.cookies = "; ".join(value.split(";")[0] for value in answer.headers.get_all("Set-Cookie") or [])
        self.token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.body)[0]
        ideas = re.findall(r'name="give" value="([^"]+)"', answer.body)
        self.idea = ideas[number % len(ideas)]

    def give(self) -> bool:
        """Whether the vote was acknowledged."""
        fields = {"csrfmiddlewaretoken": self.token, "give": self.idea}
        return int(self.site.ask("POST", self.path, self.cookies, fields).status) == 302

    def key(self, slug: str, secret: str) -> str:
        """The key of its ballot, reckoned as the documentation says."""
        credential = re.findall(rf"aani-{slug}=([^;:]+)", self.cookies)[0]
        return hmac.new(secret.encode(), credential.encode(), hashlib.sha256).hexdigest()


@dataclass
class Crowd:
    """People who vote at once until the server is gone."""

    site: Site
    path: str
    acknowledged: list[Device] = field(default_factory=list)
    unsure: list[Device] = field(default_factory=list)

    def vote_on(self, number: int) -> None:
        while True:
            device = Device(self.site, self.path)
            try:
                device.open(number)
            except (OSError, http.client.HTTPException):
                return
            try:
                (self.acknowledged if device.give() else self.unsure).append(device)
            except (OSError, http.client.HTTPException):
                self.unsure.append(device)
                return


def test_every_acknowledged_vote_is_stored_once_when_the_server_is_killed(site: Site, arrange: Any) -> None:
    round_ = arrange("make_round", name="Kaatuu", stage="voting", ideas=IDEAS)
    slug = round_["slug"]
    crowd = Crowd(site, f"/fi/lab/{slug}/aanesta/")
    for time_ in range(1, TIMES + 1):
        site.start()
        killer = threading.Thread(target=_kill_after, args=(site, crowd, time_ * BEFORE_THE_KILL))
        killer.start()
        with ThreadPoolExecutor(AT_ONCE) as people:
            list(people.map(crowd.vote_on, range(AT_ONCE)))
        killer.join()

    site.start()
    assert len(crowd.acknowledged) >= TIMES * BEFORE_THE_KILL
    _assert_stored_once(site, slug, crowd.acknowledged)
    assert all(device.give() for device in crowd.unsure)  # pressing again, when nobody knows, harms nothing
    _assert_stored_once(site, slug, crowd.acknowledged + crowd.unsure)
    everybody = len(crowd.acknowledged + crowd.unsure)
    assert site.rows("SELECT count(*) FROM living_lab_ballot") == [(everybody,)]
    assert site.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_count_that_is_killed_at_any_statement_is_whole_or_not_begun(site: Site, arrange: Any) -> None:
    round_ = arrange("make_round", name="Lasketaan", stage="voting", ideas=IDEAS)
    for title in ("Kävelykaveri", "Kävelykaveri", "Puuro"):
        arrange("vote", slug=round_["slug"], titles=[title])
    arrange("move_round", slug=round_["slug"], stage="answers")

    told = subprocess.run(
        [sys.executable, "-m", "tests.slow.closing", round_["slug"]],
        cwd=running.ROOT,
        env=site.env,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    steps = [json.loads(line) for line in told.splitlines()]
    assert len(steps) > 5
    assert steps[-1]["lived"]
    for step in steps:
        left = (step["results"], step["ballots"], step["has_secret"])
        assert left in [([], 3, True), ([3], 0, False)], step
    assert [step["results"] for step in steps].count([]) > 3
    assert steps[-1]["results"] == [3]


def _kill_after(site: Site, crowd: Crowd, acknowledged: int) -> None:
    """Kill when so many votes have been acknowledged, and others are on their way."""
    deadline = time.monotonic() + 60
    while len(crowd.acknowledged) < acknowledged and time.monotonic() < deadline:
        time.sleep(0.01)
    site.kill()


def _assert_stored_once(site: Site, slug: str, devices: list[Device]) -> None:
    [(secret,)] = site.rows("SELECT secret FROM living_lab_round WHERE slug = ?", slug)
    for device in devices:
        stored = site.rows("SELECT choices FROM living_lab_ballot WHERE key = ?", device.key(slug, secret))
        assert [json.loads(choices) for (choices,) in stored] == [[device.idea]]
