"""Where an idea came from is told by the room it came from."""

from uuid import UUID, uuid4

import pytest

from living_lab import origins
from living_lab.models import Idea
from living_lab.origins import Origin, origin_of
from tests.factories import HOSTILE, IdeaFactory
from tests.living_lab.factories import HOSTILE_SHOWN, Lab, address


@pytest.fixture
def _told_by_a_room(monkeypatch: pytest.MonkeyPatch) -> None:
    def describe(uuid: UUID, language: str) -> Origin | None:
        return Origin(f"Työpaja {language} {HOSTILE}", "/fi/paja/") if uuid.int else None

    monkeypatch.setattr(origins.ORIGINS, "_items", {})
    origins.register("paja", describe)


@pytest.mark.usefixtures("_told_by_a_room")
def test_a_room_tells_of_its_own_in_the_language_asked() -> None:
    assert origin_of(Idea(origin_kind="paja", origin_uuid=uuid4()), "sv") == Origin(
        f"Työpaja sv {HOSTILE}", "/fi/paja/"
    )


@pytest.mark.usefixtures("_told_by_a_room")
@pytest.mark.parametrize(
    "idea",
    [
        Idea(),
        Idea(origin_kind="paja"),
        Idea(origin_kind="muu", origin_uuid=uuid4()),
        Idea(origin_kind="paja", origin_uuid=UUID(int=0)),
    ],
    ids=["told on the site", "without its uuid", "of a room that is gone", "of a thing that is gone"],
)
def test_an_origin_nobody_knows_is_left_out(idea: Idea) -> None:
    assert origin_of(idea, "fi") is None


@pytest.mark.django_db
@pytest.mark.usefixtures("_told_by_a_room")
def test_an_idea_shows_where_it_came_from(lab: Lab, client: object) -> None:
    idea = IdeaFactory(round=lab.round(), origin_kind="paja", origin_uuid=uuid4())

    page = client.get(address("idea", idea.round.slug, idea.pk)).content.decode()  # type: ignore[attr-defined]

    assert f'<a href="/fi/paja/">Työpaja fi {HOSTILE_SHOWN}</a>' in page
    assert HOSTILE not in page


@pytest.mark.usefixtures("_told_by_a_room")
def test_two_rooms_cannot_tell_of_one_kind() -> None:
    with pytest.raises(ValueError, match="twice"):
        origins.register("paja", lambda _uuid, _language: None)
