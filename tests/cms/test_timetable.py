"""Hours as they are typed: what contradicts itself is refused in plain words."""

from typing import Any

import pytest
from django.test import Client

from cms.models import Place
from cms.models.places import OpeningException, Reason
from tests.factories import AdministratorFactory, PlaceFactory

pytestmark = pytest.mark.django_db
ADD = "/hallinta/snippets/cms/place/add/"
DATE = "6.12.2026"
EMPTY = dict.fromkeys(["building", "street_address", "postal_code", "city", "phone", "checked_on"], "")

Row = tuple[object, str, str]


def answers(week: tuple[Row, ...] = (), exceptions: tuple[Row, ...] = ()) -> dict[str, Any]:
    typed: dict[str, Any] = {"name": "Opastamo", **EMPTY}
    for name, day, rows in (("opening_hours", "weekday", week), ("exceptions", "date", exceptions)):
        typed |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
        for number, (when, opens, closes) in enumerate(rows):
            row = {day: when, "opens": opens, "closes": closes, "reason": "other", "ORDER": number}
            typed |= {f"{name}-{number}-{key}": value for key, value in row.items()}
    return typed


def send(client_language: str = "en", **rows: tuple[Row, ...]) -> Any:
    client = Client(headers={"accept-language": client_language})
    client.force_login(AdministratorFactory())
    return client.post(ADD, answers(**rows))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"week": ((0, "10:00", "10:00"),)}, "cannot open and close at the same time"),
        ({"week": ((0, "10:00", "12:00"), (0, "10:00", "12:00"))}, "are here already"),
        ({"week": ((0, "10:00", "12:00"), (0, "11:00", "13:00"))}, "overlap with other hours"),
        ({"week": ((0, "1:00", "3:00"), (6, "20:00", "2:00"))}, "overlap with other hours"),
        ({"exceptions": ((DATE, "", ""), (DATE, "", ""))}, "closed already"),
        ({"exceptions": ((DATE, "", ""), (DATE, "10:00", "12:00"))}, "both closed and open"),
        ({"exceptions": ((DATE, "10:00", "12:00"), (DATE, "", ""))}, "both closed and open"),
        ({"exceptions": ((DATE, "10:00", "12:00"), (DATE, "10:00", "12:00"))}, "are here already"),
        ({"exceptions": ((DATE, "10:00", "12:00"), (DATE, "11:00", "13:00"))}, "overlap with other hours"),
        ({"exceptions": ((DATE, "10:00", "10:00"),)}, "cannot open and close at the same time"),
        ({"exceptions": ((DATE, "10:00", ""),)}, "Enter both times"),
    ],
)
def test_rows_that_contradict_are_refused(rows: dict[str, Any], words: str) -> None:
    answer = send(**rows)
    assert answer.status_code == 200
    assert words in answer.text
    assert "must be unique" not in answer.text
    assert "The place was not saved." in answer.text
    assert not Place.objects.exists()


@pytest.mark.parametrize(
    "rows",
    [
        {"week": ((0, "10:00", "12:00"), (0, "12:00", "14:00"), (1, "10:00", "12:00"))},
        {"week": ((6, "20:00", "1:00"), (0, "1:00", "3:00"))},
        {"exceptions": ((DATE, "", ""), ("7.12.2026", "", ""))},
        {"exceptions": ((DATE, "10:00", "12:00"), (DATE, "13:00", "14:00"))},
    ],
)
def test_rows_that_fit_are_kept(rows: dict[str, Any]) -> None:
    assert send(**rows).status_code == 302
    assert Place.objects.count() == 1


def test_a_row_taken_away_clashes_with_nothing() -> None:
    client = Client()
    client.force_login(AdministratorFactory())
    typed = answers(week=((0, "10:00", "12:00"), (0, "11:00", "13:00"))) | {"opening_hours-1-DELETE": "on"}
    assert client.post(ADD, typed).status_code == 302
    assert Place.objects.get().opening_hours.count() == 1


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(("opens", "closes"), [("9.30", "16.00"), ("9:30", "16:00")])
def test_dates_and_times_are_typed_the_finnish_way(language: str, opens: str, closes: str) -> None:
    assert send(language, exceptions=((DATE, opens, closes),)).status_code == 302
    row = OpeningException.objects.get()
    assert (str(row.date), f"{row.opens:%H:%M}") == ("2026-12-06", "09:30")


def test_why_says_nothing_that_nobody_chose() -> None:
    assert OpeningException().reason == Reason.OTHER


def test_saving_and_deleting_are_told_in_sentences() -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(AdministratorFactory())
    assert "“Opastamo” is now among the places." in client.post(ADD, answers(), follow=True).text
    place = Place.objects.get()
    address = f"/hallinta/snippets/cms/place/edit/{place.pk}/"
    assert "“Opastamo” was saved." in client.post(address, answers(), follow=True).text
    gone = client.post(f"/hallinta/snippets/cms/place/delete/{PlaceFactory(name='Toinen').pk}/", follow=True)
    assert "“Toinen” was deleted." in gone.text
