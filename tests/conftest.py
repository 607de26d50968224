"""What every test stands on: the database, the site's languages, no network.

Tests run in any order and in parallel, on SQLite or on the database that ``DATABASE_URL`` names.
"""

import ipaddress
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings as site_settings
from django.core.cache import caches
from django.test import TransactionTestCase
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.utils import translation

from tests import database

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, print_blob=True)
hypothesis.settings.register_profile("wide", deadline=None, max_examples=3000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_configure(config: pytest.Config) -> None:
    # Wagtail leaves the file of a new rendition to the garbage collector.
    config.addinivalue_line("filterwarnings", "ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
    config.addinivalue_line("filterwarnings", "ignore:Pagination may yield.*wagtail_localize.models.Translation")
    if not hasattr(config, "workerinput"):
        from cms.catalogues.files import compile_stale

        compile_stale(Path(site_settings.BASE_DIR))


# --- The database -------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """A copy of the prepared database; ``--create-db`` makes it anew from the migrations."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        names = database.names()
        is_prepared = database.take_prepared() and not django_db_createdb
        made = setup_databases(verbosity=0, interactive=False, keepdb=is_prepared, serialized_aliases=set())
        if not is_prepared:
            database.keep_prepared(*names)
        remembered = database.remember()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: database.put_back(remembered))
        with django_db_blocker.block():
            yield
        teardown_databases(made, verbosity=0)


# --- Nothing leaks from one test to the next ------------------------------------------------------------
@pytest.fixture(autouse=True)
def _fresh_start() -> Iterator[None]:
    for kept in caches.all():
        kept.clear()
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _media_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Whoever calls beyond this machine fails at once, with the address."""

    def guard(connect: Any) -> Any:
        def guarded(self: socket.socket, address: Any) -> Any:
            if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_here(address[0]):
                pytest.fail(f"A test tried to reach {address[0]}:{address[1]}; tests stay on this machine.")
            return connect(self, address)

        return guarded

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guard(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guard(socket.socket.connect_ex))
        yield


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


# --- The site -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class SiteTree:
    """Front pages in Finnish, Swedish and English, translations of one another, and the site they are of."""

    site: Any
    homes: dict[str, Any]

    def __getitem__(self, language: str) -> Any:
        return self.homes[language]


@pytest.fixture
def site_tree(db: None) -> SiteTree:
    """The site as after a fresh start, without starter content. All four languages have a locale."""
    from wagtail.models import Page, Site

    from tests.factories import HomePageFactory, LocaleFactory

    root = Page.objects.get(depth=1)
    welcome = list(root.get_children())
    LocaleFactory(language_code="fi-simple")
    first = HomePageFactory(parent=root, locale=LocaleFactory(language_code="fi"), slug="etusivu")
    homes = {"fi": first}
    for language in ("sv", "en"):
        locale = LocaleFactory(language_code=language)
        homes[language] = HomePageFactory(
            parent=root, locale=locale, slug=f"etusivu-{language}", translation_key=first.translation_key
        )
    site, _ = Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": first, "site_name": "Vierellä"},
    )
    for page in welcome:
        page.delete()
    return SiteTree(site, homes)
