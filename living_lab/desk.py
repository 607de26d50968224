"""What waits for staff, as panels of their home page."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from cms.desk import Waiting
from cms.models import User
from living_lab.models import Idea, Round

IDEAS = "ideas"


def waiting_ideas(user: User) -> Waiting | None:
    """Ideas that wait for reading, for a user who may read them. One query."""
    if not user.has_perm("living_lab.moderate_idea"):
        return None
    found = Idea.objects.waiting().aggregate(count=Count("pk"), since=Min("received_at"))
    return Waiting(found["count"], found["since"], reverse("living_lab_round:ideas"))


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
    only = found["count"] == 1
    url = reverse("living_lab_round:desk", args=[found["first"]]) if only else reverse("living_lab_round:index")
    return Waiting(found["count"], found["since"], url)
