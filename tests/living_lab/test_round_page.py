"""The public page of a round: what I can do now, in every language, kept and never late."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.moderation.rules import State
from living_lab.closing import close_vote
from living_lab.models import AnswerStatus, Idea, Round
from living_lab.rules import Stage
from tests.factories import HOSTILE, AnswerFactory, BallotFactory, IdeaFactory, RoundFactory
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import HELSINKI, HOSTILE_SHOWN, MICROSECOND, Lab, Voter, address, part

pytestmark = pytest.mark.django_db


def page_url(round_: Round, language: str = "fi") -> str:
    return str(round_.pages.get(locale__language_code=language).url)


def get(url: str, **headers: str) -> Any:
    return Client().get(url, headers=headers)


def main(answer: Any) -> str:
    return part(answer.content.decode(), "main")


# --- What I can do now ----------------------------------------------------------------------------
DOORS = {Stage.IDEAS: "tell", Stage.VOTING: "ballot"}


@pytest.mark.parametrize("stage", Stage)
def test_the_page_offers_what_can_be_done_now_and_nothing_else(lab: Lab, stage: Stage) -> None:
    round_ = lab.round(stage)
    IdeaFactory(round=round_)

    page = main(get(page_url(round_)))

    for when, name in DOORS.items():
        assert (f'href="{address(name, round_.slug)}"' in page) is (when is stage)
    assert ('href="#tulos"' in page) is (stage is Stage.ANSWERS)
    assert ('id="tulos"' in page) is (stage is Stage.ANSWERS)


@pytest.mark.parametrize("stage", Stage)
def test_hostile_words_are_text_in_every_stage(lab: Lab, stage: Stage) -> None:
    round_ = lab.round(stage)
    BallotFactory.create_batch(3, round=round_, ideas=IdeaFactory.create_batch(2, round=round_))
    if stage is Stage.ANSWERS:
        AnswerFactory(idea=round_.ideas.first())

    answer = get(page_url(round_))

    assert HOSTILE not in answer.content.decode()
    assert main(answer).count(HOSTILE_SHOWN) >= 5


def test_votes_are_not_shown_before_the_end(lab: Lab) -> None:
    round_ = lab.round(Stage.VOTING)
    idea = IdeaFactory(round=round_)
    before = get(page_url(round_))
    BallotFactory.create_batch(17, round=round_, ideas=[idea])

    caches["pages"].clear()
    after = get(page_url(round_))

    assert after.context["result"] is None
    assert main(after) == main(before)


def test_only_public_ideas_are_listed(lab: Lab) -> None:
    round_ = lab.round()
    shown = IdeaFactory(round=round_)
    hidden = [IdeaFactory(round=round_, state=state) for state in (State.WAITING, State.RETURNED, State.WITHDRAWN)]
    IdeaFactory(round=lab.round(), title="toisen kierroksen")

    page = get(page_url(round_))

    assert [card["title"] for card in page.context["idea_cards"]] == [shown.title]
    assert not any(str(idea.pk) in main(page) for idea in hidden)
    assert "toisen kierroksen" not in main(page)


def test_ideas_come_twenty_at_a_time(lab: Lab) -> None:
    round_ = lab.round()
    ideas = IdeaFactory.create_batch(45, round=round_)

    pages = [get(f"{page_url(round_)}?sivu={number}") for number in (1, 2, 3)]

    assert [len(page.context["idea_cards"]) for page in pages] == [20, 20, 5]
    assert {card["id"] for page in pages for card in page.context["idea_cards"]} == {
        f"idea-{idea.pk}" for idea in ideas
    }


@pytest.mark.parametrize("number", ["0", "-1", "99", "abc", "9" * 5000, "٣", "", HOSTILE])
def test_a_garbage_page_number_harms_nothing(lab: Lab, number: str) -> None:
    round_ = lab.round()
    IdeaFactory.create_batch(21, round=round_)

    answer = Client().get(page_url(round_), {"sivu": number})

    assert answer.status_code == 200
    assert HOSTILE not in answer.content.decode()


def test_a_query_nobody_reads_costs_no_page_and_is_not_in_it(lab: Lab, django_assert_num_queries: Any) -> None:
    """The page links to its other pages with the query it was made from."""
    round_ = lab.round()
    IdeaFactory.create_batch(21, round=round_)
    url = page_url(round_)
    first = Client().get(url, {"utm_source": "somebody"})

    with django_assert_num_queries(1):
        again = Client().get(url, {"fbclid": "another"})

    assert "?sivu=2" in first.content.decode()
    assert "utm_source" not in first.content.decode()
    assert again.content == first.content


# --- The result -----------------------------------------------------------------------------------
def test_bars_and_table_tell_the_same_numbers(lab: Lab) -> None:
    round_ = lab.round(Stage.ANSWERS)
    first, second, third = IdeaFactory.create_batch(3, round=round_)
    BallotFactory.create_batch(8, round=round_, ideas=[first, second])
    BallotFactory.create_batch(4, round=round_, ideas=[first])
    AnswerFactory(idea=second, status=AnswerStatus.YES)
    AnswerFactory(idea=third, status=AnswerStatus.NOT_NOW)

    page = get(page_url(round_))

    bars = page.context["bars"]
    assert [(bar.label, bar.value, bar.percent, bar.coming_along) for bar in bars] == [
        (first.title, "12", 100.0, False),
        (second.title, "8", 66.7, True),
        (third.title, "0", 0, False),
    ]
    table = part(main(page), "tbody")
    assert re.findall(r'class="num">(\d+)<', table) == ["12", "8", "0"]
    assert re.findall(r'class="num">(\d+)<', part(main(page), "tfoot")) == ["20"]
    assert page.context["result"].sha256 in main(page)


def test_ideas_of_the_result_keep_their_language(lab: Lab) -> None:
    round_ = lab.round(Stage.ANSWERS)
    IdeaFactory(round=round_, language="ar", title="مقعد")

    assert '<th scope="row"><bdi lang="ar">مقعد</bdi></th>' in main(get(page_url(round_)))


def test_a_round_is_answered_when_every_idea_is(lab: Lab) -> None:
    round_ = lab.round(Stage.ANSWERS)
    first, second = IdeaFactory.create_batch(2, round=round_)
    AnswerFactory(idea=first)
    assert get(page_url(round_)).context["chip"].kind == "wait"

    AnswerFactory(idea=second)

    assert get(page_url(round_)).context["chip"].kind == "yes"


# --- Languages ------------------------------------------------------------------------------------
def test_each_language_has_its_own_page(lab: Lab) -> None:
    round_ = lab.round(languages=("fi", "sv"))

    for language in ("fi", "sv"):
        moved = get(address("round", round_.slug, language=language))
        assert moved.url == page_url(round_, language)
        answer = get(moved.url)
        assert f'<html lang="{language}" dir="ltr">' in answer.content.decode()
        assert '<h1 lang="' not in main(answer)


def test_a_language_without_the_page_shows_the_source_with_its_lang(lab: Lab) -> None:
    round_ = lab.round(Stage.IDEAS)
    source = round_.pages.get()

    answer = get(address("round", round_.slug, language="en"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="en" dir="ltr">' in page
    assert '<h1 lang="fi" dir="ltr">' in main(answer)
    assert main(answer).count('lang="fi" dir="ltr"') >= 3
    assert f'href="{address("tell", round_.slug, language="en")}"' in main(answer)
    assert source.url not in part(page, "main")
    assert answer.headers["Content-Language"] == "en"


def test_finnish_text_around_a_fallback_page_is_marked_or_absent(lab: Lab) -> None:
    """The way to the page (breadcrumbs) is told in the reader's language, not in that of the source."""
    round_ = lab.round()
    index = lab.index_in("sv")

    crumbs = {code: get(address("round", round_.slug, language=code)).context["breadcrumbs"] for code in ("sv", "en")}

    assert [crumb.url for crumb in crumbs["sv"]] == ["/sv/", index.url]
    assert crumbs["en"] == []


def test_each_language_of_a_fallback_is_kept_apart(lab: Lab) -> None:
    round_ = lab.round()

    shown = {
        code: get(address("round", round_.slug, language=code)).content.decode() for code in ("sv", "en", "sv", "en")
    }

    assert '<html lang="sv"' in shown["sv"]
    assert '<html lang="en"' in shown["en"]


def test_a_translation_takes_the_place_of_the_fallback_at_once(lab: Lab) -> None:
    round_ = lab.round()
    where = address("round", round_.slug, language="sv")
    assert get(where).status_code == 200

    lab.page(round_, "sv", translation_key=round_.pages.get().translation_key)

    assert get(where).url == page_url(round_, "sv")


@pytest.mark.parametrize("slug", ["ei-ole", "x" * 200])
def test_a_round_that_is_not_there(lab: Lab, slug: str) -> None:
    assert get(address("round", slug)).status_code == 404


def test_a_draft_round_is_not_there(lab: Lab) -> None:
    hidden = RoundFactory(name="salainen")
    draft = lab.page(hidden, "fi", live=False)

    for language in ("fi", "en"):
        assert get(address("round", hidden.slug, language=language)).status_code == 404
    assert get(draft.url).status_code == 404


# --- Kept -----------------------------------------------------------------------------------------
PLACES = ["page", "fallback", "index", "idea"]


def where(lab: Lab, round_: Round, place: str) -> str:
    idea = round_.ideas.filter(state=State.PUBLISHED).first()
    assert idea is not None
    return {
        "page": page_url(round_),
        "fallback": address("round", round_.slug, language="en"),
        "index": lab.index["fi"].url,
        "idea": address("idea", round_.slug, idea.pk),
    }[place]


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("place", PLACES)
def test_readers_get_no_cookie_and_304_for_what_has_not_changed(lab: Lab, place: str, stage: Stage) -> None:
    round_ = lab.round(stage)
    IdeaFactory(round=round_)
    url = where(lab, round_, place)
    get(url)  # may count a vote that is over, which changes the page

    first = get(url)
    again = get(url, if_none_match=first.headers["ETag"])
    weak = get(url, if_none_match=f'W/{first.headers["ETag"]}, "other"')

    assert first.status_code == 200
    assert not first.cookies
    assert (again.status_code, again.content, again.cookies) == (304, b"", {})
    assert weak.status_code == 304
    assert 'method="post"' not in first.content.decode().lower()
    assert "csrf" not in first.content.decode().lower()


@pytest.mark.parametrize("place", PLACES)
def test_a_voters_device_reads_the_same_page_as_everyone(lab: Lab, place: str) -> None:
    round_ = lab.round(Stage.VOTING)
    voter = Voter(round_)
    voter.give(IdeaFactory(round=round_))
    url = where(lab, round_, place)

    assert voter.client.get(url).content == get(url).content
    assert not voter.client.get(url).cookies


@pytest.mark.parametrize("place", PLACES)
def test_a_kept_page_costs_one_query(lab: Lab, place: str, django_assert_num_queries: Any) -> None:
    round_ = lab.round(Stage.VOTING)
    IdeaFactory(round=round_)
    url = where(lab, round_, place)
    get(url)

    with django_assert_num_queries(1):
        assert get(url).status_code == 200


@pytest.mark.parametrize("place", ["page", "fallback"])
def test_a_new_idea_shows_at_once(lab: Lab, place: str) -> None:
    round_ = lab.round()
    IdeaFactory(round=round_)
    url = where(lab, round_, place)
    before = get(url)

    IdeaFactory(round=round_, title="aivan uusi")

    after = get(url, if_none_match=before.headers["ETag"])
    assert after.status_code == 200
    assert "aivan uusi" in main(after)


@pytest.mark.parametrize("place", PLACES)
def test_a_change_of_the_page_shows_at_once(lab: Lab, place: str) -> None:
    round_ = lab.round()
    IdeaFactory(round=round_)
    url = where(lab, round_, place)
    get(url)
    page = round_.pages.get()
    page.title = "Uusi nimi kierrokselle"

    page.save_revision().publish()

    assert "Uusi nimi kierrokselle" in get(url).content.decode()


@pytest.mark.parametrize("place", PLACES)
def test_a_change_of_dates_shows_at_once(lab: Lab, place: str, clock: Clock) -> None:
    round_ = lab.round(Stage.IDEAS)
    IdeaFactory(round=round_)
    url = where(lab, round_, place)
    before = get(url)

    round_.ideas_close = clock() - dt.timedelta(seconds=1)
    round_.save()

    assert main(get(url)) != main(before)


@pytest.mark.parametrize("place", ["page", "fallback", "index"])
def test_a_round_taken_away_is_gone_at_once(lab: Lab, place: str) -> None:
    round_ = lab.round()
    IdeaFactory(round=round_)
    url = where(lab, round_, place)
    title = round_.pages.get().title.split(" <")[0]
    assert title in main(get(url))

    round_.pages.get().unpublish()

    assert title not in main(get(url))


@pytest.mark.parametrize("place", PLACES)
def test_the_stage_is_never_late_nor_early(lab: Lab, place: str, clock: Clock) -> None:
    """The cached page of a microsecond before a boundary is not shown at the boundary."""
    round_ = lab.round(Stage.UPCOMING)
    IdeaFactory(round=round_)
    url = where(lab, round_, place)
    seen = []
    for instant in (round_.ideas_open, round_.ideas_close, round_.voting_open, round_.voting_close):
        clock.to(instant - MICROSECOND)
        before = main(get(url))
        clock.to(instant)
        at = get(url)
        assert at.status_code == 200
        assert main(at) != before
        seen.append(main(at))
        caches["pages"].clear()
        assert main(get(url)) == main(at)
    assert len(set(seen)) == 4


def test_days_left_change_at_midnight_in_helsinki(lab: Lab, clock: Clock) -> None:
    round_ = lab.round(Stage.IDEAS)
    midnight = dt.datetime.combine(
        clock().astimezone(HELSINKI).date() + dt.timedelta(days=2), dt.time(), HELSINKI
    ).astimezone(dt.UTC)
    clock.to(midnight - MICROSECOND)
    before = main(get(page_url(round_)))
    clock.to(midnight)

    assert main(get(page_url(round_))) != before


def test_the_result_is_there_at_the_instant_voting_closes(lab: Lab, clock: Clock) -> None:
    round_ = lab.round(Stage.VOTING)
    BallotFactory.create_batch(3, round=round_, ideas=[IdeaFactory(round=round_)])
    clock.to(round_.voting_close - MICROSECOND)
    assert 'id="tulos"' not in main(get(page_url(round_)))
    clock.to(round_.voting_close)

    page = get(page_url(round_))

    assert 'id="tulos"' in main(page)
    assert page.context["result"].votes == 3


def test_a_signed_in_reader_gets_a_page_of_their_own(lab: Lab) -> None:
    from tests.factories import AdministratorFactory

    round_ = lab.round()
    client = Client()
    client.force_login(AdministratorFactory())

    answer = client.get(page_url(round_))

    assert answer.status_code == 200
    assert "public" not in answer.headers.get("Cache-Control", "")


# --- How much it costs ----------------------------------------------------------------------------
MOST_QUERIES = 15
MOST_ON_A_FALLBACK = 20  # it asks in each language whether the page is private
MOST_IN_THE_TREE = 27  # Wagtail's way through the tree to the page and the frame around it are seventeen of them


def queries_of(url: str, client: Client | None = None) -> int:
    """Queries of an uncached look, once what is looked up once a process is known."""
    (client or Client()).get(url)
    caches["pages"].clear()
    Client().get("/fi/")  # what stands around every page
    with CaptureQueriesContext(connection) as context:
        assert (client or Client()).get(url).status_code == 200
    return len(context)


def many(round_: Round, number: int) -> None:
    Idea.objects.bulk_create(
        [Idea(round=round_, title=f"Idea {n} {HOSTILE}", language="ar", state=State.PUBLISHED) for n in range(number)]
    )


@pytest.mark.parametrize("stage", [Stage.IDEAS, Stage.VOTING, Stage.ANSWERS])
@pytest.mark.parametrize("place", PLACES)
def test_three_hundred_ideas_cost_no_more_queries_than_three(lab: Lab, place: str, stage: Stage) -> None:
    round_ = lab.round(stage)
    many(round_, 3)
    if stage is Stage.ANSWERS:
        close_vote(round_)
    few = queries_of(where(lab, round_, place))

    many(round_, 297)

    assert queries_of(where(lab, round_, place)) == few
    assert few <= {"page": MOST_IN_THE_TREE, "index": MOST_IN_THE_TREE, "fallback": MOST_ON_A_FALLBACK}.get(
        place, MOST_QUERIES
    )


def test_answers_cost_nothing_each(lab: Lab) -> None:
    round_ = lab.round(Stage.ANSWERS)
    many(round_, 20)
    close_vote(round_)
    none = queries_of(page_url(round_))
    for idea in round_.ideas.all():
        AnswerFactory(idea=idea)

    assert queries_of(page_url(round_)) == none


def test_twenty_rounds_cost_no_more_queries_than_two(lab: Lab) -> None:
    for stage in (Stage.VOTING, Stage.ANSWERS):
        lab.round(stage)
    few = queries_of(lab.index["fi"].url)
    for stage in list(Stage) * 4:
        lab.round(stage)

    assert queries_of(lab.index["fi"].url) == few
    assert few <= MOST_IN_THE_TREE


@pytest.mark.parametrize("chosen", [0, 3])
def test_a_ballot_of_three_hundred_ideas_costs_no_more_queries(lab: Lab, chosen: int) -> None:
    round_ = lab.round(Stage.VOTING)
    many(round_, 3)
    voter = Voter(round_)
    for idea in round_.ideas.all()[:chosen]:
        voter.give(idea)
    few = queries_of(voter.address, voter.client)

    many(round_, 297)

    assert queries_of(voter.address, voter.client) == few
    assert few <= MOST_QUERIES
