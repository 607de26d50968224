"""Voting by the open door: one credential, one ballot, whatever is pressed and however often."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test import Client

from cms.models.users import NoticeFrequency
from cms.moderation.rules import State
from cms.tokens import new_key
from living_lab import credentials
from living_lab.actions.ideas import return_idea
from living_lab.casting import give_vote, take_vote
from living_lab.closing import close_vote
from living_lab.models import Ballot, Idea, Result, Round
from living_lab.rules import Stage
from living_lab.timing import NotNow
from tests.conftest import SiteTree
from tests.factories import HOSTILE, AdministratorFactory, IdeaFactory, RoundFactory
from tests.living_lab.conftest import Clock
from tests.living_lab.factories import HOSTILE_SHOWN, Lab, Voter, address, fields_of, part, some_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(lab: Lab) -> Round:
    return lab.round(Stage.VOTING, votes_each=2)


@pytest.fixture
def ideas(round_: Round) -> list[Idea]:
    return IdeaFactory.create_batch(4, round=round_)


def choices(round_: Round) -> list[list[str]]:
    return [ballot.choices for ballot in Ballot.objects.filter(round=round_)]


def names(*ideas: Idea) -> list[str]:
    return sorted(str(idea.pk) for idea in ideas)


# --- Giving and taking ----------------------------------------------------------------------------
def test_a_vote_is_saved_at_once_and_shown(round_: Round, ideas: list[Idea]) -> None:
    voter = Voter(round_)

    answer = voter.give(ideas[0])

    assert answer.status_code == 302
    assert answer.url == f"{voter.address}#idea-{ideas[0].pk}"
    assert choices(round_) == [names(ideas[0])]
    shown = voter.client.get(voter.address)
    assert [card["title"] for card in shown.context["cards"] if card["vote"]["given"]] == [ideas[0].title]


def test_a_double_press_gives_one_vote(round_: Round, ideas: list[Idea]) -> None:
    voter = Voter(round_)

    voter.give(ideas[0])
    again = voter.give(ideas[0])

    assert again.status_code == 302
    assert choices(round_) == [names(ideas[0])]


def test_two_tabs_of_a_device_fill_one_ballot(round_: Round, ideas: list[Idea]) -> None:
    """A tab opened long ago knows nothing of the other's votes, and resets none of them."""
    voter = Voter(round_)
    old_tab = fields_of(voter.client.get(voter.address))["csrfmiddlewaretoken"]
    voter.give(ideas[0])

    voter.client.post(voter.address, {"csrfmiddlewaretoken": old_tab, "give": str(ideas[1].pk)})

    assert choices(round_) == [names(ideas[0], ideas[1])]


def test_nobody_gives_more_votes_than_there_are(round_: Round, ideas: list[Idea]) -> None:
    voter = Voter(round_)
    voter.give(ideas[0])
    voter.give(ideas[1])

    refused = voter.give(ideas[2])

    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    assert choices(round_) == [names(ideas[0], ideas[1])]
    assert all(not card["vote"]["can_give"] for card in refused.context["cards"])


def test_votes_can_be_moved_until_the_end(round_: Round, ideas: list[Idea], clock: Clock) -> None:
    voter = Voter(round_)
    voter.give(ideas[0])
    voter.give(ideas[1])
    clock.to(round_.voting_close)
    clock.on(microseconds=-1)

    voter.take(ideas[0])
    voter.give(ideas[3])

    assert choices(round_) == [names(ideas[1], ideas[3])]


def test_taking_back_everything_leaves_nothing_to_count(round_: Round, ideas: list[Idea], clock: Clock) -> None:
    voter = Voter(round_)
    voter.give(ideas[0])
    voter.take(ideas[0])
    voter.take(ideas[0])
    clock.to(round_.voting_close)

    result = close_vote(round_)

    assert result is not None
    assert (result.ballots, result.votes) == (0, 0)


def test_a_returned_idea_gives_its_votes_back(round_: Round, ideas: list[Idea]) -> None:
    """A voter cannot take back what is not shown, so a vote must not be stuck on it."""
    voter = Voter(round_)
    voter.give(ideas[0])
    voter.give(ideas[1])
    return_idea(ideas[0], AdministratorFactory(), "rude", "Ei näin.")

    shown = voter.client.get(voter.address)
    answer = voter.give(ideas[2])

    assert shown.context["given"] == 1
    assert answer.status_code == 302
    assert choices(round_) == [names(ideas[1], ideas[2])]


@pytest.mark.parametrize("state", [State.WAITING, State.RETURNED, State.WITHDRAWN])
def test_only_public_ideas_get_votes(round_: Round, state: State) -> None:
    hidden = IdeaFactory(round=round_, state=state)
    voter = Voter(round_)

    answer = voter.give(hidden)

    assert answer.status_code == 422
    assert hidden.title not in answer.content.decode()
    assert choices(round_) == []


def test_an_idea_of_another_round_gets_no_vote(round_: Round) -> None:
    elsewhere = IdeaFactory(round=RoundFactory(stage=Stage.VOTING))

    assert Voter(round_).give(elsewhere).status_code == 422
    assert choices(round_) == []


GARBAGE = ["", "1", "-1", "x" * 5000, "\x00", HOSTILE, "' OR 1=1 --", "{}", "00000000-0000-0000-0000-00000000000g", "٣"]


@pytest.mark.parametrize("name", ["give", "take"])
@pytest.mark.parametrize("value", GARBAGE)
def test_garbage_is_answered_with_the_ballot(round_: Round, ideas: list[Idea], name: str, value: str) -> None:
    answer = Voter(round_).press(name, value)

    assert answer.status_code == 422
    assert len(answer.context["cards"]) == 4
    assert HOSTILE not in answer.content.decode()
    assert choices(round_) == []


@pytest.mark.parametrize("page", ["0", "-1", "99", "abc", "9" * 5000, "٣", HOSTILE])
def test_a_garbage_page_number_harms_nothing(round_: Round, ideas: list[Idea], page: str) -> None:
    voter = Voter(round_)

    answer = voter.press("give", ideas[0], sivu=page)

    assert answer.status_code == 302
    assert "<" not in answer.url
    assert voter.client.get(voter.address, {"sivu": page}).status_code == 200


def test_taking_back_without_having_given_stores_nothing(round_: Round, ideas: list[Idea]) -> None:
    assert Voter(round_).take(ideas[0]).status_code == 302
    assert choices(round_) == []


def test_taking_back_an_unknown_idea_changes_nothing(round_: Round, ideas: list[Idea]) -> None:
    voter = Voter(round_)
    voter.give(ideas[0])

    assert voter.take(uuid4()).status_code == 302
    assert choices(round_) == [names(ideas[0])]


def test_reloading_after_a_press_gives_nothing_more(round_: Round, ideas: list[Idea]) -> None:
    voter = Voter(round_)
    answer = voter.give(ideas[0])

    voter.client.get(answer.url)
    voter.client.get(answer.url)

    assert choices(round_) == [names(ideas[0])]


def test_done_leads_to_what_was_chosen_in_its_own_language(round_: Round) -> None:
    chosen = IdeaFactory(round=round_, language="ar", title=f"مقعد {HOSTILE}")
    voter = Voter(round_)
    voter.give(chosen)

    answer = voter.press("done", "1")
    page = part(voter.client.get(answer.url).content.decode(), "main")

    assert answer.url == address("voted", round_.slug)
    assert f'<li><bdi lang="ar">مقعد {HOSTILE_SHOWN}</bdi></li>' in page


def test_residents_words_are_text_on_the_ballot(round_: Round, ideas: list[Idea]) -> None:
    page = part(Voter(round_).opened.content.decode(), "main")

    assert HOSTILE not in page
    assert page.count(HOSTILE_SHOWN) >= 2 * len(ideas)


def test_an_idea_in_another_language_says_so(round_: Round) -> None:
    IdeaFactory(round=round_, language="ar", title="مقعد", text="لأن")

    page = Voter(round_).opened.content.decode()

    assert '<h2 lang="ar" dir="rtl">مقعد</h2>' in page
    assert '<p lang="ar" dir="rtl">لأن</p>' in page


# --- The credential -------------------------------------------------------------------------------
def test_opening_the_ballot_gives_a_credential_that_no_script_reads(round_: Round) -> None:
    cookie = Voter(round_).opened.cookies[f"aani-{round_.slug}"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert len(cookie.value.split(":")[0]) == 27


def test_the_first_press_finds_the_ideas_where_they_were(round_: Round) -> None:
    """The order of one's own holds from the first look on; else the page would jump after the first vote."""
    IdeaFactory.create_batch(12, round=round_)
    voter = Voter(round_)

    again = voter.client.get(voter.address)

    assert [card["id"] for card in voter.opened.context["cards"]] == [card["id"] for card in again.context["cards"]]


def test_the_first_look_has_no_idea_first_for_everyone(round_: Round) -> None:
    IdeaFactory.create_batch(8, round=round_)

    assert len({Voter(round_).opened.context["cards"][0]["id"] for _ in range(12)}) > 1


def test_opening_the_ballot_stores_nothing(round_: Round) -> None:
    Voter(round_)

    assert not Ballot.objects.exists()


def test_the_database_never_holds_the_credential(round_: Round, ideas: list[Idea]) -> None:
    voter = Voter(round_)
    voter.give(ideas[0])

    ballot = Ballot.objects.get()
    assert ballot.key == credentials.ballot_key(round_, voter.credential)
    for model in (Ballot, Round, Idea):
        for row in model.objects.values():
            assert voter.credential not in repr(row)


def test_a_ballot_has_no_time_and_no_person() -> None:
    assert {field.name for field in Ballot._meta.get_fields()} == {"id", "round", "key", "choices", "held", "let_in"}


@pytest.mark.parametrize("value", ["", "x", HOSTILE, "a" * 5000, "ä" * 27, "a" * 27, f"{'a' * 27}:{'b' * 43}"])
def test_a_garbage_cookie_gets_a_new_credential_and_a_kind_word(round_: Round, ideas: list[Idea], value: str) -> None:
    client = Client()
    client.cookies[f"aani-{round_.slug}"] = value

    answer = client.post(address("ballot", round_.slug), {"give": str(ideas[0].pk)})

    assert answer.status_code == 422
    assert len(answer.cookies[f"aani-{round_.slug}"].value.split(":")[0]) == 27
    assert not Ballot.objects.exists()
    assert client.post(address("ballot", round_.slug), {"give": str(ideas[0].pk)}).status_code == 302


def test_a_device_that_refuses_cookies_leaves_no_ballot(round_: Round, ideas: list[Idea]) -> None:
    for _ in range(3):
        Client().post(address("ballot", round_.slug), {"give": str(ideas[0].pk)})

    assert not Ballot.objects.exists()


def test_another_devices_credential_shows_nothing_of_ones_own(round_: Round, ideas: list[Idea]) -> None:
    Voter(round_).give(ideas[0])

    stranger = Voter(round_)

    assert stranger.opened.context["given"] == 0


def test_the_credential_of_one_round_opens_nothing_in_another(lab: Lab, round_: Round, ideas: list[Idea]) -> None:
    other = lab.round(Stage.VOTING)
    voter = Voter(round_)
    voter.give(ideas[0])

    there = voter.client.get(address("ballot", other.slug))

    assert there.context["given"] == 0
    assert there.cookies[f"aani-{other.slug}"].value != voter.cookie


def test_a_failed_check_shows_the_ballot_again_with_a_fresh_token(round_: Round, ideas: list[Idea]) -> None:
    voter = Voter(round_)
    voter.give(ideas[0])
    cookie = voter.cookie

    failed = voter.client.post(voter.address, {"csrfmiddlewaretoken": "stale", "give": str(ideas[1].pk)})

    assert failed.status_code == 422
    assert failed.context["given"] == 1
    assert choices(round_) == [names(ideas[0])]
    fresh = fields_of(failed)["csrfmiddlewaretoken"]
    assert voter.client.post(voter.address, {"csrfmiddlewaretoken": fresh, "give": str(ideas[1].pk)}).status_code == 302
    assert voter.cookie == cookie
    assert choices(round_) == [names(ideas[0], ideas[1])]


def test_another_site_cannot_vote_in_ones_name(round_: Round, ideas: list[Idea]) -> None:
    voter = Voter(round_)

    answer = voter.client.post(voter.address, {"give": str(ideas[0].pk)}, headers={"origin": "https://evil.example"})

    assert answer.status_code == 422
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("name", ["ballot", "voted"])
def test_nobody_keeps_the_ballot(round_: Round, name: str) -> None:
    answer = Client().get(address(name, round_.slug))

    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "ETag" not in answer.headers


# --- Many from one network ------------------------------------------------------------------------
def vote_from_here(round_: Round, idea: Idea, number: int) -> list[Voter]:
    """So many devices of one network vote."""
    voters = [Voter(round_) for _ in range(number)]
    for voter in voters:
        assert voter.give(idea).status_code == 302
    return voters


def test_those_over_the_limit_are_held_and_told_and_nobody_is_refused(
    round_: Round, ideas: list[Idea], settings: Any
) -> None:
    settings.BALLOTS_FROM_A_NETWORK = 2

    voters = vote_from_here(round_, ideas[0], 3)

    assert sorted(Ballot.objects.values_list("held", flat=True)) == [False, False, True]
    for where in (voters[0].address, address("voted", round_.slug)):
        waits = [voter.client.get(where).context["waits"] for voter in voters]
        assert waits == [False, False, True]
        assert "Samasta verkosta" in part(voters[2].client.get(where).content.decode(), "main")
        assert "Samasta verkosta" not in part(voters[1].client.get(where).content.decode(), "main")


def test_presses_on_a_ballot_that_is_there_count_for_nothing(round_: Round, ideas: list[Idea], settings: Any) -> None:
    settings.BALLOTS_FROM_A_NETWORK = 1
    voter = Voter(round_)

    for idea in (ideas[0], ideas[1], ideas[0]):
        voter.give(idea)
        voter.take(idea)
    voter.give(ideas[2])

    assert not Ballot.objects.get().held


def test_a_held_ballot_can_be_changed_and_stays_held(round_: Round, ideas: list[Idea], settings: Any) -> None:
    settings.BALLOTS_FROM_A_NETWORK = 1
    late = vote_from_here(round_, ideas[0], 2)[1]

    late.take(ideas[0])
    late.give(ideas[1])

    held = Ballot.objects.get(held=True)
    assert held.choices == names(ideas[1])


def test_other_networks_and_other_rounds_have_counts_of_their_own(
    lab: Lab, round_: Round, ideas: list[Idea], settings: Any
) -> None:
    settings.BALLOTS_FROM_A_NETWORK = 1
    other = lab.round(Stage.VOTING)
    vote_from_here(round_, ideas[0], 1)

    vote_from_here(other, IdeaFactory(round=other), 1)
    give_vote(round_, new_key(), ideas[0].pk, some_network())

    assert not Ballot.objects.filter(held=True).exists()


def test_a_press_that_is_refused_takes_nobodys_place(round_: Round, ideas: list[Idea], settings: Any) -> None:
    settings.BALLOTS_FROM_A_NETWORK = 1
    network = some_network()
    with pytest.raises(ValidationError):
        give_vote(round_, new_key(), uuid4(), network)

    give_vote(round_, new_key(), ideas[0].pk, network)

    assert not Ballot.objects.get().held


def test_staff_hear_at_once_of_the_first_that_is_held_and_not_of_each(
    round_: Round, ideas: list[Idea], settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.BALLOTS_FROM_A_NETWORK = 1
    AdministratorFactory(notices=NoticeFrequency.AT_ONCE)
    network = some_network()

    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(4):
            give_vote(round_, new_key(), ideas[0].pk, network)

    assert len(mail.outbox) == 1


def test_no_address_reaches_the_cache(round_: Round, ideas: list[Idea]) -> None:
    voter = Voter(round_)
    token = fields_of(voter.opened)["csrfmiddlewaretoken"]

    voter.client.post(voter.address, {"csrfmiddlewaretoken": token, "give": str(ideas[0].pk)}, REMOTE_ADDR="192.0.2.77")

    assert "from-network" in str(cache._cache)
    assert "192.0.2.77" not in str(cache._cache)


# --- A shared device ------------------------------------------------------------------------------
def test_forget_me_leaves_the_votes_and_no_trace_on_the_device(round_: Round, ideas: list[Idea]) -> None:
    voter = Voter(round_)
    voter.give(ideas[0])
    done = address("voted", round_.slug)
    token = fields_of(voter.client.get(done))["csrfmiddlewaretoken"]

    answer = voter.client.post(done, {"csrfmiddlewaretoken": token})

    assert answer.status_code == 302
    assert answer.cookies[f"aani-{round_.slug}"]["max-age"] == 0
    assert choices(round_) == [names(ideas[0])]
    after = voter.client.get(done)
    assert ideas[0].title not in after.content.decode()
    next_one = voter.client.get(voter.address)
    assert next_one.context["given"] == 0


def test_forget_me_with_an_expired_form_asks_to_press_again(round_: Round, ideas: list[Idea]) -> None:
    voter = Voter(round_)
    voter.give(ideas[0])
    done = address("voted", round_.slug)

    failed = voter.client.post(done, {"csrfmiddlewaretoken": "stale"})

    assert failed.status_code == 422
    assert 'role="alert"' in failed.content.decode()
    assert voter.client.post(done, {"csrfmiddlewaretoken": fields_of(failed)["csrfmiddlewaretoken"]}).status_code == 302


# --- The clock ------------------------------------------------------------------------------------
@pytest.mark.parametrize("stage", [Stage.UPCOMING, Stage.IDEAS, Stage.GATHERING, Stage.ANSWERS])
def test_no_ballot_outside_the_voting(lab: Lab, stage: Stage) -> None:
    closed = lab.round(stage)
    idea = IdeaFactory(round=closed)
    where = address("ballot", closed.slug)

    shown, posted = Client().get(where), Client().post(where, {"give": str(idea.pk)})

    assert (shown.status_code, posted.status_code) == (200, 409)
    assert f"aani-{closed.slug}" not in shown.cookies
    assert f"aani-{closed.slug}" not in posted.cookies
    assert not Ballot.objects.exists()


def test_a_ballot_left_open_over_the_end_is_refused(round_: Round, ideas: list[Idea], clock: Clock) -> None:
    voter = Voter(round_)
    voter.give(ideas[0])
    token = fields_of(voter.client.get(voter.address))["csrfmiddlewaretoken"]
    clock.to(round_.voting_close)

    late = voter.client.post(voter.address, {"csrfmiddlewaretoken": token, "give": str(ideas[1].pk)})

    assert late.status_code == 409
    assert choices(round_) == [names(ideas[0])]


def test_after_the_end_nobody_is_told_that_they_did_not_vote(round_: Round, ideas: list[Idea], clock: Clock) -> None:
    voter = Voter(round_)
    voter.give(ideas[0])
    clock.to(round_.voting_close)
    close_vote(round_)

    after = voter.client.get(address("voted", round_.slug), follow=True)

    assert after.status_code == 200
    assert after.templates[0].name == "living_lab/ballot_closed.html"


def test_a_hidden_round_has_no_ballot(site_tree: SiteTree) -> None:
    hidden = RoundFactory(stage=Stage.VOTING)

    assert Client().get(address("ballot", hidden.slug)).status_code == 404
    assert Client().get(address("voted", hidden.slug)).status_code == 404


def test_actions_refuse_what_the_clock_refuses(round_: Round, ideas: list[Idea], clock: Clock) -> None:
    credential = new_key()
    clock.to(round_.voting_open)
    clock.on(microseconds=-1)
    with pytest.raises(NotNow):
        give_vote(round_, credential, ideas[0].pk, some_network())
    clock.to(round_.voting_open)
    assert give_vote(round_, credential, ideas[0].pk, some_network()) == names(ideas[0])
    clock.to(round_.voting_close)
    with pytest.raises(NotNow):
        take_vote(round_, credential, ideas[0].pk)
    assert choices(round_) == [names(ideas[0])]


def test_a_round_counted_by_a_faster_clock_takes_no_more_ballots(
    round_: Round, ideas: list[Idea], clock: Clock
) -> None:
    """Two servers never agree to the microsecond; a ballot after the count would be lost."""
    stale = Round.objects.get(pk=round_.pk)
    close_vote(round_, round_.voting_close)

    with pytest.raises(NotNow):
        give_vote(stale, new_key(), ideas[0].pk, some_network())

    assert not Ballot.objects.exists()


def test_no_votes_left_is_an_error_of_the_action_too(round_: Round, ideas: list[Idea]) -> None:
    credential = new_key()
    for idea in ideas[:2]:
        give_vote(round_, credential, idea.pk, some_network())

    with pytest.raises(ValidationError):
        give_vote(round_, credential, ideas[2].pk, some_network())


# --- Everything at once ---------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_fifty_presses_at_once_leave_one_ballot(site_tree: SiteTree) -> None:
    """Fifty requests of one device, each with a connection of its own, let go together."""
    round_ = Lab(site_tree).round(Stage.VOTING, votes_each=3)
    ideas = IdeaFactory.create_batch(5, round=round_)
    voter = Voter(round_)
    token = fields_of(voter.opened)["csrfmiddlewaretoken"]
    together = Barrier(50)

    def press(number: int) -> int:
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.cookies = voter.client.cookies
        try:
            together.wait(timeout=60)
            idea = ideas[number % 5]
            return client.post(voter.address, {"csrfmiddlewaretoken": token, "give": str(idea.pk)}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(50) as crowd:
        answers = list(crowd.map(press, range(50)))

    assert set(answers) <= {302, 422}
    ballot = Ballot.objects.get()
    assert len(set(ballot.choices)) == len(ballot.choices) == 3
    assert answers.count(302) == 30


@pytest.mark.django_db(transaction=True)
def test_twenty_devices_at_once_leave_twenty_ballots(site_tree: SiteTree) -> None:
    round_ = Lab(site_tree).round(Stage.VOTING)
    idea = IdeaFactory(round=round_)
    together = Barrier(20)

    def vote(_number: int) -> int:
        try:
            voter = Voter(round_)
            connections.close_all()  # a device that waits holds no connection; a pool has ten
            together.wait(timeout=60)
            return int(voter.give(idea).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(vote, range(20)))

    assert answers == [302] * 20
    assert choices(round_) == [names(idea)] * 20


@pytest.mark.django_db(transaction=True)
def test_fifty_first_presses_from_one_network_hold_exactly_those_over_the_limit(site_tree: SiteTree) -> None:
    """Each credential presses twice at once, so that a second press must not be counted as another voter."""
    round_ = Lab(site_tree).round(Stage.VOTING)
    idea, network = IdeaFactory(round=round_), some_network()
    held_by_fifty = [new_key() for _ in range(50)]
    together = Barrier(25)

    def press(credential: str) -> list[str]:
        try:
            together.wait(timeout=60)
            return give_vote(Round.objects.get(pk=round_.pk), credential, idea.pk, network)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(25) as crowd:
        answers = list(crowd.map(press, [credential for credential in held_by_fifty for _ in range(2)]))

    assert answers == [names(idea)] * 100
    assert choices(round_) == [names(idea)] * 50
    assert Ballot.objects.filter(held=True).count() == 50 - settings.BALLOTS_FROM_A_NETWORK


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("counting_asks", ["while the vote is being stored", "before the vote is stored"])
def test_a_vote_on_its_way_as_the_round_closes_is_counted_or_refused(
    site_tree: SiteTree, monkeypatch: pytest.MonkeyPatch, clock: Clock, counting_asks: str
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite: IMMEDIATE transactions already make casting and closing wait for each other")
    round_ = Lab(site_tree).round(Stage.VOTING)
    idea = IdeaFactory(round=round_)
    outcome = _cast_while_closing(round_, idea, monkeypatch, clock, in_lock=counting_asks.startswith("while"))

    result = Result.objects.get()
    assert (outcome == "acknowledged") == (result.votes == 1)
    assert outcome == ("acknowledged" if counting_asks.startswith("while") else "refused")
    assert not Ballot.objects.exists()


def _cast_while_closing(
    round_: Round, idea: Idea, monkeypatch: pytest.MonkeyPatch, clock: Clock, *, in_lock: bool
) -> str:
    """Hold a cast in the middle (its lock taken, or not yet), let the round close, let the cast go on."""
    from threading import Event

    from living_lab import locks

    held, go_on = Event(), Event()

    def pausing(real: Any) -> Any:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            held.set()
            assert go_on.wait(30)
            return real(*args, **kwargs)

        return wrapped

    target, name = (Ballot, "save") if in_lock else (locks, "_take")
    real = getattr(target, name)

    def cast() -> str:
        try:
            give_vote(Round.objects.get(pk=round_.pk), new_key(), idea.pk, some_network())
        except NotNow:
            return "refused"
        finally:
            connections.close_all()
        return "acknowledged"

    def close() -> Any:
        try:
            return close_vote(Round.objects.get(pk=round_.pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        monkeypatch.setattr(target, name, pausing(real))
        casting = pool.submit(cast)
        assert held.wait(30)
        monkeypatch.setattr(target, name, real)
        clock.to(round_.voting_close)
        counted = pool.submit(close)
        if in_lock:
            _until_somebody_waits_for_an_advisory_lock()
            assert not counted.done()
            go_on.set()
        else:
            assert counted.result(30) is not None
            go_on.set()
        outcome = casting.result(30)
        assert counted.result(30) is not None
    return outcome


def _until_somebody_waits_for_an_advisory_lock() -> None:
    from time import sleep

    for _ in range(600):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.05)
    pytest.fail("closing did not wait for the cast")
