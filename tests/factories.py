"""Factories. Every text a person can write carries HTML that would run if a template forgot to escape it."""

import datetime as dt
import secrets
import uuid
from typing import Any

import factory
import wagtail_factories
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Collection, Locale

from cms.models import (
    ContentPage,
    HomePage,
    ModelPage,
    Municipality,
    OpastamoPage,
    OpeningException,
    OpeningHours,
    Place,
    SameWords,
    SiteDocument,
    SiteImage,
    User,
)
from cms.moderation.rules import State
from living_lab import counting
from living_lab.models import Answer, AnswerStatus, Ballot, Idea, Result, Round, RoundIndexPage, RoundPage
from living_lab.rules import Stage
from workshops.models import Note, NotebookPage, NoteGroup, Workshop, WorkshopIndexPage

HOSTILE = '<script>alert("hei")</script>'
PASSWORD = "kolme iloista kuikkaa"

DAYS_TO_DATES = {
    Stage.UPCOMING: (7, 21, 28, 42),
    Stage.IDEAS: (-7, 7, 14, 28),
    Stage.GATHERING: (-21, -7, 7, 21),
    Stage.VOTING: (-28, -14, -7, 7),
    Stage.ANSWERS: (-42, -28, -21, -7),
}
DATES = ("ideas_open", "ideas_close", "voting_open", "voting_close")


def words(pattern: str) -> Any:
    """A numbered text with markup in it: ``words("Idea %d")``."""
    return factory.Sequence(lambda number: f"{pattern % number} {HOSTILE}")


# --- People -----------------------------------------------------------------------------------------
class UserFactory(DjangoModelFactory):
    """A member of staff; ``UserFactory(roles=["Editors"])`` puts them in groups by name."""

    username = factory.Sequence(lambda number: f"staff{number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@kunta.example")
    first_name = words("Aino %d")
    last_name = HOSTILE
    password = factory.django.Password(PASSWORD)

    class Meta:
        model = User
        skip_postgeneration_save = True

    @factory.post_generation
    def roles(self: User, create: bool, names: list[str] | None, **_: Any) -> None:
        if create and names:
            self.groups.set([Group.objects.get_or_create(name=name)[0] for name in names])


class AdministratorFactory(UserFactory):
    """May do everything."""

    is_superuser = True
    is_staff = True


# --- Search -----------------------------------------------------------------------------------------
class SameWordsFactory(DjangoModelFactory):
    """Words are single ones, so there is no room for markup."""

    language = "fi"
    words = "opastamo, neuvontapiste"

    class Meta:
        model = SameWords


# --- Places -----------------------------------------------------------------------------------------
class OpeningHoursFactory(DjangoModelFactory):
    weekday = 0
    opens = dt.time(10)
    closes = dt.time(16)

    class Meta:
        model = OpeningHours


class OpeningExceptionFactory(DjangoModelFactory):
    """A closed day."""

    date = dt.date(2026, 12, 24)

    class Meta:
        model = OpeningException


class PlaceFactory(DjangoModelFactory):
    """A place open from Monday to Friday from 10 to 16; ``PlaceFactory(hours=[])`` is never open."""

    name = words("Opastamo %d")
    building = words("Kirjasto %d")
    street_address = words("Kirkkotie %d")
    postal_code = "00100"
    city = words("Kunta %d")
    phone = "044 123 4567"

    class Meta:
        model = Place
        skip_postgeneration_save = True

    @factory.post_generation
    def hours(self: Place, create: bool, given: list[tuple[int, dt.time, dt.time]] | None, **_: Any) -> None:
        if not create:
            return
        weekly = [(day, dt.time(10), dt.time(16)) for day in range(5)] if given is None else given
        for weekday, opens, closes in weekly:
            OpeningHoursFactory(place=self, weekday=weekday, opens=opens, closes=closes)


class MunicipalityFactory(DjangoModelFactory):
    """Needs ``site``."""

    name = words("Kunta %d")
    phone = "044 123 4567"
    email = "opastamo@kunta.example"
    crisis_phone = "09 2525 0111"
    place = factory.SubFactory(PlaceFactory)

    class Meta:
        model = Municipality

    @classmethod
    def _create(cls, model: type[Municipality], *args: Any, **given: Any) -> Municipality:
        """Reading a site's settings makes an empty row, so there may be one."""
        made, _ = model.objects.update_or_create(site=given.pop("site"), defaults=given)
        return made


# --- Pages ------------------------------------------------------------------------------------------
class LocaleFactory(DjangoModelFactory):
    language_code = "fi"

    class Meta:
        model = Locale
        django_get_or_create = ["language_code"]


class SiteImageFactory(wagtail_factories.ImageFactory):
    collection = factory.LazyFunction(Collection.get_first_root_node)
    title = words("Kuva %d")
    alt_text = words("Penkki %d")
    credit = HOSTILE

    class Meta:
        model = SiteImage


class SiteDocumentFactory(wagtail_factories.DocumentFactory):
    collection = factory.LazyFunction(Collection.get_first_root_node)
    title = words("Tiedosto %d")
    file = factory.django.FileField(filename="tiedosto.txt", data=HOSTILE.encode())

    class Meta:
        model = SiteDocument


class BasePageFactory(wagtail_factories.PageFactory):
    """Needs ``parent``; the locale is the parent's unless given."""

    title = words("Sivu %d")
    slug = factory.Sequence(lambda number: f"sivu-{number}")
    lead = words("Johdanto %d")
    search_description = words("Kuvaus %d")
    show_in_menus = True

    class Meta:
        abstract = True


class BodyPageFactory(BasePageFactory):
    body = [
        ("text", "<h2>Ensin ihminen</h2><p>Sitten asia.</p><h2>Näin se alkaa</h2><p>Sano hei.</p>"),
        ("quote", {"text": f"Kiire jää ovelle. {HOSTILE}", "source": HOSTILE}),
    ]

    class Meta:
        abstract = True


class HomePageFactory(BodyPageFactory):
    class Meta:
        model = HomePage


class ContentPageFactory(BodyPageFactory):
    class Meta:
        model = ContentPage


class ModelPageFactory(BodyPageFactory):
    class Meta:
        model = ModelPage


class OpastamoPageFactory(BodyPageFactory):
    place = factory.SubFactory(PlaceFactory)

    class Meta:
        model = OpastamoPage


# --- Living Lab ---------------------------------------------------------------------------------------
class RoundFactory(DjangoModelFactory):
    """A round that at ``now`` is in ``stage``: ``RoundFactory(stage=Stage.VOTING)`` or ``stage="voting"``."""

    name = words("Kierros %d")
    slug = factory.Sequence(lambda number: f"kierros-{number}")
    ideas_open = factory.LazyAttribute(lambda made: _date(made, 0))
    ideas_close = factory.LazyAttribute(lambda made: _date(made, 1))
    voting_open = factory.LazyAttribute(lambda made: _date(made, 2))
    voting_close = factory.LazyAttribute(lambda made: _date(made, 3))
    answers_due = factory.LazyAttribute(lambda made: (made.voting_close + dt.timedelta(days=14)).date())

    class Meta:
        model = Round

    class Params:
        stage = Stage.IDEAS
        now = factory.LazyFunction(timezone.now)


def _date(made: Any, position: int) -> dt.datetime:
    """Whole minutes, so that what is stored and what is shown agree."""
    moment: dt.datetime = made.now + dt.timedelta(days=DAYS_TO_DATES[Stage(made.stage)][position])
    return moment.replace(second=0, microsecond=0)


class RoundIndexPageFactory(BodyPageFactory):
    class Meta:
        model = RoundIndexPage


class RoundPageFactory(BasePageFactory):
    round = factory.SubFactory(RoundFactory)
    slug = factory.LazyAttribute(lambda page: page.round.slug)
    decision = words("Lautakunta päättää %d")
    for_whom = words("Kaikki %d")

    class Meta:
        model = RoundPage


class IdeaFactory(DjangoModelFactory):
    """A published idea; ``IdeaFactory(state=State.WAITING)`` waits for reading."""

    round = factory.SubFactory(RoundFactory)
    title = words("Idea %d")
    text = words("Koska %d")
    language = "fi"
    state = State.PUBLISHED
    received_at = factory.LazyFunction(timezone.now)
    decided_at = factory.LazyAttribute(lambda idea: None if idea.state == State.WAITING else idea.received_at)

    class Meta:
        model = Idea


class AnswerFactory(DjangoModelFactory):
    idea = factory.SubFactory(IdeaFactory, round__stage=Stage.ANSWERS)
    status = AnswerStatus.YES
    text = words("Teemme tämän %d")
    next_step = words("Ensi viikolla %d")
    unit = words("Kirjasto %d")
    answered_on = factory.LazyFunction(timezone.localdate)

    class Meta:
        model = Answer


class BallotFactory(DjangoModelFactory):
    """A ballot for ``ideas`` of its round; without any, for one new idea."""

    round = factory.SubFactory(RoundFactory, stage=Stage.VOTING)
    key = factory.LazyFunction(lambda: secrets.token_hex(32))
    choices = factory.LazyAttribute(
        lambda ballot: sorted(str(idea.pk) for idea in ballot.ideas or [IdeaFactory(round=ballot.round)])
    )

    class Meta:
        model = Ballot

    class Params:
        ideas = None


class ResultFactory(DjangoModelFactory):
    """What counting leaves of a vote in which every ballot named one idea; ``ballots=12`` have a file."""

    round = factory.SubFactory(RoundFactory, stage=Stage.ANSWERS, secret="")
    ballots = 1
    votes = factory.SelfAttribute("ballots")
    totals = factory.LazyAttribute(
        lambda result: [
            {"idea": str(result.idea.pk), "title": result.idea.title, "language": "fi", "votes": result.votes}
        ]
    )
    file = factory.LazyAttribute(lambda result: counting.result_file([str(result.idea.pk)] * result.ballots))
    sha256 = factory.LazyAttribute(lambda result: counting.digest(result.file))

    class Meta:
        model = Result

    class Params:
        idea = factory.SubFactory(IdeaFactory, round=factory.SelfAttribute("..round"))


# --- Workshops ----------------------------------------------------------------------------------------
class WorkshopFactory(DjangoModelFactory):
    title = words("Työpaja %d")
    question = words("Mitä puuttuu? %d")
    held_on = factory.LazyFunction(timezone.localdate)
    place = words("Kirjasto %d")
    participants = 12

    class Meta:
        model = Workshop


class NoteGroupFactory(DjangoModelFactory):
    workshop = factory.SubFactory(WorkshopFactory)
    title = words("Ryhmä %d")
    position = factory.Sequence(int)

    class Meta:
        model = NoteGroup


class NoteFactory(DjangoModelFactory):
    id = factory.LazyFunction(uuid.uuid4)
    workshop = factory.SubFactory(WorkshopFactory)
    text = words("Lappu %d")
    position = factory.Sequence(int)

    class Meta:
        model = Note


class WorkshopIndexPageFactory(BodyPageFactory):
    class Meta:
        model = WorkshopIndexPage


class NotebookPageFactory(BodyPageFactory):
    workshop = factory.SubFactory(WorkshopFactory)

    class Meta:
        model = NotebookPage
