"""What we use of allauth beyond what it promises. A new release may change it: then this says what to look at."""

import inspect
from importlib import metadata
from pathlib import Path

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from packaging.requirements import Requirement


def test_its_version_is_bound_to_the_one_looked_at() -> None:
    lines = Path(settings.BASE_DIR, "config", "requirements", "runtime.in").read_text(encoding="utf-8").splitlines()
    wanted = next(Requirement(line.partition("#")[0]) for line in lines if line.startswith("django-allauth"))
    major, minor = metadata.version("django-allauth").split(".")[:2]

    assert wanted.specifier.contains(f"{major}.{minor}.99")
    assert not wanted.specifier.contains(f"{major}.{int(minor) + 1}")


def test_a_new_second_step_is_noted_in_the_session_as_allauth_does_it() -> None:
    """``cms.accounts.second_step`` writes the record itself, and reads the word ``mfa`` in others."""
    assert list(inspect.signature(record_authentication).parameters) == ["request", "user", "method", "extra_data"]


@pytest.mark.parametrize(
    ("adapter", "name"),
    [
        (DefaultAccountAdapter, "_get_login_attempts_cache_key"),
        (DefaultAccountAdapter, "get_client_ip"),
        (DefaultAccountAdapter, "get_reset_password_from_key_url"),
        (DefaultAccountAdapter, "is_reauthentication_required"),
        (DefaultAccountAdapter, "send_mail"),
        (DefaultMFAAdapter, "build_totp_svg"),
        (DefaultMFAAdapter, "generate_authenticator_name"),
        (DefaultMFAAdapter, "get_public_key_credential_rp_entity"),
    ],
)
def test_what_our_adapters_replace_is_still_called(adapter: type, name: str) -> None:
    """A method that has got another name would silently be allauth's own again."""
    assert hasattr(adapter, name)


def test_the_request_is_where_the_adapter_looks_for_it() -> None:
    request = HttpRequest()

    with context.request_context(request):
        assert context.request is request
