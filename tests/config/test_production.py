"""The whole of the settings in production, and the headers every answer carries."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.test import Client
from django.test.utils import override_settings
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.admin.forms.pages import PageViewRestrictionForm

from tests.conftest import SiteTree
from tests.factories import AdministratorFactory, ContentPageFactory

ROOT = Path(settings.BASE_DIR)


def manage(tmp_path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    production = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ENVIRONMENT": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "vierella.example",
        "SITE_URL": "https://vierella.example",
        "EMAIL_URL": "smtp://localhost:25",
        "CACHE_URL": "redis://localhost:6379/0",
        "VAR_DIR": str(tmp_path),
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **production, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_pass_djangos_deployment_checks(tmp_path: Path) -> None:
    checked = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING")

    assert checked.returncode == 0, checked.stderr


def test_no_other_host_can_give_a_production_site_its_cookies(tmp_path: Path) -> None:
    """Browsers take cookies with such names only from the host itself, over TLS."""
    asked = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    names = manage(tmp_path, "shell", "--no-imports", "-c", asked).stdout.split()

    assert names == ["__Host-sessionid", "__Host-csrftoken"]


def test_production_that_sends_no_mail_is_warned(tmp_path: Path) -> None:
    checked = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", EMAIL_URL=f"file://{tmp_path}/mail")

    assert checked.returncode == 1
    assert "vierella.W101" in checked.stderr


def test_production_that_counts_in_each_process_is_warned(tmp_path: Path) -> None:
    checked = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", CACHE_URL="locmem://vierella")

    assert checked.returncode == 1
    assert "vierella.W102" in checked.stderr


def test_an_insecure_start_says_in_one_line_what_is_wrong(tmp_path: Path) -> None:
    started = manage(tmp_path, "check", SITE_URL="http://vierella.example")

    assert started.returncode != 0
    assert "SITE_URL must begin with https:// in production." in started.stderr.strip().splitlines()[-1]


def test_the_warnings_are_for_deployment_alone() -> None:
    warnings = {"vierella.W101", "vierella.W102"}
    assert not warnings & {message.id for message in run_checks()}
    assert warnings <= {message.id for message in run_checks(include_deployment_checks=True)}
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend"):
        assert "vierella.W101" not in [message.id for message in run_checks(include_deployment_checks=True)]


# --- Headers --------------------------------------------------------------------------------------------
def policy(response: object) -> dict[str, set[str]]:
    directives = (directive.split() for directive in response.headers["Content-Security-Policy"].split(";"))
    return {name: set(sources) for name, *sources in directives}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/fi/", "/fi/sivu/", "/fi/poissa/", "/fi/haku/", "/healthz", "/sitemap.xml"])
def test_public_pages_have_the_strict_policy(client: Client, site_tree: SiteTree, address: str) -> None:
    ContentPageFactory(parent=site_tree["fi"], slug="sivu")
    response = client.get(address)
    found = policy(response)

    assert found["default-src"] == {"'none'"}
    assert found["script-src"] == found["style-src"] == {"'self'"}
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "nonce" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in response.headers["Permissions-Policy"]


@pytest.mark.django_db
def test_files_and_the_redirect_to_https_have_the_headers_too(client: Client) -> None:
    style = client.get("/static/css/site.css")
    style.close()
    with override_settings(SECURE_SSL_REDIRECT=True):
        moved = Client().get("/fi/")

    assert (style.status_code, moved.status_code) == (200, 301)
    assert "Access-Control-Allow-Origin" not in style.headers
    for response in (style, moved):
        assert policy(response)["default-src"] == {"'none'"}
        assert "Permissions-Policy" in response.headers
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_password_many_know_is_no_way_to_make_a_page_private() -> None:
    for form in (PageViewRestrictionForm, CollectionViewRestrictionForm):
        options = {"private_page_options": ["password", "login", "groups"]} if form is PageViewRestrictionForm else {}
        assert "password" not in form(**options).fields
        assert "password" not in dict(form(**options).fields["restriction_type"].choices)


def test_the_database_is_not_everybodys_on_the_machine(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/vierella.sqlite3"
    made = manage(tmp_path, "migrate", "contenttypes", "--verbosity", "0", DATABASE_URL=url)

    assert made.returncode == 0, made.stderr
    assert (tmp_path / "vierella.sqlite3").stat().st_mode & 0o007 == 0


@pytest.mark.django_db
def test_staff_pages_have_a_policy_of_their_own_that_still_keeps_others_out(
    client: Client, site_tree: SiteTree
) -> None:
    client.force_login(AdministratorFactory())
    found = policy(client.get("/hallinta/"))

    assert found["default-src"] == {"'none'"}
    assert "'unsafe-inline'" in found["script-src"]
    assert "'unsafe-eval'" not in found["script-src"]
    assert found["frame-ancestors"] == found["form-action"] == {"'self'"}
    assert all("http" not in source for sources in found.values() for source in sources)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/hallinta", "/fi/hallinta/", "/hallintax/"])
def test_an_address_that_only_looks_like_a_staff_page_has_the_strict_policy(
    client: Client, site_tree: SiteTree, address: str
) -> None:
    assert "unsafe" not in client.get(address).headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_preview_may_stand_in_wagtails_frame(client: Client, site_tree: SiteTree) -> None:
    page = ContentPageFactory(parent=site_tree["fi"])
    client.force_login(AdministratorFactory())

    response = client.get(f"/hallinta/pages/{page.pk}/view_draft/")
    preview = client.get(f"/hallinta/pages/{page.pk}/edit/preview/")

    assert response.status_code == preview.status_code == 200
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert policy(preview)["frame-ancestors"] == {"'self'"}
