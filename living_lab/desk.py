"""What waits for staff, as panels of their home page."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from cms.desk import Waiting
from cms.models import User
from living_lab.models import Ballot, Idea, Round

IDEAS = "ideas"
HELD = "held"  # the queue's list of ideas of which many came from one network


def waiting_ideas(user: User) -> Waiting | None:
    """Ideas that wait for reading, for a user who may read them; a flood is counted apart. One query."""
    return _ideas_to_read(user, reverse("living_lab_round:ideas"), held=False)


def held_ideas(user: User) -> Waiting | None:
    """Ideas of which many came from one network, for a user who may read them. One query."""
    return _ideas_to_read(user, f"{reverse('living_lab_round:ideas')}?tila={HELD}", held=True)


def _ideas_to_read(user: User, url: str, *, held: bool) -> Waiting | None:
    if not user.has_perm("living_lab.moderate_idea"):
        return None
    found = Idea.objects.waiting().filter(held=held).aggregate(count=Count("pk"), since=Min("received_at"))
    return Waiting(found["count"], found["since"], url)


def held_ballots(user: User) -> Waiting | None:
    """Ballots the coordinator has not let in and that will be left out, while their votes are open. One query."""
    if not user.has_perm("living_lab.change_round"):
        return None
    open_now = Ballot.objects.waiting().filter(round__voting_close__gt=timezone.now())
    found = open_now.aggregate(count=Count("pk"), rounds=Count("round", distinct=True), first=Min("round"))
    return Waiting(found["count"], None, _desk_or_list(found["rounds"], found["first"]))


def unanswered_ideas(user: User) -> Waiting | None:
    """Ideas of rounds whose vote is over and that nobody has answered. One query."""
    if not user.has_perm("living_lab.answer_idea"):
        return None
    unanswered = Idea.objects.published().filter(answer__isnull=True, round__voting_close__lte=timezone.now())
    found = unanswered.aggregate(count=Count("pk"), since=Min("round__voting_close"))
    return Waiting(found["count"], found["since"], reverse("living_lab_round:index"))


def hidden_rounds(user: User) -> Waiting | None:
    """Rounds that have begun but that nobody sees, for a user who may change them. Two queries."""
    if not user.has_perm("living_lab.change_round"):
        return None
    hidden = Round.objects.running(timezone.now()).hidden()
    found = hidden.aggregate(count=Count("pk"), since=Min("ideas_open"), first=Min("pk"))
    return Waiting(found["count"], found["since"], _desk_or_list(found["count"], found["first"]))


def _desk_or_list(rounds: int, first: int | None) -> str:
    """The desk of the only round there is, or the list of all."""
    return reverse("living_lab_round:desk", args=[first]) if rounds == 1 else reverse("living_lab_round:index")
