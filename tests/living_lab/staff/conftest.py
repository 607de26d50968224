"""What the tests of staff pages share."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.moderation.rules import State
from living_lab.models import Idea, Round
from tests.factories import AdministratorFactory
from tests.living_lab.factories import fields_of, signed_in


@pytest.fixture
def admin() -> Client:
    return signed_in(AdministratorFactory())


def at(name: str, *args: Any) -> str:
    return reverse(f"living_lab_round:{name}", args=args)


def decide(client: Client, idea: Idea, *, follow: bool = False, **data: str) -> Any:
    """Look at an idea, then press a button."""
    url = at("read", idea.pk)
    seen = fields_of(client.get(url), "body").get("seen", "")
    return client.post(url, {"seen": seen} | data, follow=follow)


def many(round_: Round, number: int, state: State) -> None:
    Idea.objects.bulk_create(Idea(round=round_, title=f"Idea {n}", language="fi", state=state) for n in range(number))
