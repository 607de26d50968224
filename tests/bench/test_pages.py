"""What a page costs, beside a plain Django view measured in the same run. Printed, never asserted."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.bench.measuring import Measured, measure, table
from tests.journeys.running import ROOT, RunningSite, free_port, running_site

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to read processor time from"),
]
UNCACHED = {"Cookie": f"sessionid={'a' * 32}"}  # looks like a member of staff: past the page cache
PAGES = {
    "front page": "/fi/",
    "page of the model": "/fi/mika-tama-on/keta-varten/",
    "Opastamo": "/fi/opastamo/",
    "ideas and voting": "/fi/ideat/",
    "round, 100 ideas": "/fi/ideat/sata/",
    "round, 10 000 ideas": "/fi/ideat/kymmenentuhatta/",
    "ballot, 100 ideas": "/fi/lab/sata/aanesta/",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    with running_site(tmp_path_factory.mktemp("bench"), "bench") as running:
        for name, number in (("sata", 100), ("kymmenentuhatta", 10_000)):
            running.arrange("make_round", name=name, stage="voting")
            running.arrange("many_ideas", slug=name, number=number)
        yield running


@pytest.fixture(scope="module")
def plain() -> Iterator[tuple[str, int]]:
    """Address and process of the plain view."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "tests.bench.plain:application", "--port", str(port), "--no-access-log"]
    server = subprocess.Popen([*command, "--lifespan", "off", "--log-level", "error"], cwd=ROOT)
    for _ in range(100):
        try:
            with socket.create_connection(("localhost", port), timeout=1):
                break
        except ConnectionError:
            time.sleep(0.1)
    yield f"http://localhost:{port}/", server.pid
    server.terminate()
    server.wait(20)


def test_pages_beside_a_plain_view(
    site: RunningSite, plain: tuple[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    unit = measure("plain view, 20 kB", *plain, times=1000)
    etag = _etag(site.url + "/fi/")
    rows = [
        unit,
        measure("front page, kept", site.url + "/fi/", site.pid, times=500),
        measure("front page, 304", site.url + "/fi/", site.pid, times=500, headers={"If-None-Match": etag}),
        *(_uncached(site, what, path) for what, path in PAGES.items()),
    ]
    with capsys.disabled():
        print(f"\n{table(rows, unit)}")  # noqa: T201 -- a measurement is for reading
    assert [row.status for row in rows] == [200, 200, 304] + [200] * len(PAGES)


def _uncached(site: RunningSite, what: str, path: str) -> Measured:
    return measure(f"{what}, made anew", site.url + path, site.pid, times=40, headers=UNCACHED)


def _etag(url: str) -> str:
    parts = urlsplit(url)
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port)) as connection:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        answer.read()
        return answer.headers["ETag"]
