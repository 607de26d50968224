"""A wrong variable is named, and production does not start with an insecure one."""

import os
from pathlib import Path
from typing import Any

import pytest

from config.environment import ConfigurationError, Environment, limits_cache, pages_cache, read_environment

SECRET = "x7Kq9_" * 10
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "vierella.example,www.vierella.example",
    "SITE_URL": "https://vierella.example/",
}
KNOWN = (
    "ENVIRONMENT", "SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "CACHE_URL", "EMAIL_URL",
    "SITE_LANGUAGES", "STAFF_SECOND_STEP", "BEHIND_PROXY", "BALLOTS_FROM_A_NETWORK", "IDEAS_FROM_A_NETWORK",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))


def read(**variables: str) -> Environment:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        return read_environment()


# --- With nothing set -----------------------------------------------------------------------------------
def test_with_nothing_set_development_works(tmp_path: Path) -> None:
    environment = read()

    assert (environment.kind, environment.is_production, environment.staff_second_step) == ("development", False, False)
    assert environment.database["ENGINE"] == "django.db.backends.sqlite3"
    assert Path(environment.database["NAME"]) == tmp_path / "var" / "vierella.sqlite3"
    assert environment.languages == ["fi", "fi-simple", "sv", "en"]
    assert "localhost" in environment.allowed_hosts


def test_the_secret_of_development_survives_a_restart_and_is_the_owners(tmp_path: Path) -> None:
    first = read().secret_key

    assert read().secret_key == first
    assert len(first) >= 50
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


# --- What is wrong is named -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "prod"),
        ("ENVIRONMENT", ""),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "ftp://server/db"),
        ("CACHE_URL", "nonsense"),
        ("CACHE_URL", "file:///var/tmp/cache"),
        ("CACHE_URL", "db://cache_table"),
        ("CACHE_URL", "dummy://"),
        ("CACHE_URL", "memcached://localhost:11211"),
        ("CACHE_URL", "redis://localhost:6379/0?lib=redis-cache"),
        ("EMAIL_URL", "nonsense://x"),
        ("EMAIL_URL", "smtp+tls://u:p@mail:587"),
        ("SITE_URL", "vierella.example"),
        ("SITE_URL", "ftp://vierella.example"),
        ("SITE_URL", "https://"),
        ("SITE_URL", "https://[bad"),
        ("SITE_LANGUAGES", "fi,xx"),
        ("SITE_LANGUAGES", "sv,en"),
        ("SITE_LANGUAGES", ""),
        ("STAFF_SECOND_STEP", "perhaps"),
        ("BEHIND_PROXY", "2"),
        ("BALLOTS_FROM_A_NETWORK", "-1"),
        ("BALLOTS_FROM_A_NETWORK", "many"),
        ("IDEAS_FROM_A_NETWORK", "1.5"),
    ],
)
def test_a_wrong_value_is_refused_and_named(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        read(**{name: value})


def test_limits_are_there_unless_taken_away() -> None:
    usual, none = read(), read(BALLOTS_FROM_A_NETWORK="0", IDEAS_FROM_A_NETWORK="0")

    assert (usual.ballots_from_a_network, usual.ideas_from_a_network) == (20, 10)
    assert (none.ballots_from_a_network, none.ideas_from_a_network) == (0, 0)


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ConfigurationError, match="VAR_DIR"):
        read(VAR_DIR=str(tmp_path / "file" / "var"))


# --- Production -------------------------------------------------------------------------------------------
def test_production_starts_with_what_it_needs() -> None:
    environment = read(**PRODUCTION)

    assert environment.is_production
    assert environment.staff_second_step
    assert environment.behind_proxy
    assert environment.site_url == "https://vierella.example"
    assert environment.allowed_hosts == ["vierella.example", "www.vierella.example"]


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL"])
@pytest.mark.parametrize("value", [None, ""])
def test_production_names_what_is_missing(name: str, value: str | None) -> None:
    variables = {key: text for key, text in PRODUCTION.items() if key != name} | (
        {name: value} if value is not None else {}
    )

    with pytest.raises(ConfigurationError, match=name):
        read(**variables)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "x" * 60),
        ("SECRET_KEY", "django-insecure-" + SECRET),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "vierella.example,*"),
        ("ALLOWED_HOSTS", ".vierella.example"),
        ("ALLOWED_HOSTS", "vierella.example, .kunta.example"),
        ("SITE_URL", "http://vierella.example"),
        ("STAFF_SECOND_STEP", "false"),
    ],
)
def test_production_refuses_what_is_insecure(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        read(**PRODUCTION | {name: value})


def test_production_makes_no_secret_of_its_own(tmp_path: Path) -> None:
    read(**PRODUCTION)

    assert not (tmp_path / "var" / "secret_key").exists()


# --- What can be chosen -------------------------------------------------------------------------------------
def test_languages_stand_in_the_order_of_the_product_with_finnish_first() -> None:
    assert read(SITE_LANGUAGES="so,ar,fi,en").languages == ["fi", "en", "ar", "so"]
    assert read(SITE_LANGUAGES=" fi , sv ").languages == ["fi", "sv"]


@pytest.mark.parametrize(
    ("name", "value", "field", "key", "expected"),
    [
        ("DATABASE_URL", "postgres://u:p%40ss@db:5432/name", "database", "PASSWORD", "p@ss"),
        ("DATABASE_URL", "postgres://u@db:5432/name", "database", "ENGINE", "django.db.backends.postgresql"),
        ("CACHE_URL", "redis://cache:6379/0", "cache", "BACKEND", "django.core.cache.backends.redis.RedisCache"),
        ("EMAIL_URL", "submission://u:p@mail", "email", "EMAIL_USE_TLS", True),
    ],
)
def test_addresses_are_read(name: str, value: str, field: str, key: str, expected: Any) -> None:
    assert getattr(read(**{name: value}), field)[key] == expected


def test_reading_leaves_the_environment_alone() -> None:
    before = dict(os.environ)
    read()

    assert dict(os.environ) == before


# --- Caches, files ------------------------------------------------------------------------------------------
def test_pages_are_kept_apart_from_what_is_counted() -> None:
    memory = read().cache
    assert pages_cache(memory)["LOCATION"] != limits_cache(memory)["LOCATION"]
    assert pages_cache(memory)["OPTIONS"]["MAX_ENTRIES"] == 2000
    assert limits_cache(memory)["OPTIONS"]["MAX_ENTRIES"] > 2000

    server = read(CACHE_URL="redis://cache:6379/0").cache
    assert limits_cache(server) == server
    assert pages_cache(server)["LOCATION"] == server["LOCATION"]
    assert pages_cache(server)["KEY_PREFIX"] != server.get("KEY_PREFIX", "")


def test_a_data_folder_the_site_makes_is_the_owners_and_one_it_finds_is_left_alone(tmp_path: Path) -> None:
    read(VAR_DIR=str(tmp_path / "made"))
    (tmp_path / "found").mkdir()
    (tmp_path / "found").chmod(0o750)
    read(VAR_DIR=str(tmp_path / "found"))

    assert (tmp_path / "made").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "found").stat().st_mode & 0o777 == 0o750
