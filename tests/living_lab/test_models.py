"""What the database promises by itself."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from living_lab.models import Ballot, Idea, Result, Round
from living_lab.models.rounds import new_secret
from tests.factories import AnswerFactory, BallotFactory, IdeaFactory, ResultFactory, RoundFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_one_credential_has_one_ballot_in_a_round() -> None:
    first = BallotFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        BallotFactory(round=first.round, key=first.key)

    BallotFactory(key=first.key)
    assert Ballot.objects.count() == 2


def test_a_round_has_one_result_and_an_idea_one_answer() -> None:
    result, answer = ResultFactory(), AnswerFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        ResultFactory(round=result.round)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerFactory(idea=answer.idea)


def test_one_key_opens_one_idea_and_many_have_none() -> None:
    IdeaFactory.create_batch(2, edit_key_hash=None)
    IdeaFactory(edit_key_hash="a" * 64)

    with pytest.raises(IntegrityError), transaction.atomic():
        IdeaFactory(edit_key_hash="a" * 64)


def test_addresses_of_rounds_are_their_own() -> None:
    RoundFactory(slug="ranta")

    with pytest.raises(IntegrityError), transaction.atomic():
        RoundFactory(slug="ranta")


def test_nothing_with_a_history_is_deleted_by_the_way() -> None:
    ballot, answer, result = BallotFactory(), AnswerFactory(), ResultFactory()

    for protected in (ballot.round, answer.idea, answer.idea.round, result.round):
        with pytest.raises(ProtectedError):
            protected.delete()
    assert (Ballot.objects.count(), Result.objects.count()) == (1, 1)


def test_a_round_outlives_its_coordinator() -> None:
    round_ = RoundFactory(coordinator=UserFactory())

    round_.coordinator.delete()

    assert Round.objects.get().coordinator is None


def test_secrets_are_256_bits() -> None:
    made = {new_secret() for _ in range(50)}

    assert len(made) == 50
    assert all(len(bytes.fromhex(secret)) == 32 for secret in made)


def test_ids_of_ballots_tell_nothing_of_their_order() -> None:
    assert {ballot.pk.version for ballot in BallotFactory.create_batch(3)} == {4}
    assert {idea.pk.version for idea in IdeaFactory.create_batch(3)} == {4}


def test_ideas_come_in_the_order_they_were_told() -> None:
    round_ = RoundFactory()
    told = IdeaFactory.create_batch(5, round=round_)

    assert list(Idea.objects.all()) == told
