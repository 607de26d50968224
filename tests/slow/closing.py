"""Closes a vote in children that die after one statement more each time; tells what each left behind.

Run by :mod:`tests.slow.test_kill` in a process environment of its own, with the slug of a round whose vote is over.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection, connections  # noqa: E402 -- after set-up

from living_lab.closing import close_vote  # noqa: E402
from living_lab.models import Ballot, Result, Round  # noqa: E402


class DiesAfter:
    """Lets so many statements through, then is killed as a machine that loses its power."""

    def __init__(self, statements: int) -> None:
        self.left = statements

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        done = execute(*args)
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return done


def close_and_die(slug: str, statements: int) -> bool:
    """Whether the child lived to the end. No connection is open when it is born."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    with connection.execute_wrapper(DiesAfter(statements)):
        close_vote(Round.objects.get(slug=slug))
    connections.close_all()
    os._exit(0)


def left_behind(slug: str) -> dict[str, Any]:
    round_ = Round.objects.get(slug=slug)
    found = {
        "results": list(Result.objects.filter(round=round_).values_list("votes", flat=True)),
        "ballots": Ballot.objects.filter(round=round_).count(),
        "has_secret": bool(round_.secret),
    }
    connections.close_all()
    return found


if __name__ == "__main__":
    for statements in range(1, 100):
        lived = close_and_die(sys.argv[1], statements)
        print(json.dumps({"statements": statements, "lived": lived} | left_behind(sys.argv[1])))  # noqa: T201
        if lived:
            break
