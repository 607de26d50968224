"""``make run``: prepare the site, then keep server, worker and clock running as one.

Ctrl-C or SIGTERM ends all of them. When one ends by itself, the rest follow and its name is told.
Each part has a process group of its own, so that Ctrl-C in a terminal reaches this process alone,
and it ends the others in order.
"""

import ctypes
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 8.0  # seconds a part may take to end, before it is killed
PULSE = 0.1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
HIGHEST_PORT = 65535
# Each request has a thread while it is answered, so a flood of them would be as many threads; past this the server
# answers 503 at once. It counts open connections, idle ones too: six a browser, 5 seconds after the last answer.
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Part:
    """One program of the group."""

    name: str
    command: list[str]


@dataclass(frozen=True)
class Address:
    """Where the server listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """How a person on this machine reaches it; passkeys work on a name, not on a number."""
        name = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else self.host  # noqa: S104 -- compared
        return f"http://{name}:{self.port}"

    @property
    def is_this_machine_alone(self) -> bool:
        """Whether nobody from the network reaches it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def family(self) -> socket.AddressFamily:
        return socket.AF_INET6 if ":" in self.host else socket.AF_INET


class Group:
    """Programs that live and end together."""

    def __init__(self) -> None:
        self.stopping = False
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        for number in SIGNALS:
            signal.signal(number, self._stop)

    def _stop(self, _number: int, _frame: object) -> None:
        self.stopping = True

    def start(self, part: Part) -> None:
        self._running[part.name] = subprocess.Popen(
            part.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=partial(_end_with_parent, _libc(), os.getpid()),  # noqa: PLW1509 -- this process has one thread
        )

    def wait_for_one(self, each_pulse: Callable[[], None] = lambda: None) -> tuple[str, int] | None:
        """Wait until a part ends by itself; None when a signal asked all to stop."""
        while not self.stopping:
            for name, process in self._running.items():
                if process.poll() is not None:
                    del self._running[name]
                    return name, process.returncode
            each_pulse()
            time.sleep(PULSE)
        return None

    def end(self) -> None:
        """End every part, kindly first."""
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for name, process in self._running.items():
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                say(f"The {name} did not end in {PATIENCE:.0f} seconds and was killed.")
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def run(preparation: Part, parts: list[Part], each_pulse: Callable[[], None] = lambda: None) -> int:
    """Prepare, then keep the parts running; the exit code is 0 when somebody asked to stop."""
    group = Group()
    try:
        group.start(preparation)
        prepared = group.wait_for_one()
        if prepared is None:
            return 0
        if prepared[1] != 0:
            say("The site could not be prepared; the lines above say why.")
            return 1
        for part in parts:
            group.start(part)
        ended = group.wait_for_one(each_pulse)
        if ended is None:
            say("Stopping ...")
            return 0
        say(f"The {ended[0]} ended by itself ({_how(ended[1])}), so the rest is stopped too.")
        return 1
    finally:
        group.end()


def main() -> int:
    try:
        address = read_address()
    except ValueError as error:
        say(str(error))
        return 2
    refusal = why_not(address)
    if refusal:
        say(refusal)
        return 2
    os.environ.setdefault("SITE_URL", address.url)
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    os.umask(0o027)  # as manage.py
    return run(preparation(), parts(address), Announcement(address))


def read_address() -> Address:
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) <= HIGHEST_PORT:
        raise ValueError(f"PORT is '{port}'; it must be a number from 1 to {HIGHEST_PORT}.")
    return Address(os.environ.get("HOST") or "127.0.0.1", int(port))


def why_not(address: Address) -> str:
    """Say in plain words why the server should or could not listen there; empty when it may."""
    if not address.is_this_machine_alone and os.environ.get("ENVIRONMENT") != "production":
        return (
            f"HOST is '{address.host}', which others on the network reach, and this is development: errors would show "
            "them the site's insides. Leave HOST out, or set ENVIRONMENT=production and what it needs: docs/deploy.md"
        )
    with socket.socket(address.family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((address.host, address.port))
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            return (
                f"Port {address.port} on {address.host} cannot be used ({reason}). "
                f"Choose another with PORT (and HOST): make run PORT={address.port % HIGHEST_PORT + 1}"
            )
    return ""


def preparation() -> Part:
    return Part("preparation", [sys.executable, "-m", "config.prepare"])


def parts(address: Address) -> list[Part]:
    server = ["uvicorn", "config.asgi:application", "--host", address.host, "--port", str(address.port)]
    server += ["--limit-concurrency", str(MOST_AT_ONCE)]
    quiet = ["--no-access-log", "--no-server-header", "--log-level", "warning", "--timeout-graceful-shutdown", "3"]
    manage = [sys.executable, "manage.py"]
    return [
        Part("server", [sys.executable, "-m", *server, *quiet]),
        Part("worker", [*manage, "db_worker", "--queue-name", "*", "--no-reload", "--no-startup-delay"]),
        Part("clock", [*manage, "clock"]),
    ]


class Announcement:
    """Prints the addresses once, as soon as the server answers."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.made = False

    def __call__(self) -> None:
        if self.made or not self._answers():
            return
        self.made = True
        say(f"\n  Site    {self.address.url}/\n  Staff   {self.address.url}/hallinta/\n\n  Ctrl-C ends everything.\n")

    def _answers(self) -> bool:
        with socket.socket(self.address.family) as attempt:
            return attempt.connect_ex((self.address.host, self.address.port)) == 0


def say(text: str) -> None:
    print(text, flush=True)


def _how(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {-code}"


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent(libc: ctypes.CDLL | None, parent: int) -> None:
    """On Linux, ask the kernel to end this process when its parent is gone, even killed."""
    if libc is None:
        return
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
