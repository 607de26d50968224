"""A lab that the public sees, and a clock that can be moved."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone

from tests.conftest import SiteTree
from tests.factories import MunicipalityFactory
from tests.living_lab.factories import Lab


class Clock:
    """The present instant of the whole site; it stands still until moved."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def to(self, instant: dt.datetime) -> None:
        self.now = instant.astimezone(dt.UTC)

    def on(self, **span: float) -> None:
        self.now += dt.timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock(timezone.now())
    monkeypatch.setattr(timezone, "now", made)
    return made


@pytest.fixture
def lab(site_tree: SiteTree) -> Lab:
    MunicipalityFactory(site=site_tree.site)
    made = Lab(site_tree)
    made.index_in("fi")
    return made


@pytest.fixture(autouse=True)
def _numbers_go_on(request: pytest.FixtureRequest) -> None:
    """Emptying PostgreSQL's tables starts their numbers from one, where the rows put back already are."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")) or connection.vendor != "postgresql":
        return
    request.getfixturevalue("transactional_db")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
