"""What the tests of use cases share."""

from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from cms.models import User
from living_lab.actions import ideas
from living_lab.models import Answer, AnswerStatus, Idea, Round
from tests.factories import HOSTILE, AdministratorFactory


@pytest.fixture
def coordinator() -> User:
    return AdministratorFactory()


def logged(instance: Any) -> list[str]:
    return list(ModelLogEntry.objects.for_instance(instance).order_by("pk").values_list("action", flat=True))


def new_idea(round_: Round) -> Idea:
    return Idea(round=round_, title="Penkki", text="Levätä", language="fi")


def new_answer(idea: Idea) -> Answer:
    return Answer(idea=idea, status=AnswerStatus.YES, text="Kyllä", unit="Kirjasto")


def enter(round_: Round, by: User, title: str = f"Penkki {HOSTILE}") -> Idea:
    return ideas.enter_idea(Idea(round=round_, title=title, language="fi"), by)
