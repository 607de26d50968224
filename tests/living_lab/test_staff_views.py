"""Staff pages: who may come where, what they may do, and what happens when two do it at once."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.moderation.rules import State
from living_lab.closing import close_vote
from living_lab.models import Answer, AnswerStatus, Idea, Round
from living_lab.rules import Stage
from tests.factories import (
    HOSTILE,
    AdministratorFactory,
    AnswerFactory,
    BallotFactory,
    IdeaFactory,
    RoundFactory,
    UserFactory,
)
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import HOSTILE_SHOWN, IDENTITY_CODE, Lab, address, fields_of, part, signed_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return signed_in(AdministratorFactory())


def at(name: str, *args: Any) -> str:
    return reverse(f"living_lab_round:{name}", args=args)


# --- Who may come where ---------------------------------------------------------------------------
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


# --- Residents' words in the staff pages ----------------------------------------------------------
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


# --- Reading ideas --------------------------------------------------------------------------------
def decide(client: Client, idea: Idea, *, follow: bool = False, **data: str) -> Any:
    """Look at an idea, then press a button."""
    url = at("read", idea.pk)
    seen = fields_of(client.get(url), "body").get("seen", "")
    return client.post(url, {"seen": seen} | data, follow=follow)


RETURN = {"return": "1", "reason": "rude", "note": "Sano se ystävällisesti"}


def test_publishing_leads_to_the_next_that_waits(lab: Lab, admin: Client) -> None:
    first, second = IdeaFactory.create_batch(2, round=lab.round(), state=State.WAITING)

    answer = decide(admin, first, publish="1")

    assert answer.url == at("read", second.pk)
    assert Idea.objects.get(pk=first.pk).is_published
    assert decide(admin, second, publish="1").url == at("ideas")


def test_returning_tells_the_writer_why(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(), state=State.WAITING)

    decide(admin, idea, **RETURN)

    idea.refresh_from_db()
    assert (idea.state, idea.return_reason, idea.return_note) == (State.RETURNED, "rude", RETURN["note"])


def test_returning_without_a_reason_is_asked_again(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(), state=State.WAITING)

    answer = decide(admin, idea, **RETURN | {"reason": ""})

    assert answer.status_code == 200
    assert RETURN["note"] in answer.content.decode()
    assert Idea.objects.get().is_waiting


@pytest.mark.parametrize("first", ["publish", "return"])
@pytest.mark.parametrize("second", ["publish", "return"])
def test_when_two_decide_the_second_gets_a_kind_word(lab: Lab, admin: Client, first: str, second: str) -> None:
    """The other had the idea open all the while, as it was before the first decided."""
    idea = IdeaFactory(round=lab.round(), state=State.WAITING)
    presses = {"publish": {"publish": "1"}, "return": RETURN}
    other = signed_in(AdministratorFactory())
    seen = fields_of(other.get(at("read", idea.pk)), "body")["seen"]
    decide(admin, idea, **presses[first])
    before = Idea.objects.values().get()

    answer = other.post(at("read", idea.pk), {"seen": seen} | presses[second], follow=True)

    assert Idea.objects.values().get() == before
    assert "muutettu" in answer.content.decode() or "changed" in answer.content.decode()


def test_nobody_publishes_words_they_have_not_seen(lab: Lab, admin: Client) -> None:
    from living_lab.actions import resend_idea

    idea = IdeaFactory(round=lab.round(), state=State.WAITING)
    seen = fields_of(admin.get(at("read", idea.pk)), "body")["seen"]
    decide(signed_in(AdministratorFactory()), idea, **RETURN)
    resend_idea(Idea.objects.get(), "Aivan muuta", "", "fi")

    admin.post(at("read", idea.pk), {"seen": seen, "publish": "1"})

    assert Idea.objects.get().is_waiting


@pytest.mark.parametrize("stage", [Stage.VOTING, Stage.ANSWERS])
def test_nothing_is_published_after_voting_opens(lab: Lab, admin: Client, stage: Stage) -> None:
    idea = IdeaFactory(round=lab.round(stage), state=State.WAITING)

    page = admin.get(at("read", idea.pk)).content.decode()
    answer = admin.post(at("read", idea.pk), {"seen": f"{idea.state} {idea.received_at.isoformat()}", "publish": "1"})

    assert 'name="publish"' not in page
    assert answer.status_code == 302
    assert Idea.objects.get().is_waiting


def test_an_idea_opened_before_voting_and_published_after_is_refused(lab: Lab, admin: Client, clock: Clock) -> None:
    idea = IdeaFactory(round=lab.round(Stage.GATHERING), state=State.WAITING)
    seen = fields_of(admin.get(at("read", idea.pk)), "body")["seen"]
    clock.to(idea.round.voting_open)

    answer = signed_in(AdministratorFactory()).post(at("read", idea.pk), {"seen": seen, "publish": "1"})

    assert answer.url == at("read", idea.pk)
    assert Idea.objects.get().is_waiting


def test_an_idea_can_be_returned_from_an_open_ballot_but_not_from_a_result(
    lab: Lab, admin: Client, clock: Clock
) -> None:
    kept, gone = IdeaFactory.create_batch(2, round=lab.round(Stage.VOTING))
    decide(admin, gone, **RETURN)
    seen = fields_of(admin.get(at("read", kept.pk)), "body")["seen"]
    clock.to(kept.round.voting_close)

    answer = signed_in(AdministratorFactory()).post(at("read", kept.pk), {"seen": seen} | RETURN)

    assert answer.status_code == 200
    assert [Idea.objects.get(pk=idea.pk).state for idea in (gone, kept)] == [State.RETURNED, State.PUBLISHED]


def test_personal_data_is_pointed_out(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(), state=State.WAITING, text=f"Soita 040 123 4567 tai {IDENTITY_CODE}")

    assert len(admin.get(at("read", idea.pk)).context["findings"]) == 2


def test_what_was_typed_is_kept_when_somebody_else_decides(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(), state=State.WAITING)
    for press in ({"publish": "1"}, RETURN):
        Idea.objects.update(state=State.WAITING)
        seen = fields_of(admin.get(at("read", idea.pk)), "body")["seen"]
        decide(admin, idea, **press)

        late = admin.post(at("read", idea.pk), {"seen": seen} | RETURN | {"note": "Kirjoitin pitkään"})

        assert late.status_code == 409
        assert "Kirjoitin pitkään" in late.content.decode()


def test_personal_data_is_published_only_when_somebody_has_looked(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(), state=State.WAITING, text="Soita 040 123 4567")

    asked = decide(admin, idea, publish="1")

    assert asked.status_code == 200
    assert asked.context["looked_form"].errors
    assert Idea.objects.get().is_waiting
    decide(admin, idea, publish="1", looked="on")
    assert Idea.objects.get().is_published


HIDE = {"hide": "1", "hide-note": "Siinä on nimi", "hide-sure": "on"}


@pytest.mark.parametrize("stage", Stage)
def test_a_public_idea_is_taken_down_in_every_stage(lab: Lab, admin: Client, stage: Stage) -> None:
    idea = IdeaFactory(round=lab.round(stage), title="Aivan liian tarkka")
    close_vote(idea.round)

    decide(admin, idea, **HIDE)

    taken = Idea.objects.get()
    assert (taken.state, taken.return_note) == (State.WITHDRAWN, "Siinä on nimi")
    assert Client().get(address("idea", idea.round.slug, idea.pk)).status_code == 404
    assert list(admin.get(at("desk", idea.round.pk)).context["rows"]) == []
    assert admin.get(at("read", idea.pk)).status_code == 200


@pytest.mark.parametrize("missing", ["hide-note", "hide-sure"])
def test_nothing_is_taken_down_without_a_reason_and_a_yes(lab: Lab, admin: Client, missing: str) -> None:
    idea = IdeaFactory(round=lab.round())

    answer = decide(admin, idea, **HIDE | {missing: ""})

    assert answer.status_code == 200
    assert answer.context["hide_form"].errors
    assert Idea.objects.get().is_published


def test_the_next_to_read_is_of_the_round_being_read(lab: Lab, admin: Client) -> None:
    first = IdeaFactory(round=lab.round(), state=State.WAITING)
    IdeaFactory(round=lab.round(), state=State.WAITING)
    mine = IdeaFactory(round=first.round, state=State.WAITING)
    query = f"?kierros={first.round.pk}"
    page = admin.get(f"{at('ideas')}{query}")
    assert [row["url"] for row in page.context["rows"]] == [f"{at('read', i.pk)}{query}" for i in (first, mine)]
    assert all(query[1:] in tab["url"] for tab in page.context["tabs"])

    for idea, following in ((first, at("read", mine.pk)), (mine, at("ideas"))):
        url = f"{at('read', idea.pk)}{query}"
        seen = fields_of(admin.get(url), "body")["seen"]
        assert admin.post(url, {"seen": seen, "publish": "1"}).url == f"{following}{query}"


@pytest.mark.parametrize(("days", "late"), [(0, False), (3, False), (4, True)])
def test_what_has_waited_longer_than_promised_is_marked(
    lab: Lab, admin: Client, clock: Clock, days: int, late: bool
) -> None:
    idea = IdeaFactory(round=lab.round(read_within_days=3), state=State.WAITING)
    Idea.objects.update(received_at=clock() - dt.timedelta(days=days))

    for page in (admin.get(at("ideas")), admin.get(at("read", idea.pk))):
        row = page.context["rows"][0] if "rows" in page.context else page.context
        assert row["waited"].is_late is late
        assert row["waited"].words in page.content.decode()


def test_an_idea_that_is_not_there(admin: Client) -> None:
    assert admin.get(at("read", "00000000-0000-0000-0000-000000000000"), follow=True).status_code == 404


# --- The queue ------------------------------------------------------------------------------------
def test_the_queue_shows_the_oldest_that_waits_first(lab: Lab, admin: Client) -> None:
    waiting = IdeaFactory.create_batch(3, round=lab.round(), state=State.WAITING)
    IdeaFactory(round=lab.round())

    assert list(admin.get(at("ideas")).context["ideas"]) == waiting


@pytest.mark.parametrize("query", ["tila=xx", "tila=", "kierros=abc", "kierros=999999999999999999999999", "p=-1", "p=x",
                                   f"kierros={HOSTILE}", "kierros=٣", "p=999"])  # fmt: skip
def test_a_garbage_query_harms_nothing(lab: Lab, admin: Client, query: str) -> None:
    IdeaFactory(round=lab.round(), state=State.WAITING)

    answer = admin.get(f"{at('ideas')}?{query}")

    assert answer.status_code == 200
    assert HOSTILE not in answer.content.decode()


def test_the_queue_of_one_round(lab: Lab, admin: Client) -> None:
    mine, _other = (IdeaFactory(round=lab.round(), state=State.WAITING) for _ in range(2))

    assert list(admin.get(f"{at('ideas')}?kierros={mine.round.pk}").context["ideas"]) == [mine]


# --- Answers --------------------------------------------------------------------------------------
ANSWER = {"status": "yes", "text": f"Penkki tulee {HOSTILE}", "next_step": "", "unit": "Puistot", "language": "fi"}


def test_an_answer_leads_to_the_next_idea_without_one(lab: Lab, admin: Client) -> None:
    round_ = lab.round(Stage.ANSWERS)
    first, second = IdeaFactory.create_batch(2, round=round_)

    answer = admin.post(at("answer", first.pk), ANSWER)

    assert answer.url == at("answer", second.pk)
    assert first.answer.status == AnswerStatus.YES
    assert admin.post(at("answer", second.pk), ANSWER).url == at("desk", round_.pk)
    assert "Penkki tulee" in Client().get(address("idea", round_.slug, first.pk)).content.decode()


@pytest.mark.parametrize("stage", [Stage.UPCOMING, Stage.IDEAS, Stage.GATHERING, Stage.VOTING])
def test_nothing_is_answered_before_the_vote_is_over(lab: Lab, admin: Client, stage: Stage) -> None:
    idea = IdeaFactory(round=lab.round(stage))

    answer = admin.post(at("answer", idea.pk), ANSWER)

    assert answer.status_code == 200
    assert "Penkki tulee" in answer.content.decode()
    assert not Answer.objects.exists()


def test_an_answer_can_be_corrected(lab: Lab, admin: Client) -> None:
    answered = AnswerFactory(idea=IdeaFactory(round=lab.round(Stage.ANSWERS)))
    url = at("answer", answered.idea.pk)

    admin.post(url, ANSWER | {"status": "not_now", "seen": fields_of(admin.get(url), "body")["seen"]})

    assert Answer.objects.get().status == AnswerStatus.NOT_NOW


def test_the_second_of_two_who_answer_sees_both_answers_and_loses_nothing(lab: Lab, admin: Client) -> None:
    idea = IdeaFactory(round=lab.round(Stage.ANSWERS))
    url, other = at("answer", idea.pk), signed_in(AdministratorFactory())
    seen = fields_of(other.get(url), "body")["seen"]
    admin.post(url, ANSWER | {"text": "Ensimmäinen vastaus", "seen": seen})

    late = other.post(url, ANSWER | {"status": "not_now", "text": "Toinen vastaus", "seen": seen})

    page = late.content.decode()
    assert late.status_code == 409
    assert "Ensimmäinen vastaus" in page
    assert fields_of(late, "body")["text"] == "Toinen vastaus"
    assert Answer.objects.get().text == "Ensimmäinen vastaus"
    assert other.post(url, fields_of(late, "body") | {"status": "not_now"}).status_code == 302
    assert Answer.objects.get().text == "Toinen vastaus"


def test_a_faulty_answer_sent_late_does_not_forget_what_was_seen(lab: Lab, admin: Client) -> None:
    answered = AnswerFactory(idea=IdeaFactory(round=lab.round(Stage.ANSWERS)))
    url = at("answer", answered.idea.pk)
    seen = fields_of(admin.get(url), "body")["seen"]

    assert fields_of(admin.post(url, ANSWER | {"text": "", "seen": seen}), "body")["seen"] == seen


@pytest.mark.parametrize("state", [State.WAITING, State.RETURNED, State.WITHDRAWN])
def test_only_public_ideas_are_answered(lab: Lab, admin: Client, state: State) -> None:
    idea = IdeaFactory(round=lab.round(Stage.ANSWERS), state=state)

    assert admin.post(at("answer", idea.pk), ANSWER, follow=True).status_code == 404
    assert not Answer.objects.exists()


def test_the_votes_of_the_idea_are_told(lab: Lab, admin: Client) -> None:
    round_ = lab.round(Stage.ANSWERS)
    idea = IdeaFactory(round=round_)
    BallotFactory.create_batch(7, round=round_, ideas=[idea])

    assert admin.get(at("answer", idea.pk)).context["votes"] == 7


# --- The desk -------------------------------------------------------------------------------------
@pytest.mark.parametrize("stage", Stage)
def test_the_desk_opens_in_every_stage(lab: Lab, admin: Client, stage: Stage) -> None:
    round_ = lab.round(stage)
    IdeaFactory(round=round_, state=State.WAITING)
    unanswered = IdeaFactory(round=round_)

    desk = admin.get(at("desk", round_.pk))

    assert desk.context["counts"] == {"waiting": 1, "published": 1, "returned": 0, "unanswered": 1}
    assert [row["idea"] for row in desk.context["rows"]] == [unanswered]
    assert (at("answer", unanswered.pk) in desk.content.decode()) is (stage is Stage.ANSWERS)
    assert "tila=returned" in desk.content.decode()
    assert (desk.context["result"] is not None) is (stage is Stage.ANSWERS)


def test_the_desk_lists_every_public_idea_with_votes_and_answer_those_without_first(lab: Lab, admin: Client) -> None:
    round_ = lab.round(Stage.ANSWERS)
    answered = AnswerFactory(idea=IdeaFactory(round=round_)).idea
    idea = IdeaFactory(round=round_)
    BallotFactory.create_batch(2, round=round_, ideas=[idea])

    rows = admin.get(at("desk", round_.pk)).context["rows"]

    assert [(row["idea"], row["votes"], bool(row["answer"])) for row in rows] == [(idea, 2, False), (answered, 0, True)]
    many(round_, 68, State.PUBLISHED)
    assert "1–30" in admin.get(at("desk", round_.pk)).content.decode()
    assert len(admin.get(f"{at('desk', round_.pk)}?p=3").context["rows"]) == 10


def test_the_desk_says_when_there_is_nothing_to_answer(lab: Lab, admin: Client) -> None:
    empty, answered = lab.round(Stage.ANSWERS), lab.round(Stage.ANSWERS)
    AnswerFactory(idea=IdeaFactory(round=answered))
    pages = [part(admin.get(at("desk", round_.pk)).content.decode(), "main") for round_ in (empty, answered)]
    said = [re.findall(r"<p>([^<]*)</p>", page.split("<h2", 3)[2]) for page in pages]

    assert [len(words) for words in said] == [2, 2]
    assert said[0][1] != said[1][1]


def test_a_draft_is_published_from_the_desk(lab: Lab, admin: Client) -> None:
    round_ = RoundFactory()
    page = lab.page(round_, "fi", live=False)

    assert not admin.get(at("desk", round_.pk)).context["is_public"]
    admin.post(at("desk", round_.pk), {"page": page.pk})

    assert Client().get(address("round", round_.slug), follow=True).status_code == 200


@pytest.mark.parametrize("number", ["", "abc", "0", "-1", "9" * 50, HOSTILE, "²"])
def test_publishing_garbage_is_a_404(lab: Lab, admin: Client, number: str) -> None:
    assert admin.post(at("desk", lab.round().pk), {"page": number}, follow=True).status_code == 404


def test_a_page_of_another_round_is_not_published_here(lab: Lab, admin: Client) -> None:
    other = RoundFactory()
    page = lab.page(other, "fi", live=False)

    assert admin.post(at("desk", lab.round().pk), {"page": page.pk}, follow=True).status_code == 404
    assert not other.pages.get().live


def test_who_only_looks_publishes_nothing(lab: Lab) -> None:
    round_ = RoundFactory()
    page = lab.page(round_, "fi", live=False)
    looker = signed_in(staff("living_lab.view_round"))

    desk = looker.get(at("desk", round_.pk))
    looker.post(at("desk", round_.pk), {"page": page.pk})

    assert 'method="post"' not in part(desk.content.decode(), "main")
    assert not round_.pages.get().live


# --- How much it costs ----------------------------------------------------------------------------
def queries_of(client: Client, url: str) -> int:
    client.get(url)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as context:
        assert client.get(url).status_code == 200
    return len(context)


def many(round_: Round, number: int, state: State) -> None:
    Idea.objects.bulk_create(Idea(round=round_, title=f"Idea {n}", language="fi", state=state) for n in range(number))


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
