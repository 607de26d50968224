"""A whole site of its own for the journeys: database, starter content and the server of production."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError

from tests.journeys import prepared

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60
ENDS_WITHIN = 20


@dataclass(frozen=True)
class RunningSite:
    """Where the site answers, and a way to arrange what a browser cannot wait for."""

    url: str
    pid: int
    arranger: subprocess.Popen[str] = field(repr=False)
    first_password: str = field(repr=False)

    def arrange(self, action: str, **arguments: Any) -> Any:
        """Ask :mod:`tests.journeys.arranger` to do something; its error is ours."""
        return ask(self.arranger, action, **arguments)


@contextmanager
def running_site(folder: Path, name: str) -> Iterator[RunningSite]:
    """A fresh site, as a new user has it: starter content and one administrator with a one-time password."""
    port = free_port()
    env = environment(folder, name, port)
    prepared.take(env, folder, name)
    server = start_server(env, port, folder / "server.log")
    arranger = start_arranger(env)
    try:
        url = f"http://localhost:{port}"
        wait_for(url, folder / "server.log")
        yield RunningSite(url, server.pid, arranger, ask(arranger, "make_first_admin"))
    finally:
        end(arranger)
        end(server)
        prepared.give_back(env)


def browser_path() -> str | None:
    """The system's Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)


def environment(folder: Path, name: str, port: int) -> dict[str, str]:
    """A database of its own, of the kind the tests run on; the machine's own settings do not count."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", str(folder)),
        "PYTHONPATH": str(ROOT),
        "ENVIRONMENT": "test",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR_DIR": str(folder),
        "DATABASE_URL": prepared.database_url(folder, name),
        "SITE_URL": f"http://localhost:{port}",
    }


def start_server(env: dict[str, str], port: int, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--no-access-log"]
    with log.open("wb") as output:
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT)


def wait_for(url: str, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).close()
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"The server did not answer:\n{log.read_text()}")


def start_arranger(env: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.arranger"],
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ask(arranger: subprocess.Popen[str], action: str, **arguments: Any) -> Any:
    assert arranger.stdin
    assert arranger.stdout
    arranger.stdin.write(json.dumps({"do": action, "with": arguments}) + "\n")
    arranger.stdin.flush()
    answer = json.loads(arranger.stdout.readline())
    if "error" in answer:
        raise AssertionError(answer["error"])
    return answer["result"]


def end(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
