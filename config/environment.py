"""The one reader of environment variables.

Everything an operator can set is a field of :class:`Environment`. A wrong value raises
:class:`ConfigurationError`, whose text names the variable and says what is expected.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from environs import Env, EnvError
from environs.exceptions import EnvValidationError

from cms.languages import OWN_NAMES

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("development", "production", "test")
LANGUAGE_CODES = tuple(OWN_NAMES)
SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 5
OWNER_ONLY = 0o600
OWNERS_FOLDER = 0o700
PAGES_KEPT, COUNTS_KEPT = 2_000, 10_000
MEMORY = "django.core.cache.backends.locmem.LocMemCache"
REDIS = "django.core.cache.backends.redis.RedisCache"


class ConfigurationError(ImproperlyConfigured):
    """The environment holds a value the site must not start with."""


@dataclass(frozen=True)
class Environment:
    """What the operator chose.

    ``kind`` is ``development`` (default), ``production`` or ``test``; ``var`` is the folder for
    everything the site writes; ``languages`` are the codes switched on, the source first.
    """

    kind: str
    secret_key: str
    allowed_hosts: list[str]
    site_url: str
    database: dict[str, Any]
    cache: dict[str, Any]
    email: dict[str, Any]
    languages: list[str]
    var: Path
    staff_second_step: bool
    behind_proxy: bool
    ballots_from_a_network: int
    ideas_from_a_network: int

    @property
    def is_production(self) -> bool:
        return self.kind == "production"

    @property
    def is_test(self) -> bool:
        return self.kind == "test"


def read_environment() -> Environment:
    """Read and check every variable.

    Raises:
        ConfigurationError: a variable is missing, malformed or unsafe; the text names it.
    """
    env = Env()
    try:
        environment = _read(env)
    except (EnvValidationError, EnvError) as error:
        raise ConfigurationError(str(error)) from error
    except ValueError as error:
        raise ConfigurationError(f"A variable in the environment could not be read: {error}") from error
    if environment.is_production:
        _refuse_insecure(environment)
    return environment


def _read(env: Env) -> Environment:
    kind = env.str("ENVIRONMENT", "development")
    if kind not in KINDS:
        raise ConfigurationError(f"ENVIRONMENT is '{kind}'; it must be one of: {', '.join(KINDS)}.")
    production = kind == "production"
    var = _var(env)
    return Environment(
        kind=kind,
        secret_key=_required(env, "SECRET_KEY") if production else env.str("SECRET_KEY", _own_secret(var)),
        allowed_hosts=_list(
            env, "ALLOWED_HOSTS", [] if production else ["localhost", "127.0.0.1", "[::1]", "testserver"]
        ),
        site_url=_site_url(env, production=production),
        database=_url(env.dj_db_url, "DATABASE_URL", f"sqlite:///{var / 'vierella.sqlite3'}"),
        cache=_cache(env),
        email=_email(env, "memory://" if kind == "test" else f"file://{var / 'mail'}"),
        languages=_languages(env),
        var=var,
        staff_second_step=env.bool("STAFF_SECOND_STEP", production),
        behind_proxy=env.bool("BEHIND_PROXY", production),
        ballots_from_a_network=_count(env, "BALLOTS_FROM_A_NETWORK", 20),
        ideas_from_a_network=_count(env, "IDEAS_FROM_A_NETWORK", 10),
    )


def _var(env: Env) -> Path:
    var = Path(env.str("VAR_DIR", str(ROOT / "var"))).resolve()
    try:
        if not var.exists():  # a folder the operator made keeps the rights they gave it
            var.mkdir(OWNERS_FOLDER, parents=True, exist_ok=True)
        (var / "static").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"VAR_DIR is '{var}', where nothing can be written: {error.strerror}.") from error
    return var


def _list(env: Env, name: str, default: list[str]) -> list[str]:
    """Values separated by commas, with or without spaces."""
    return [value.strip() for value in env.list(name, default) if value.strip()]


def _count(env: Env, name: str, default: int) -> int:
    value = env.int(name, default)
    if value < 0:
        raise ConfigurationError(f"{name} is {value}; it must be 0 (no limit) or more.")
    return value


def _required(env: Env, name: str) -> str:
    value = env.str(name, "")
    if not value:
        raise ConfigurationError(f"{name} is not set; production needs it.")
    return value


def _url(reader: Any, name: str, default: str) -> dict[str, Any]:
    """Read an address such as ``postgres://…``; the readers raise many kinds of errors, we raise one."""
    try:
        return dict(reader(name, default))
    except Exception as error:
        raise ConfigurationError(f"{name} is not an address this site can use: {error}") from error


def _cache(env: Env) -> dict[str, Any]:
    """Memory, of this process or of a Redis server: what limits are counted by must not be on a disk or in a backup."""
    cache = _url(env.dj_cache_url, "CACHE_URL", "locmem://vierella")
    if cache["BACKEND"] not in {MEMORY, REDIS}:
        raise ConfigurationError(
            "CACHE_URL must begin with redis:// or rediss://, for example redis://localhost:6379/0"
        )
    return cache


def limits_cache(chosen: dict[str, Any]) -> dict[str, Any]:
    """The cache where limits are counted; in a process's own memory Django would drop counts after 300 entries."""
    if not _is_memory(chosen):
        return chosen
    return chosen | {"OPTIONS": {"MAX_ENTRIES": COUNTS_KEPT} | chosen.get("OPTIONS", {})}


def pages_cache(chosen: dict[str, Any]) -> dict[str, Any]:
    """A cache for pages beside the one where limits are counted: reading many pages pushes no count out of memory.

    On a server it is the same one with names of its own, so the server needs memory for both.
    """
    prefix = chosen.get("KEY_PREFIX", "")
    if not _is_memory(chosen):
        return chosen | {"KEY_PREFIX": f"{prefix}pages"}
    return chosen | {"LOCATION": f"{chosen.get('LOCATION', '')}-pages", "OPTIONS": {"MAX_ENTRIES": PAGES_KEPT}}


def _is_memory(cache: dict[str, Any]) -> bool:
    return bool(cache["BACKEND"] == MEMORY)


def _email(env: Env, default: str) -> dict[str, Any]:
    email = _url(env.dj_email_url, "EMAIL_URL", default)
    if "EMAIL_BACKEND" not in email:  # what its reader leaves out when it does not know the beginning
        raise ConfigurationError(
            "EMAIL_URL must begin with submission:// (a mail server with TLS) or smtp://, "
            "for example submission://user:password@mail.example.fi"
        )
    return email


def _own_secret(var: Path) -> str:
    """A secret for development, made once and kept beside the data, so that sign-ins survive a restart.

    Several processes may start together: the first whole file stays.
    """
    path = var / "secret_key"
    if not path.exists():
        draft = var / f".secret_key-{os.getpid()}"
        draft.touch(OWNER_ONLY)
        draft.write_text(get_random_secret_key(), encoding="utf-8")
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="utf-8").strip()


def _site_url(env: Env, *, production: bool) -> str:
    value = _required(env, "SITE_URL") if production else env.str("SITE_URL", "http://localhost:8000")
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigurationError(
            f"SITE_URL is '{value}'; it must be a whole address such as https://vierella.example.fi."
        )
    return value.rstrip("/")


def _languages(env: Env) -> list[str]:
    codes = _list(env, "SITE_LANGUAGES", ["fi", "fi-simple", "sv", "en"])
    unknown = [code for code in codes if code not in LANGUAGE_CODES]
    if unknown:
        raise ConfigurationError(f"SITE_LANGUAGES has '{unknown[0]}'; it can hold: {', '.join(LANGUAGE_CODES)}.")
    if "fi" not in codes:
        raise ConfigurationError("SITE_LANGUAGES must hold 'fi', the language content is written in first.")
    return ["fi", *[code for code in LANGUAGE_CODES if code in codes and code != "fi"]]


def _refuse_insecure(environment: Environment) -> None:
    if len(environment.secret_key) < SHORTEST_SECRET:
        raise ConfigurationError(f"SECRET_KEY is shorter than {SHORTEST_SECRET} characters; make a longer random one.")
    if len(set(environment.secret_key)) < FEWEST_CHARACTERS:
        raise ConfigurationError("SECRET_KEY repeats a few characters; make a random one.")
    if environment.secret_key.startswith("django-insecure"):
        raise ConfigurationError("SECRET_KEY is marked insecure; make a new random one.")
    if not environment.allowed_hosts:
        raise ConfigurationError("ALLOWED_HOSTS is not set; name the site's host names, separated by commas.")
    if "*" in environment.allowed_hosts:
        raise ConfigurationError("ALLOWED_HOSTS is '*'; name the site's own host names.")
    wild = [host for host in environment.allowed_hosts if host.startswith(".")]
    if wild:  # pages are kept by host: as many copies of each as a reader makes names up
        raise ConfigurationError(
            f"ALLOWED_HOSTS has '{wild[0]}', which is every name that ends so; name each of the site's host names."
        )
    if not environment.site_url.startswith("https://"):
        raise ConfigurationError("SITE_URL must begin with https:// in production.")
    if not environment.staff_second_step:
        raise ConfigurationError("STAFF_SECOND_STEP is off; staff sign-in needs a passkey or a code in production.")
