"""What names a person is found before anyone else reads it; what does not is left alone."""

import string
import subprocess
import sys
from datetime import date
from itertools import pairwise

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cms.moderation.personal_data import (
    CENTURIES,
    CHECK_CHARACTERS,
    Kind,
    find,
    has_identity_code,
    kinds_in,
    refuse_identity_code,
)


def identity_code(born: date, century: str, serial: int) -> str:
    digits = f"{born:%d%m%y}"
    number = f"{serial:03d}"
    return f"{digits}{century}{number}{CHECK_CHARACTERS[int(digits + number) % 31]}"


def found(text: str) -> list[tuple[Kind, str]]:
    return [(finding.kind, text[finding.start : finding.end]) for finding in find(text)]


# --- Identity codes -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "code", ["131052-308T", "131052-308t", "131052–308T", "010594Y9021", "020594X903P", "290200A248A", "010199+8148"]
)
def test_a_code_is_found_in_the_middle_of_words(code: str) -> None:
    assert has_identity_code(f"Olen {code}, kiitos.")
    assert found(f"({code})") == [(Kind.IDENTITY_CODE, code)]


@pytest.mark.parametrize(
    "text",
    [
        "131052-308U",  # wrong check character
        "311152-308T",  # no such day
        "310252-3080",
        "290201A2480",  # not a leap year
        "131052*308T",  # no such century
        "9131052-308T",
        "131052-308TA",
        "131052-3O8T",
    ],
)
def test_what_only_looks_like_a_code_is_none(text: str) -> None:
    assert not has_identity_code(text)


BORN = {1800: st.dates(date(1850, 1, 1), date(1899, 12, 31)), 1900: st.dates(date(1900, 1, 1), date(1999, 12, 31)),
        2000: st.dates(date(2000, 1, 1), date(2099, 12, 31))}  # fmt: skip


@given(data=st.data(), century=st.sampled_from(sorted(CENTURIES)), serial=st.integers(2, 999))
def test_every_code_that_can_be_given_is_found_and_no_other_check_character_passes(
    data: st.DataObject, century: str, serial: int
) -> None:
    code = identity_code(data.draw(BORN[CENTURIES[century]]), century, serial)

    assert has_identity_code(code)
    assert has_identity_code(code.lower())
    others = set(CHECK_CHARACTERS) - {code[-1]}
    assert not any(has_identity_code(code[:-1] + other) for other in others)


# --- Phones -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "phone",
    [
        "044 123 4567",
        "0441234567",
        "+358 44 123 4567",
        "+358441234567",
        "044-123-4567",
        "09 123 4567",
        "050 1234567",
        "+46 70 123 45 67",
    ],
)
def test_a_phone_number_is_found_as_people_write_it(phone: str) -> None:
    assert found(f"Soita {phone}.") == [(Kind.PHONE, phone)]
    assert found(f"({phone})") == [(Kind.PHONE, phone)]


@pytest.mark.parametrize(
    "text",
    [
        "klo 10-16", "vuonna 2026", "10 000 euroa", "5 000 000 euroa", "24.12.2026", "2026-11-24", "kello 08.30",
        "sivut 012-034", "0,5 prosenttia", "0,0123456", "02100 Espoo", "3.0441234567", "1000-2000 henkeä",
        "ISBN 978-951-1-23456-7",
    ],
)  # fmt: skip
def test_ordinary_numbers_are_no_phones(text: str) -> None:
    assert found(text) == []


# --- E-mail -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "address", ["aino@kunta.fi", "aino.oy+lista@mail.kunta.example", "Äiti@kunta.fi", "a_b-c@x-y.co.uk"]
)
def test_an_address_is_found(address: str) -> None:
    assert found(f"Kirjoita <{address}>.") == [(Kind.EMAIL, address)]


@pytest.mark.parametrize("text", ["@kunta", "aino@", "aino@kunta", "a @ b.fi", "klo 10@12"])
def test_what_only_looks_like_an_address_is_none(text: str) -> None:
    assert found(text) == []


def test_an_address_at_the_end_of_a_sentence_ends_before_the_full_stop() -> None:
    assert found("Osoite on aino@kunta.fi.") == [(Kind.EMAIL, "aino@kunta.fi")]


# --- All together -------------------------------------------------------------------------------------
def test_kinds_are_told_once_each_in_the_order_of_the_text() -> None:
    text = "Aino aino@kunta.fi, 131052-308T, 044 123 4567 tai 044 765 4321"

    assert kinds_in(text) == [Kind.EMAIL.label, Kind.IDENTITY_CODE.label, Kind.PHONE.label]
    assert kinds_in("ja kahvi") == []


def test_an_identity_code_is_refused_and_nothing_else() -> None:
    refuse_identity_code("aino@kunta.fi, 044 123 4567")

    for text in ("Olen 131052-308T", "131052-308T@kunta.fi"):
        with pytest.raises(ValidationError):
            refuse_identity_code(text)


@given(st.text(alphabet=string.ascii_letters + string.digits + " +-.@,äö\n", max_size=200))
def test_whatever_the_text_findings_lie_in_it_and_apart_from_each_other(text: str) -> None:
    findings = find(text)

    assert all(0 <= one.start < one.end <= len(text) for one in findings)
    assert all(one.end <= other.start for one, other in pairwise(findings))


NONSENSE = ("a", "0", "1.2@", "+", "0 1 ", "a.", "_-", "0-")
READ_ALL = """
from cms.moderation.personal_data import find
for piece in {pieces!r}:
    find(piece * ({length} // len(piece)) + "@")
"""


def test_long_nonsense_does_not_hold_a_reader_up() -> None:
    """A search that goes back over everything for every letter would take hours for texts as long as these."""
    script = "import django; django.setup()" + READ_ALL.format(pieces=NONSENSE, length=200_000)

    subprocess.run([sys.executable, "-c", script], cwd=settings.BASE_DIR, check=True, timeout=60)
