"""Processor time a request, read from the server's own process: the figure that survives a noisy machine."""

import http.client
import os
import statistics
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class Measured:
    """Medians at one connection: ``cpu`` is milliseconds of processor time a request, ``wall`` milliseconds."""

    what: str
    cpu: float
    wall: float
    status: int


def measure(what: str, url: str, pid: int, times: int = 200, headers: dict[str, str] | None = None) -> Measured:
    """Ask one address again and again on one connection."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    walls: list[float] = []
    status = _ask(connection, parts.path, headers)[0]
    began = _processor_time(pid)
    for _ in range(times):
        status, wall = _ask(connection, parts.path, headers)
        walls.append(wall)
    spent = _processor_time(pid) - began
    connection.close()
    return Measured(what, 1000 * spent / times, 1000 * statistics.median(walls), status)


def table(rows: list[Measured], unit: Measured) -> str:
    """The rows as text, each with its ratio to ``unit``."""
    lines = [f"{'what':44} {'status':>6} {'CPU ms':>8} {'wall ms':>8} {'x plain':>8}"]
    lines += [
        f"{row.what:44} {row.status:>6} {row.cpu:>8.2f} {row.wall:>8.2f} {row.cpu / max(unit.cpu, 0.01):>8.1f}"
        for row in rows
    ]
    return "\n".join(lines)


def _ask(connection: http.client.HTTPConnection, path: str, headers: dict[str, str] | None) -> tuple[int, float]:
    began = perf_counter()
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    answer.read()
    return answer.status, perf_counter() - began


def _processor_time(pid: int) -> float:
    """Seconds of user and system time of a process and its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
