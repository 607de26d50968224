"""The tools around the product: locks, licences, the process group of ``make run``, the line of migrations."""

import ast
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import pytest
from django.conf import settings
from django.db.migrations import Migration

from cms.management.commands.check_migrations import faults
from cms.rooms import room_labels
from config import install
from config import run as runner

ROOT: Path = settings.BASE_DIR
LOCKS = ROOT / "config" / "requirements"
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)
PATIENCE = 15


# --- Locks ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("purpose", ["runtime", "test", "dev"])
def test_locks_are_whole_and_name_no_index(purpose: str) -> None:
    lock = (LOCKS / f"{purpose}.txt").read_text(encoding="utf-8")
    requirements = [entry for entry in re.split(r"\n(?=\S)", lock) if PINNED.match(entry)]

    assert requirements
    assert all("--hash=sha256:" in entry for entry in requirements)
    assert not re.search(r"https?://|file:|index-url|find-links", lock)


def test_every_direct_dependency_is_locked_and_explained() -> None:
    explained = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()

    for purpose in ("runtime", "test", "dev"):
        locked = pinned(purpose)
        for name in direct(purpose):
            assert name in locked, name
            assert f"**{name}" in explained, f"{name} is not explained in docs/dependencies.md"


def test_the_product_imports_only_what_it_names() -> None:
    named = {normal(name) for name in direct("runtime")}
    owners = metadata.packages_distributions()
    unnamed = {
        f"{module} in {path.relative_to(ROOT)}"
        for room in room_labels()
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
        for module in imported(path)
        if module in owners and not named & {normal(owner) for owner in owners[module]}
    }

    assert unnamed - {"babel in cms/catalogues/texts.py"} == set()


# --- Licences ---------------------------------------------------------------------------------------
STRONG_COPYLEFT = re.compile(r"\b(A?GPL|GNU (Affero )?General Public License)", re.IGNORECASE)
WEAK_COPYLEFT = re.compile(r"\bLGPL|Lesser General Public|\bMPL|Mozilla Public", re.IGNORECASE)


def test_no_library_of_the_product_is_gpl_or_agpl() -> None:
    assert [name for name in installed("runtime") if is_strong_copyleft(licence_of(name))] == []


def test_weak_copyleft_libraries_of_the_product_are_listed() -> None:
    explained = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()

    weak = {name for name in installed("runtime") if WEAK_COPYLEFT.search(licence_of(name))}

    assert [name for name in weak if f"| {name} " not in explained] == []


@pytest.mark.parametrize(
    ("licence", "strong"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("GNU Affero General Public License v3", True),
        ("License :: OSI Approved :: GNU General Public License v2 (GPLv2)", True),
        ("LGPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT", False),
        ("MIT OR GPL-2.0-only", False),
    ],
)
def test_strong_copyleft_is_told_from_weak(licence: str, strong: bool) -> None:
    assert is_strong_copyleft(licence) is strong


def is_strong_copyleft(licence: str) -> bool:
    """Whether every choice the licence offers is GPL or AGPL."""
    return all(STRONG_COPYLEFT.search(choice) for choice in re.split(r"\bOR\b|\n", licence))


def licence_of(name: str) -> str:
    about = metadata.metadata(name)
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    expression = about.get("License-Expression") or "\n".join(classifiers) or about.get("License") or "unknown"
    return str(expression)


def direct(purpose: str) -> list[str]:
    lines = (LOCKS / f"{purpose}.in").read_text(encoding="utf-8").splitlines()
    return [normal(re.split(r"[\[><=; ]", line)[0]) for line in lines if line and line[0] not in "#-"]


def pinned(purpose: str) -> dict[str, str]:
    return dict(PINNED.findall((LOCKS / f"{purpose}.txt").read_text(encoding="utf-8")))


def installed(purpose: str) -> Iterator[str]:
    """Locked packages that this system installs; others are for another system or Python."""
    present = {normal(distribution.name) for distribution in metadata.distributions()}
    yield from (name for name in pinned(purpose) if normal(name) in present)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


# --- Installing -------------------------------------------------------------------------------------
def test_an_old_python_is_told_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "OLDEST_PYTHON", (99, 0))

    assert "Python 99.0 or newer is needed" in install.why_not()


def test_a_missing_venv_module_is_told_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    assert "venv module is missing" in install.why_not()


def test_nothing_is_installed_while_the_lock_is_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    commands: list[list[str]] = []
    monkeypatch.setenv("VENV", str(tmp_path))
    monkeypatch.setattr(install, "run", commands.append)
    monkeypatch.setattr(install, "has_working_pip", lambda _venv: True)

    install.main(["runtime"])
    install.main(["runtime"])
    install.main(["runtime", "test"])

    assert [command[4] for command in commands] == ["install", "install"]
    assert all("--require-hashes" in command for command in commands)


# --- The process group --------------------------------------------------------------------------------
SLEEP = "import time; time.sleep(600)"
STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("stubborn", "worker", os.getpid(), flush=True)
time.sleep(600)
"""


@contextmanager
def group(*, preparation: str = "", **parts: str) -> Iterator[subprocess.Popen[str]]:
    """A process that runs toy parts as ``make run`` runs the real ones; it prints the parts' process ids."""
    script = f"""
import sys
from config import run as runner

runner.PATIENCE = 1.0
start = runner.Group.start

def start_and_tell(group, part):
    start(group, part)
    print("started", part.name, group._running[part.name].pid, flush=True)

runner.Group.start = start_and_tell
python = lambda code: [sys.executable, "-c", code]
parts = [runner.Part(name, python(code)) for name, code in {parts!r}.items()]
sys.exit(runner.run(runner.Part("preparation", python({preparation!r})), parts))
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def started(process: subprocess.Popen[str], count: int) -> dict[str, int]:
    """The ids of the first parts, as they start."""
    assert process.stdout is not None
    lines = [process.stdout.readline().split() for _ in range(count)]
    return {name: int(pid) for _word, name, pid in lines}


def rest_of(process: subprocess.Popen[str]) -> str:
    """What it says to its end; ``communicate`` would leave out lines that came with the last one read."""
    assert process.stdout is not None
    too_late = threading.Timer(PATIENCE, process.kill)
    too_late.start()
    output = process.stdout.read()
    too_late.cancel()
    process.wait(PATIENCE)
    return output


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not is_dead_but_not_buried(pid)


def is_dead_but_not_buried(pid: int) -> bool:
    """Whether only the entry of an ended process is left, which its parent has not read yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return sys.platform == "linux"  # gone meanwhile


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_asked_to_stop_ends_every_part_and_is_no_failure(number: signal.Signals) -> None:
    with group(server=SLEEP, worker=SLEEP, clock=SLEEP) as process:
        pids = started(process, 4)
        process.send_signal(number)
        rest_of(process)

    assert process.returncode == 0
    assert not any(is_alive(pid) for pid in pids.values())


def test_when_one_part_ends_all_end_and_its_name_is_told() -> None:
    with group(server=SLEEP, worker="raise SystemExit(3)", clock=SLEEP) as process:
        pids = started(process, 4)
        output = rest_of(process)

    assert "The worker ended by itself (exit code 3)" in output
    assert process.returncode == 1
    assert not any(is_alive(pid) for pid in pids.values())


def test_a_part_that_does_not_end_is_killed() -> None:
    with group(server=SLEEP, worker=STUBBORN) as process:
        pids = started(process, 4)  # the last line when the worker ignores the signal
        process.send_signal(signal.SIGTERM)
        output = rest_of(process)

    assert "The worker did not end in 1 seconds and was killed." in output
    assert process.returncode == 0
    assert not is_alive(pids["worker"])


def test_nothing_is_started_when_the_preparation_fails() -> None:
    with group(preparation="raise SystemExit(1)", server=SLEEP) as process:
        output = rest_of(process)

    assert process.returncode == 1
    assert "could not be prepared" in output
    assert "started server" not in output


def test_stopping_during_the_preparation_is_no_failure() -> None:
    with group(preparation=SLEEP, server=SLEEP) as process:
        pids = started(process, 1)
        process.send_signal(signal.SIGINT)
        output = rest_of(process)

    assert process.returncode == 0
    assert "started server" not in output
    assert not is_alive(pids["preparation"])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent was killed")
def test_a_killed_parent_leaves_no_orphans() -> None:
    with group(server=SLEEP, worker=SLEEP) as process:
        pids = started(process, 3)
        process.kill()
        process.wait(PATIENCE)

        assert eventually(lambda: not any(is_alive(pid) for pid in pids.values()))


def test_a_taken_port_is_told_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        refusal = runner.why_not(runner.Address("127.0.0.1", port))

    assert f"Port {port} on 127.0.0.1 cannot be used" in refusal
    assert "make run PORT=" in refusal


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "kunta.example", "127.0.0.1.example"])
def test_development_is_not_shown_to_the_network(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("ENVIRONMENT", "development")
    assert f"HOST is '{host}'" in runner.why_not(runner.Address(host, free_port()))

    monkeypatch.delenv("ENVIRONMENT")
    assert "ENVIRONMENT=production" in runner.why_not(runner.Address(host, free_port()))


def test_production_may_listen_to_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")

    assert runner.why_not(runner.Address("0.0.0.0", free_port())) == ""


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
def test_this_machine_may_always_be_listened_to(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.delenv("ENVIRONMENT", raising=False)

    assert runner.why_not(runner.Address(host, free_port())) == ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_server_takes_only_so_many_at_once() -> None:
    (server,) = [part for part in runner.parts(runner.Address("127.0.0.1", 8000)) if part.name == "server"]

    assert server.command[server.command.index("--limit-concurrency") + 1] == "200"


@pytest.mark.parametrize("port", ["eight", "0", "65536", "-1"])
def test_an_impossible_port_is_told(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)

    with pytest.raises(ValueError, match=f"PORT is '{port}'"):
        runner.read_address()


def test_the_address_has_a_name_because_passkeys_need_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.delenv("HOST", raising=False)

    assert runner.read_address().url == "http://localhost:8000"


# --- Migrations -------------------------------------------------------------------------------------
def migrations(*pairs: tuple[str, list[str]]) -> dict[tuple[str, str], Migration]:
    made = {}
    for name, parents in pairs:
        migration = Migration(name, "cms")
        migration.dependencies = [("cms", parent) for parent in parents] + [("wagtailcore", "0001_initial")]
        made["cms", name] = migration
    return made


def test_one_line_of_migrations_is_right() -> None:
    line = migrations(("0001", []), ("0002", ["0001"]), ("0003", ["0002"]))

    assert list(faults("cms", line)) == []


def test_forks_and_merges_of_migrations_are_told() -> None:
    fork = migrations(("0001", []), ("0002_a", ["0001"]), ("0002_b", ["0001"]), ("0003", ["0002_a", "0002_b"]))

    assert list(faults("cms", fork)) == [
        "cms: 0003 merges 0002_a and 0002_b",
        "cms: 0002_a and 0002_b both follow 0001",
    ]
