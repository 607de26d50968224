"""Who may come where, what no page lets through, and how much each costs."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.moderation.rules import State
from living_lab.closing import close_vote
from living_lab.models import Idea
from living_lab.rules import Stage
from tests.factories import (
    HOSTILE,
    AnswerFactory,
    IdeaFactory,
    RoundFactory,
    UserFactory,
)
from tests.living_lab.factories import HOSTILE_SHOWN, Lab, signed_in, staff
from tests.living_lab.staff.conftest import at, decide, many

pytestmark = pytest.mark.django_db
NEEDS = {
    "index": "living_lab.view_round",
    "add": "living_lab.add_round",
    "edit": "living_lab.change_round",
    "delete": "living_lab.delete_round",
    "desk": "living_lab.view_round",
    "ideas": "living_lab.moderate_idea",
    "read": "living_lab.moderate_idea",
    "answer": "living_lab.answer_idea",
}
HELD = sorted(set(NEEDS.values()))


def urls() -> dict[str, str]:
    idea = IdeaFactory(round=RoundFactory(stage=Stage.ANSWERS))
    about_round = {name: at(name, idea.round.pk) for name in ("edit", "delete", "desk")}
    about_idea = {name: at(name, idea.pk) for name in ("read", "answer")}
    return {name: at(name) for name in ("index", "add", "ideas")} | about_round | about_idea


@pytest.mark.parametrize("held", HELD)
def test_each_page_opens_for_its_permission_and_for_no_other(lab: Lab, held: str) -> None:
    client = signed_in(staff(held))
    opened = {name for name, url in urls().items() if client.get(url).status_code == 200}

    expected = {name for name, needed in NEEDS.items() if needed == held}
    if held in {"living_lab.add_round", "living_lab.change_round", "living_lab.delete_round"}:
        expected.add("index")  # Wagtail lists what one may change
    assert opened == expected


def test_nobody_else_comes_in(lab: Lab) -> None:
    for client in (Client(), signed_in(UserFactory()), signed_in(staff())):
        for url in urls().values():
            for answer in (client.get(url), client.post(url, {"publish": "1"})):
                assert answer.status_code in {302, 403}
    assert Idea.objects.filter(state=State.PUBLISHED).count() == Idea.objects.count()


def test_who_may_not_come_in_does_not_learn_what_there_is(lab: Lab) -> None:
    looker, nothing = signed_in(staff()), "00000000-0000-0000-0000-000000000000"
    there = urls()
    missing = {"desk": at("desk", 0), "read": at("read", nothing), "answer": at("answer", nothing)}

    for name, url in missing.items():
        real, made_up = looker.get(there[name]), looker.get(url)
        assert (made_up.status_code, made_up.headers["Location"]) == (real.status_code, real.headers["Location"])


@pytest.mark.parametrize("role", ["Koordinaattori", "Ylläpitäjä"])
def test_who_runs_rounds_can_do_the_whole_walk(role: str) -> None:
    from cms import roles

    roles.apply()
    user = UserFactory(roles=[role])

    for permission in ("view_round", "add_round", "change_round", "moderate_idea", "answer_idea"):
        assert user.has_perm(f"living_lab.{permission}")


@pytest.mark.parametrize("role", ["Toimittaja", "Opastamon työntekijä", "Vetäjä"])
def test_others_do_not_decide_on_residents_ideas(role: str) -> None:
    from cms import roles

    roles.apply()
    user = UserFactory(roles=[role])

    assert not user.has_perm("living_lab.moderate_idea")
    assert not user.has_perm("living_lab.answer_idea")
    assert not user.has_perm("living_lab.change_round")


def test_no_word_of_a_resident_runs_in_the_staff_pages(lab: Lab, admin: Client) -> None:
    round_ = lab.round(Stage.ANSWERS)
    answered = AnswerFactory(idea=IdeaFactory(round=round_)).idea
    waiting = IdeaFactory(round=round_, state=State.WAITING)
    returned = IdeaFactory(round=round_, state=State.RETURNED, return_note=HOSTILE)
    pages = [
        at("index"), at("desk", round_.pk), at("edit", round_.pk), at("history", round_.pk), at("ideas"),
        f"{at('ideas')}?tila=published", at("read", waiting.pk), at("read", returned.pk), at("answer", answered.pk),
        reverse("wagtailadmin_home"),
    ]  # fmt: skip

    for url in pages:
        answer = admin.get(url)
        assert answer.status_code == 200, url
        assert HOSTILE not in answer.content.decode(), url


def test_messages_show_markup_as_text(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(), state=State.WAITING)

    page = decide(admin, idea, publish="1", follow=True).content.decode()

    assert HOSTILE not in page
    assert HOSTILE_SHOWN in page or "\\u003Cscript\\u003E" in page


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as context:
        assert client.get(url).status_code == 200
    return len(context)


@pytest.mark.parametrize("name", ["ideas", "read", "desk", "answer"])
def test_three_hundred_ideas_cost_no_more_queries_than_three(lab: Lab, admin: Client, name: str) -> None:
    round_ = lab.round(Stage.ANSWERS)
    state = State.PUBLISHED if name in {"desk", "answer"} else State.WAITING
    many(round_, 3, state)
    close_vote(round_)
    idea = round_.ideas.first()
    assert idea is not None
    url = {
        "ideas": at("ideas"),
        "read": at("read", idea.pk),
        "desk": at("desk", round_.pk),
        "answer": at("answer", idea.pk),
    }[name]
    few = queries_of(admin, url)

    many(round_, 297, state)

    assert queries_of(admin, url) == few
    assert few <= 20


def test_twenty_rounds_cost_no_more_queries_than_two(lab: Lab, admin: Client) -> None:
    for stage in (Stage.IDEAS, Stage.VOTING):
        lab.round(stage)
    few = queries_of(admin, at("index"))
    for stage in list(Stage) * 4:
        lab.round(stage)

    many_ = queries_of(admin, at("index"))

    assert many_ == few
    assert len(re.findall(r"kierros", admin.get(at("index")).content.decode(), re.IGNORECASE)) > 20
