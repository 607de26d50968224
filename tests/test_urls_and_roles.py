"""Every address of the site, and who may open it.

A view that is not in a table here fails the test: whoever adds one says whom it is for. Our own views stand one
by one; those of Wagtail and allauth are grouped by their prefix, and in each group everyone who is not named is
turned away from every view that can be opened without knowing an object.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from cms import roles
from cms.models import User
from cms.moderation.rules import State
from living_lab.rules import Stage
from tests import factories
from tests.conftest import SiteTree

LOGIN = "/hallinta/tili/login/"
STAFF_HOME = "/hallinta/"

ANYONE = "anyone"
NO_ROLE = "no role"
EDITOR, WORKER, FACILITATOR, COORDINATOR, KEEPER = (role.value for role in roles.Role)
ADMINISTRATOR = "administrator"
WHO = (ANYONE, NO_ROLE, EDITOR, WORKER, FACILITATOR, COORDINATOR, KEEPER, ADMINISTRATOR)

PUBLIC = frozenset(WHO)
ACCOUNTS = PUBLIC - {ANYONE}
STAFF = ACCOUNTS - {NO_ROLE}
PLACES = frozenset({WORKER, COORDINATOR, KEEPER, ADMINISTRATOR})
PAGES = frozenset({EDITOR, COORDINATOR, KEEPER, ADMINISTRATOR})
ROUNDS = frozenset({COORDINATOR, KEEPER, ADMINISTRATOR})
WORKSHOPS = frozenset({FACILITATOR, COORDINATOR, KEEPER, ADMINISTRATOR})
HOUSE = frozenset({KEEPER, ADMINISTRATOR})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class View:
    """A pattern of the URL map. ``name`` has its namespaces; ``arguments`` are the names of its arguments."""

    name: str
    route: str
    arguments: tuple[str, ...]


@cache
def views() -> tuple[View, ...]:
    return tuple(_walk(get_resolver().url_patterns))


def _walk(patterns: list[Any], route: str = "", namespace: str = "") -> Iterator[View]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = namespace + (pattern.name or "")
            yield View(name or here, here, tuple(pattern.pattern.regex.groupindex))
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, here, inner)


# --- The tables -----------------------------------------------------------------------------------------
OURS: dict[str, frozenset[str]] = {
    # the whole site
    "root": PUBLIC,
    "health": PUBLIC,
    "sitemap": PUBLIC,
    "search": PUBLIC,
    "styleguide": STAFF,
    # rounds, ideas, votes
    "lab:round": PUBLIC,
    "lab:tell": PUBLIC,
    "lab:idea": PUBLIC,
    "lab:follow": PUBLIC,
    "lab:ballot": PUBLIC,
    "lab:voted": PUBLIC,
    "lab:result_file": PUBLIC,
}
GROUPS: dict[str, frozenset[str]] = {}
