"""Telling an idea: three steps without a cookie; nothing is lost, nothing is stored twice, nothing runs."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.db import connections
from django.test import Client

from cms.models.users import NoticeFrequency
from cms.moderation.rules import State
from cms.tokens import hash_key, new_key
from living_lab.actions.ideas import resend_idea
from living_lab.models import Idea, Round
from living_lab.rules import Stage
from tests.conftest import SiteTree
from tests.factories import HOSTILE, AdministratorFactory, IdeaFactory, RoundFactory
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import HOSTILE_SHOWN, IDENTITY_CODE, Lab, address, fields_of, idea_form, part

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(lab: Lab) -> Round:
    return lab.round(Stage.IDEAS)


def strict() -> Client:
    """A browser without any cookie, against the site with every check on."""
    return Client(enforce_csrf_checks=True)


def post(round_: Round, data: dict[str, Any], client: Client | None = None, language: str = "fi") -> Any:
    return (client or strict()).post(address("tell", round_.slug, language=language), data)


# --- The three steps ------------------------------------------------------------------------------
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_an_idea_is_told_in_three_steps_without_a_cookie(round_: Round, language: str) -> None:
    client = strict()
    first = client.get(address("tell", round_.slug, language=language))
    second = post(round_, fields_of(first) | {"title": f"Penkki {HOSTILE}", "next": "1"}, client, language)
    third = post(round_, fields_of(second) | {"text": "Levähtää\nvoisi", "next": "1"}, client, language)
    sent = post(round_, fields_of(third) | {"next": "1"}, client, language)

    idea = Idea.objects.get()
    assert (idea.title, idea.text, idea.language) == (f"Penkki {HOSTILE}", "Levähtää\nvoisi", language)
    assert idea.state == State.WAITING
    assert sent.status_code == 302
    assert sent.url.startswith(f"/{language}/")
    assert client.get(sent.url).status_code == 200
    assert not client.cookies
    assert [fields_of(step)["step"] for step in (first, second, third)] == ["what", "why", "check"]


def test_the_key_is_only_in_the_writers_hands(round_: Round) -> None:
    form = idea_form()

    post(round_, form)

    idea = Idea.objects.get(pk=form["id"])
    assert idea.edit_key_hash == hash_key(form["key"])
    assert form["key"] not in repr(Idea.objects.values().get(pk=idea.pk))


@pytest.mark.parametrize("step", ["what", "why", "check"])
def test_changing_the_language_keeps_the_question_and_everything_typed(round_: Round, step: str) -> None:
    """Also what would be judged too long or empty: nobody has said yet that it is ready."""
    form = idea_form(step=step, title="", stay="1")
    form.pop("next")

    swedish = post(round_, form, language="sv")

    assert 'lang="sv"' in swedish.content.decode()
    assert swedish.status_code == 200
    assert not swedish.context["form"].errors
    kept = fields_of(swedish)
    assert {name: kept[name] for name in ("id", "key", "step", "text", "language")} == {
        name: form[name] for name in ("id", "key", "step", "text", "language")
    }
    assert not Idea.objects.exists()


def test_the_languages_of_the_menu_send_the_form_along(round_: Round) -> None:
    page = strict().get(address("tell", round_.slug)).content.decode()

    header = part(page, "header")
    assert f'form="kerro" formaction="{address("tell", round_.slug, language="sv")}" formnovalidate' in header
    assert 'id="kerro"' in part(page, "main")
    first = header.index("<button")
    assert 'name="stay"' not in header[first : header.index(">", first)], "Enter presses the first button of a form"


def test_nothing_is_stored_before_sending(round_: Round) -> None:
    post(round_, idea_form(step="what"))
    post(round_, idea_form(step="why"))

    assert not Idea.objects.exists()


@pytest.mark.parametrize(("step", "before"), [("check", "why"), ("why", "what"), ("what", "what")])
def test_back_keeps_everything_that_was_typed(round_: Round, step: str, before: str) -> None:
    form = idea_form(step=step, back="1", language="ar")
    form.pop("next")

    answer = post(round_, form)

    kept = fields_of(answer)
    assert kept["step"] == before
    assert {name: kept[name] for name in ("id", "key", "title", "text", "language")} == {
        name: form[name] for name in ("id", "key", "title", "text", "language")
    }
    assert answer.status_code == 200


def test_back_says_nothing_is_wrong_yet(round_: Round) -> None:
    answer = post(round_, idea_form(step="why", back="1", title=""))

    assert answer.status_code == 200
    assert "field-error" not in answer.content.decode()


def test_an_empty_first_answer_gets_a_kind_word(round_: Round) -> None:
    answer = post(round_, idea_form(step="what", title="  \n "))

    assert answer.status_code == 422
    assert fields_of(answer)["step"] == "what"
    assert "field-error" in answer.content.decode()


def test_why_may_be_left_empty(round_: Round) -> None:
    assert post(round_, idea_form(text="")).status_code == 302
    assert Idea.objects.get().text == ""


@pytest.mark.parametrize("language", ["xx", "", HOSTILE])
def test_an_unknown_language_is_asked_again(round_: Round, language: str) -> None:
    answer = post(round_, idea_form(language=language))

    assert answer.status_code == 422
    assert HOSTILE not in answer.content.decode()
    assert not Idea.objects.exists()


@pytest.mark.parametrize("step", ["", "sixth", HOSTILE, "0"])
def test_an_unknown_step_is_the_first(round_: Round, step: str) -> None:
    answer = post(round_, idea_form(step=step))

    assert fields_of(answer)["step"] == "why"
    assert not Idea.objects.exists()


# --- Twice ----------------------------------------------------------------------------------------
def test_sending_twice_leaves_one_idea_and_the_same_private_page(round_: Round) -> None:
    form = idea_form()

    first, second = post(round_, form), post(round_, form)

    assert first.url == second.url
    assert Idea.objects.count() == 1


def test_two_forms_are_two_ideas(round_: Round) -> None:
    assert post(round_, idea_form()).url != post(round_, idea_form()).url
    assert Idea.objects.count() == 2


@pytest.mark.parametrize("theirs", ["id", "key"])
def test_somebody_elses_form_is_refused_kindly(round_: Round, theirs: str) -> None:
    form = idea_form()
    post(round_, form)

    answer = post(round_, idea_form(title="toinen", **{theirs: form[theirs]}))

    assert answer.status_code == 422
    assert fields_of(answer)["title"] == "toinen"
    assert Idea.objects.get().title == form["title"]


@pytest.mark.parametrize(
    "broken", [{"id": "x"}, {"id": ""}, {"key": "short"}, {"key": "a" * 28}, {"key": HOSTILE}, {"id": HOSTILE}]
)
def test_a_broken_form_gets_a_new_id_and_key_and_keeps_the_text(round_: Round, broken: dict[str, str]) -> None:
    answer = post(round_, idea_form(step="what", **broken))

    assert answer.status_code == 200
    assert fields_of(answer)["title"].startswith("Penkki")
    assert len(fields_of(answer)["key"]) == 27
    assert HOSTILE not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_ten_presses_of_send_at_once_leave_one_idea(site_tree: SiteTree) -> None:
    round_, form, together = Lab(site_tree).round(Stage.IDEAS), idea_form(), Barrier(10)

    def send(_number: int) -> Any:
        try:
            together.wait(timeout=60)
            answer = Client(raise_request_exception=False).post(address("tell", round_.slug), form)
            return answer.status_code, answer.headers.get("Location")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as crowd:
        answers = set(crowd.map(send, range(10)))

    assert answers == {(302, address("follow", round_.slug, form["key"]))}
    assert Idea.objects.count() == 1


# --- Hostile and clumsy text ----------------------------------------------------------------------
@pytest.mark.parametrize("step", ["what", "why", "check"])
def test_markup_is_shown_as_text(round_: Round, step: str) -> None:
    form = idea_form(step=step, language="xx" if step == "check" else "fi")

    page = part(post(round_, form).content.decode(), "main")

    assert HOSTILE not in page
    assert HOSTILE_SHOWN in page


def test_attributes_cannot_be_broken_out_of(round_: Round) -> None:
    page = post(
        round_, idea_form(step="what", title='" onmouseover="alert(1)', text="'><img src=x onerror=1>")
    ).content.decode()

    assert 'onmouseover="alert' not in page
    assert "<img src=x" not in page


def test_invisible_characters_are_left_out(round_: Round) -> None:
    post(
        round_, idea_form(title="Pen\x00kki\u202e \u2066ran\u200btaan\x1b\ufeff", text="ensin\r\nsitten\u202d\tja\x07")
    )

    idea = Idea.objects.get()
    assert (idea.title, idea.text) == ("Penkki rantaan", "ensin\nsitten\tja")


def test_letters_of_every_script_and_emoji_stay(round_: Round) -> None:
    title = "می‌خواهم 👨‍👩‍👧 ёж 猫 Ää"

    post(round_, idea_form(title=title, language="ar"))

    assert Idea.objects.get().title == title


@pytest.mark.parametrize(("name", "length"), [("title", 121), ("text", 1001), ("text", 2_000_000)])
def test_too_long_a_text_is_kept_and_its_writer_told(round_: Round, name: str, length: int) -> None:
    answer = post(round_, idea_form(**{name: "a" * length}))

    assert answer.status_code == 422
    assert fields_of(answer)[name] == "a" * length
    assert not Idea.objects.exists()


def test_ten_megabytes_are_refused(round_: Round) -> None:
    answer = post(round_, idea_form(text="a" * 10_000_000))

    assert answer.status_code == 400
    assert not Idea.objects.exists()


def test_as_much_as_fits_fits(round_: Round) -> None:
    assert post(round_, idea_form(title="ä" * 120, text="ö" * 1000)).status_code == 302
    assert (len(Idea.objects.get().title), len(Idea.objects.get().text)) == (120, 1000)


# --- Personal data --------------------------------------------------------------------------------
CODES = [IDENTITY_CODE, IDENTITY_CODE.lower(), f"({IDENTITY_CODE})", "131052-308\u200bT", "13\u00ad1052-308T"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("step", "name"), [("what", "title"), ("why", "text"), ("check", "title"), ("check", "text")])
def test_a_personal_identity_code_goes_no_further(round_: Round, step: str, name: str, code: str) -> None:
    answer = post(round_, idea_form(step=step, **{name: f"Mummo {code} pääsee"}))

    assert answer.status_code == 422
    assert fields_of(answer)["step"] == step
    assert not Idea.objects.exists()


def test_a_code_slipped_past_the_first_step_is_caught_at_the_last(round_: Round) -> None:
    second = post(round_, idea_form(step="why", title=IDENTITY_CODE))

    assert post(round_, fields_of(second) | {"next": "1"}).status_code == 422
    assert not Idea.objects.exists()


@pytest.mark.parametrize("contact", ["040 123 4567", "mummo@kunta.example"])
def test_a_phone_number_or_address_is_only_asked_about(round_: Round, contact: str) -> None:
    checked = post(round_, idea_form(step="why", text=f"Soita {contact}"))

    assert checked.context["found"]
    assert checked.context["is_last"]
    assert post(round_, fields_of(checked) | {"next": "1"}).status_code == 302


def test_a_harmless_text_raises_no_question(round_: Round) -> None:
    assert not post(round_, idea_form(step="why", text="Penkki 1.12. klo 10, 150 €")).context["found"]


# --- The clock ------------------------------------------------------------------------------------
@pytest.mark.parametrize("step", ["what", "why", "check"])
def test_what_was_written_is_given_back_when_ideas_have_closed(round_: Round, clock: Clock, step: str) -> None:
    """Opened before the end, sent after it."""
    form = idea_form(step=step)
    clock.to(round_.ideas_close)

    answer = post(round_, form)

    page = part(answer.content.decode(), "main")
    assert answer.status_code == 409
    assert f"Penkki rantaan {HOSTILE_SHOWN}" in page
    assert f"Että voi levätä {HOSTILE_SHOWN}" in page
    assert HOSTILE not in page
    assert not Idea.objects.exists()


def test_the_last_microsecond_is_in_time(round_: Round, clock: Clock) -> None:
    clock.to(round_.ideas_close)
    clock.on(microseconds=-1)

    assert post(round_, idea_form()).status_code == 302


@pytest.mark.parametrize("stage", [Stage.UPCOMING, Stage.GATHERING, Stage.VOTING, Stage.ANSWERS])
def test_ideas_are_not_taken_in_other_stages(lab: Lab, stage: Stage) -> None:
    closed = lab.round(stage)

    assert strict().get(address("tell", closed.slug)).status_code == 200
    assert post(closed, idea_form()).status_code == 409
    assert not Idea.objects.exists()


def test_a_hidden_round_takes_no_ideas(site_tree: SiteTree) -> None:
    assert post(RoundFactory(), idea_form()).status_code == 404
    assert not Idea.objects.exists()


# --- Nobody else's business -----------------------------------------------------------------------
def test_nobody_shares_the_form_and_back_finds_what_was_typed(round_: Round) -> None:
    for answer in (strict().get(address("tell", round_.slug)), post(round_, idea_form(step="what"))):
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "ETag" not in answer.headers
        assert not answer.cookies


def test_each_opened_form_is_its_own(round_: Round) -> None:
    one, other = (fields_of(strict().get(address("tell", round_.slug))) for _ in range(2))

    assert one["id"] != other["id"]
    assert one["key"] != other["key"]


# --- Another site ---------------------------------------------------------------------------------
@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}], ids=str)
@pytest.mark.parametrize("step", ["what", "why", "check"])
def test_a_form_of_another_site_starts_anew_with_a_key_that_site_does_not_know(
    round_: Round, headers: dict[str, str], step: str
) -> None:
    """Else that site would hold the private link of what the resident writes."""
    form = idea_form(step=step, title="Penkki rantaan", text="Voi levätä")

    answer = strict().post(address("tell", round_.slug), form, headers=headers)

    fields = fields_of(answer)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Idea.objects.exists()
    assert (fields["title"], fields["text"], fields["step"]) == ("Penkki rantaan", "Voi levätä", "what")
    assert {fields["key"], fields["id"]}.isdisjoint({form["key"], form["id"]})
    going_on = post(round_, fields | {"next": "1"})
    assert going_on.status_code == 200
    assert fields_of(going_on)["key"] == fields["key"]


# --- Many from one network ------------------------------------------------------------------------
def test_ideas_over_the_limit_are_held_and_told_as_any_other(round_: Round, settings: Any) -> None:
    settings.IDEAS_FROM_A_NETWORK = 2

    answers = [post(round_, idea_form()) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302] * 3
    assert list(Idea.objects.order_by("received_at").values_list("held", flat=True)) == [False, False, True]
    assert len({strict().get(answer.url).context["said"] for answer in answers}) == 1


def test_sending_one_idea_again_counts_once(round_: Round, settings: Any) -> None:
    settings.IDEAS_FROM_A_NETWORK = 2
    form = idea_form()

    for _ in range(5):
        post(round_, form)
    post(round_, idea_form())

    assert not Idea.objects.filter(held=True).exists()


def test_a_flood_sends_staff_no_mail_at_once(
    round_: Round, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.IDEAS_FROM_A_NETWORK = 1
    AdministratorFactory(notices=NoticeFrequency.AT_ONCE)
    post(round_, idea_form())

    with django_capture_on_commit_callbacks(execute=True):
        post(round_, idea_form())
    resent = Idea.objects.get(held=True)
    Idea.objects.filter(pk=resent.pk).update(state=State.RETURNED)
    with django_capture_on_commit_callbacks(execute=True):
        resend_idea(Idea.objects.get(pk=resent.pk), "a", "b", "fi")

    assert mail.outbox == []
    assert Idea.objects.get(pk=resent.pk).held


def test_a_mail_to_staff_holds_no_word_of_the_idea(round_: Round, django_capture_on_commit_callbacks: Any) -> None:
    AdministratorFactory(notices=NoticeFrequency.AT_ONCE)
    with django_capture_on_commit_callbacks(execute=True):
        post(round_, idea_form(title="salainen penkki", text="salainen syy"))

    assert len(mail.outbox) == 1
    assert "salainen" not in mail.outbox[0].subject + mail.outbox[0].body


def test_a_waiting_idea_is_seen_by_nobody_else(round_: Round) -> None:
    post(round_, idea_form(title="odottava"))
    idea = Idea.objects.get()

    assert strict().get(address("idea", round_.slug, idea.pk)).status_code == 404
    assert "odottava" not in strict().get(address("round", round_.slug), follow=True).content.decode()


def test_an_idea_with_an_id_of_its_own_is_stored_under_it(round_: Round) -> None:
    wanted = uuid4()

    post(round_, idea_form(id=str(wanted), key=new_key()))

    assert Idea.objects.get().pk == wanted
    assert IdeaFactory(round=round_).pk != wanted
