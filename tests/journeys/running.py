"""A whole site of its own for the journeys: database, starter content and the server of production."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60


@dataclass
class RunningSite:
    """Where the site answers, and a way to arrange what a browser cannot wait for."""

    url: str
    arranger: subprocess.Popen[str]

    def arrange(self, action: str, **arguments: Any) -> Any:
        """Ask :mod:`tests.journeys.arranger` to do something; its error is ours."""
        assert self.arranger.stdin
        assert self.arranger.stdout
        self.arranger.stdin.write(json.dumps({"do": action, "with": arguments}) + "\n")
        self.arranger.stdin.flush()
        answer = json.loads(self.arranger.stdout.readline())
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]


def environment(folder: Path, worker: str) -> dict[str, str]:
    """The site's environment: a database of its own, on the kind of database the tests run on."""
    url = os.environ.get("DATABASE_URL", "")
    database = f"{url}_journeys_{worker}" if url.startswith("postgres") else f"sqlite:///{folder}/site.sqlite3"
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/tmp"),  # noqa: S108
        "PYTHONPATH": str(ROOT),
        "ENVIRONMENT": "test",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR_DIR": str(folder),
        "DATABASE_URL": database,
    }


def prepare(env: dict[str, str]) -> None:
    """Make the database and load the starter content."""
    if env["DATABASE_URL"].startswith("postgres"):
        _make_anew_on_server(env["DATABASE_URL"])
    for command in (["catalogues", "compile"], ["migrate", "--verbosity", "0"], ["load_starter"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True, capture_output=True)


def start(env: dict[str, str], log: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start the server on a free port and wait until it answers."""
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--no-access-log"]
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT)
    url = f"http://localhost:{port}"
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).close()
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return server, url
    server.kill()
    raise AssertionError(f"The server did not answer:\n{log.read_text()}")


def start_arranger(env: dict[str, str]) -> subprocess.Popen[str]:
    """Start the process that arranges."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.arranger"],
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def browser_path() -> str | None:
    """The system's Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _make_anew_on_server(url: str) -> None:
    import psycopg

    server, _, name = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
