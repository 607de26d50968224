"""What words a Finnish form may be a form of, and what words it is made of.

Two dictionaries can tell: Voikko, where it is installed (it knows compounds and every reading of a form),
and simplemma, which always is (one reading a form). :func:`dictionary` gives the better one there is.
"""

from functools import cache, lru_cache
from threading import Lock
from typing import Any, Protocol

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

from cms.search.stemming import light_stem

KEPT_WORDS = 20_000  # readings remembered: the words of a few hundred pages
SHORTEST_PART = 3  # letters; *työ*, *yö-* and *apu* are parts, endings are not
# Forms of short words that simplemma reads as another word only.
IRREGULAR = {
    form: base
    for base, forms in {
        "apu": "avun avut avusta avulla avuksi avussa avuista",
        "idea": "ideoiden ideoita ideoihin ideoille ideoista ideoissa",
        "kieli": "kieliä kielien",
        "tie": "tiet teiden teitä teillä teille teiltä teistä teissä teihin",
        "työ": "työ",
        "yö": "yö öisin öitä öiden öinä öihin",
        "tuki": "tukea tuen tueksi tuella",
    }.items()
    for form in forms.split()
}


class Dictionary(Protocol):
    """Readings are base forms in small letters."""

    def bases(self, word: str) -> frozenset[str]:
        """Base forms of ``word``; none when it is not known."""
        ...

    def parts(self, word: str) -> frozenset[str]:
        """Base forms of the words that ``word`` is put together from; none when it is one word."""
        ...


class Simplemma:
    """Readings by the list of forms that comes with simplemma, and compounds by cutting at every letter."""

    def __init__(self) -> None:
        self._forms = LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary("fi")
        self._lemmatizer = Lemmatizer(lemmatization_strategy=DefaultStrategy(low_memory=True))

    @lru_cache(KEPT_WORDS)  # noqa: B019 -- there is one dictionary a process
    def bases(self, word: str) -> frozenset[str]:
        if word in IRREGULAR:
            return frozenset({IRREGULAR[word]}) | self._known(word)
        return self._known(word) or self._guessed(word) | self._joined(word)

    @lru_cache(KEPT_WORDS)  # noqa: B019
    def parts(self, word: str) -> frozenset[str]:
        found: set[str] = set()
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            last = self._known(word[cut:])
            first = self._first(word[:cut]) if last else frozenset()
            found |= first | last if first else frozenset()
        return frozenset(found)

    def _known(self, word: str) -> frozenset[str]:
        base = IRREGULAR.get(word) or self._forms.get(word) or ""
        return frozenset({base} if len(base) >= SHORTEST_PART - 1 else ())

    def _guessed(self, word: str) -> frozenset[str]:
        """Simplemma's rules; not when they take off so much that it is another word (*opastamo*, *opastaa*)."""
        guess = str(self._lemmatizer.lemmatize(word, "fi"))
        is_near = guess != word and abs(len(light_stem(guess)) - len(light_stem(word))) <= 1
        return frozenset({guess} if is_near else ())

    def _joined(self, word: str) -> frozenset[str]:
        """The base form of an unknown compound: its beginning as it stands, and the base form of its last word."""
        cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        found = (word[:cut] + base for cut in cuts if self._first(word[:cut]) for base in self._known(word[cut:]))
        return frozenset(found)

    def _first(self, part: str) -> frozenset[str]:
        """What stands before another word: a form, a stem of *-nen* (*ihmis-*), or a compound itself."""
        adjective = f"{part[:-1]}nen"
        whole = self._known(part) | (self._known(adjective) if part.endswith("s") else frozenset())
        return whole or self.parts(part)


class Voikko:
    """Readings by libvoikko. Its handle serves one thread at a time."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self._lock = Lock()

    def bases(self, word: str) -> frozenset[str]:
        found = frozenset(reading["BASEFORM"].lower() for reading in self._read(word))
        return found | {IRREGULAR[word]} if word in IRREGULAR else found

    @lru_cache(KEPT_WORDS)  # noqa: B019
    def parts(self, word: str) -> frozenset[str]:
        found: set[str] = set()
        for reading in self._read(word):
            pieces = _cut(word, reading["STRUCTURE"])
            for start in range(len(pieces)):
                for end in range(start + 1, len(pieces) + 1):
                    if end - start < len(pieces):
                        found |= self._part("".join(pieces[start:end]).strip("-"))
        return frozenset(found)

    def _part(self, part: str) -> frozenset[str]:
        """A stem of *-nen* (*ihmis-*) is no word by itself."""
        adjective = self.bases(f"{part[:-1]}nen") if part.endswith("s") else frozenset()
        return self.bases(part) | adjective

    @lru_cache(KEPT_WORDS)  # noqa: B019
    def _read(self, word: str) -> tuple[dict[str, str], ...]:
        """Readings; *kuusi* as “your moon” only when nothing plainer will do."""
        with self._lock:
            found = self._handle.analyze(word) if word else []
        return tuple(reading for reading in found if "POSSESSIVE" not in reading) or tuple(found)


def _cut(word: str, structure: str) -> list[str]:
    """A word at the ``=`` marks of Voikko's STRUCTURE, which has one letter for each of the word's.

    >>> _cut("kirjastokortti", "=pppppppp=pppppp")
    ['kirjasto', 'kortti']
    """
    lengths = [len(span) for span in structure.split("=") if span]
    starts = [sum(lengths[:number]) for number in range(len(lengths))]
    return [word[start : start + length] for start, length in zip(starts, lengths, strict=True)]


@cache
def voikko() -> Voikko | None:
    """Voikko, or None where its library or Finnish dictionary is not installed."""
    try:
        import libvoikko  # noqa: PLC0415 -- optional: its dictionary is GPL, so operators choose it

        return Voikko(libvoikko.Voikko("fi"))
    except (ImportError, OSError, RuntimeError):
        return None


@cache
def simplemma() -> Simplemma:
    """Reading its list takes two seconds and 50 MB, once a process."""
    return Simplemma()


def dictionary() -> Dictionary:
    """Voikko where it is installed, else simplemma."""
    return voikko() or simplemma()
