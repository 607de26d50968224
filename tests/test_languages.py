"""Every language the product knows can be switched on: nothing raises, and each is itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from cms.languages import OWN_NAMES
from tests.conftest import SiteTree
from tests.factories import HomePageFactory, LocaleFactory

ROOT = Path(settings.BASE_DIR)
ALL = "fi,fi-simple,sv,en,ar,ru,uk,et,so"
PROBE = """
import datetime, json, sys
import django
django.setup()
from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language_info
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant

moment = datetime.datetime(2026, 11, 24, 15, 5, tzinfo=datetime.UTC)
found = {}
for code, name in settings.LANGUAGES:
    with translation.override(code):
        found[code] = {
            "name": name,
            "info": get_language_info(code)["code"],
            "bidi": translation.get_language_bidi(),
            "active": translation.get_language(),
            "variant": get_supported_content_language_variant(code),
            "date": date_format(timezone.localtime(moment), "DATE_FORMAT"),
            "time": date_format(timezone.localtime(moment), "TIME_FORMAT"),
            "weekday": date_format(moment, "l"),
            "number": number_format(1234.5, 1),
            "yes": translation.gettext("Yes"),
            "search": translation.gettext("Search"),
        }
found["content"] = list(get_content_languages())
json.dump(found, sys.stdout)
"""


def python(var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    mine = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ENVIRONMENT": "test",
        "SITE_LANGUAGES": ALL,
        "VAR_DIR": str(var),
    }
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | mine
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What a site with every language switched on says in each."""
    run = python(tmp_path_factory.mktemp("var"), "-c", PROBE)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_with_every_language_the_checks_pass(tmp_path: Path) -> None:
    checked = python(tmp_path, "manage.py", "check", "--fail-level", "WARNING")

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("code", OWN_NAMES)
def test_a_language_is_itself(found: dict[str, dict[str, str]], code: str) -> None:
    said = found[code]

    assert said["name"] == OWN_NAMES[code]
    assert said["info"] == said["active"] == said["variant"] == code
    assert said["bidi"] is (code == "ar")
    assert code in found["content"]


def test_names_differ(found: dict[str, dict[str, str]]) -> None:
    assert len({found[code]["name"] for code in OWN_NAMES}) == len(OWN_NAMES)


@pytest.mark.parametrize("code", OWN_NAMES)
def test_dates_and_times_have_a_form(found: dict[str, dict[str, str]], code: str) -> None:
    assert "2026" in found[code]["date"]
    assert "24" in found[code]["date"]
    assert "05" in found[code]["time"]
    assert found[code]["weekday"]


def test_dates_are_in_the_language(found: dict[str, dict[str, str]]) -> None:
    assert found["fi"]["weekday"] == "tiistai"
    assert found["sv"]["weekday"] == "tisdag"
    assert found["en"]["time"].startswith("17")  # 24 hours, as on the doors here


def test_easy_finnish_falls_back_to_finnish(found: dict[str, dict[str, str]]) -> None:
    for word in ("weekday", "date", "time", "number", "yes"):
        assert found["fi-simple"][word] == found["fi"][word]


@pytest.mark.parametrize("code", ["fi", "fi-simple", "sv", "en"])
def test_djangos_own_words_are_in_the_language(code: str) -> None:
    with translation.override(code):
        assert translation.gettext("Yes") == {"sv": "Ja", "en": "Yes"}.get(code, "Kyllä")


@pytest.mark.django_db
def test_easy_finnish_has_pages_of_its_own(client: Client, site_tree: SiteTree) -> None:
    HomePageFactory(
        parent=site_tree["fi"].get_parent(),
        slug="selko",
        title="Selkeä etusivu",
        locale=LocaleFactory(language_code="fi-simple"),
        translation_key=site_tree["fi"].translation_key,
    )
    page = client.get("/fi-simple/").content.decode()

    assert '<html lang="fi-simple" dir="ltr">' in page or '<html lang="fi"' in page
    assert "Selkeä etusivu" in page
    assert ">Selkosuomi<" in page
