"""Words of a text as terms to look for: the same for all forms of a word, in the language of the text.

What is written and what is asked go through the same analysis in Python, so the database only compares
terms and any database will do. A word has several terms where it has several readings; a Finnish
compound has those of its parts too, but only in what is written: *paikka* finds *kohtaamispaikassa*,
and *kohtaamispaikka* does not find every *paikka*.
"""

import re
import unicodedata
from collections.abc import Iterable

from snowballstemmer import stemmer

from cms.search import readings
from cms.search.stemming import family_stem, light_stem

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
JOINT = re.compile(r"[-'’]")
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
SNOWBALL = {"sv": "swedish", "en": "english", "ru": "russian", "et": "estonian", "ar": "arabic"}
OF_STEM = "0"  # after a stem, so that it is not taken for a word


def index_terms(text: str, language: str) -> list[set[str]]:
    """For each word of a plain text, in order, the terms it is found by: letters and digits only."""
    return [_bare(_terms(word, language) | _terms_of_parts(word, language)) for word in words(text)]


def query_terms(query: str, language: str) -> list[set[str]]:
    """For each word of a question, in order, the terms that find it: any of them will do."""
    return [_bare(_terms(word, language)) for word in words(query)]


def joined_terms(terms: Iterable[set[str]]) -> str:
    """Terms as one text, a space before and after each: what holds ``" kirja "`` was found by *kirja*."""
    return f" {' '.join(term for of_word in terms for term in sorted(of_word))} "


def words(text: str) -> list[str]:
    """Words and numbers in small letters, in order; hyphenated ones whole."""
    plain = unicodedata.normalize("NFC", text).replace(SOFT_HYPHEN, "").lower()
    return WORD.findall(plain)


def _terms(word: str, language: str) -> set[str]:
    """The word as it stands, and its base forms or else its stem."""
    if _is_finnish(language):
        bases = readings.dictionary().bases(word)
        stem = family_stem(word) if bases else light_stem(word)  # new words of a family may look like other words
        return {word, *bases, *([stem + OF_STEM] if stem else [])}
    name = SNOWBALL.get(language)
    return {word, str(stemmer(name).stemWord(word)) + OF_STEM} if name else {word}


def _terms_of_parts(word: str, language: str) -> set[str]:
    pieces = JOINT.split(word)
    found = {term for piece in pieces if piece != word for term in _terms(piece, language)}
    if _is_finnish(language):
        found |= {part for piece in pieces for part in readings.dictionary().parts(piece)}
    return found


def _bare(terms: set[str]) -> set[str]:
    """Without hyphens, at which databases would cut."""
    return {JOINT.sub("", term) for term in terms}


def _is_finnish(language: str) -> bool:
    return language.partition("-")[0] == "fi"
