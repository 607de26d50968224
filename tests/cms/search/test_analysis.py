"""Finnish words found whatever their form: measured on two public lists, one of them never tuned on."""

from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search import readings
from cms.search.analysis import index_terms, query_terms, words

LISTS = Path(__file__).parent / "words"
FORMS = {"voikko": 0.97, "simplemma": 0.90}
PARTS = {"voikko": 0.95, "simplemma": 0.93}
MOST_WRONG = 2
BUILDERS = {"voikko": readings.voikko, "simplemma": readings.simplemma}


@dataclass(frozen=True)
class WordList:
    families: list[list[str]]
    compounds: list[tuple[str, str]]
    apart: list[tuple[str, str]]


@pytest.fixture(params=sorted(BUILDERS))
def dictionary(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Search reads words by this dictionary alone; gives its name."""
    chosen = BUILDERS[request.param]()
    if chosen is None:
        pytest.skip("Voikko is not installed: apt install libvoikko1 voikko-fi")
    monkeypatch.setattr(readings, "dictionary", lambda: chosen)
    return request.param


def word_list(name: str) -> WordList:
    found: dict[str, list[list[str]]] = {}
    for line in (LISTS / f"fi.{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            section.append(line.replace(" < ", " ").split())
    pairs = {name: [(first, last) for first, last in found[name]] for name in ("compounds", "apart")}
    return WordList(found["families"], pairs["compounds"], pairs["apart"])


def finds(asked: str, written: str, language: str = "fi") -> bool:
    return bool(query_terms(asked, language)[0] & index_terms(written, language)[0])


@pytest.mark.parametrize("name", ["tuning", "holdout"])
def test_a_form_finds_the_other_forms_of_its_word(dictionary: str, name: str) -> None:
    pairs = [pair for family in word_list(name).families for pair in permutations(family, 2)]

    hits = sum(finds(asked, written) for asked, written in pairs)

    assert hits / len(pairs) >= FORMS[dictionary], f"{hits} of {len(pairs)}"


@pytest.mark.parametrize("name", ["tuning", "holdout"])
def test_a_word_finds_the_compounds_it_is_part_of(dictionary: str, name: str) -> None:
    pairs = word_list(name).compounds

    hits = sum(finds(part, compound) for compound, part in pairs)

    assert hits / len(pairs) >= PARTS[dictionary], f"{hits} of {len(pairs)}"


@pytest.mark.parametrize("name", ["tuning", "holdout"])
def test_different_words_stay_apart(dictionary: str, name: str) -> None:
    wrong = [pair for pair in word_list(name).apart if finds(*pair) or finds(*reversed(pair))]

    assert len(wrong) <= MOST_WRONG, wrong


def test_a_compound_does_not_find_every_page_with_its_parts(dictionary: str) -> None:
    assert not finds("kohtaamispaikka", "paikka")


def test_easy_finnish_is_finnish(dictionary: str) -> None:
    assert finds("lapsi", "lasten", "fi-simple")


@pytest.mark.parametrize(
    ("language", "asked", "written"),
    [
        ("sv", "möte", "möten"),
        ("en", "meeting", "meetings"),
        ("ru", "встреча", "встречи"),
        ("et", "raamatukogu", "raamatukogus"),
        ("ar", "كتاب", "الكتاب"),
        ("so", "maktabad", "Maktabad"),
        ("uk", "зустріч", "Зустріч"),
    ],
)
def test_other_languages_have_their_own_stems_or_whole_words(language: str, asked: str, written: str) -> None:
    assert finds(asked, written, language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kahvi & pulla!", ["kahvi", "pulla"]),
        ("ruoka-apua 2026", ["ruoka-apua", "2026"]),
        ("hyvin\u00advointi", ["hyvinvointi"]),
        ("kahvi_hetki", ["kahvi", "hetki"]),
        ("A\u0308iti", ["äiti"]),
        ("", []),
    ],
)
def test_words_are_letters_and_digits(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_hyphenated_word_is_found_whole_and_by_its_parts(dictionary: str) -> None:
    assert finds("ruoka-apu", "ruoka-apua")
    assert finds("apu", "ruoka-apua")
    assert all(term.isalnum() for term in index_terms("ruoka-apua", "fi")[0])


@given(st.text(max_size=60), st.sampled_from(["fi", "sv", "en", "ar", "so", "xx"]))
def test_any_text_finds_itself(text: str, language: str) -> None:
    written = index_terms(text, language)

    assert len(written) == len(words(text))
    assert all(asked & terms for asked, terms in zip(query_terms(text, language), written, strict=True))
