"""A light stemmer for Finnish words that no dictionary knows: names of places, new words of the work.

Snowball's Finnish stemmer leaves apart what belongs together in two big families of words (*-inen*, *-uus*) and
where the stem's last stop changes (*lappu*, *lapun*). Those are settled before and after it. What comes
out is no word, only the same for forms of one word.
"""

import re

from snowballstemmer import stemmer

SHORTEST = 4  # letters of a stem; shorter ones would join words that have nothing in common
INEN = re.compile(
    r"(.{3,}?)(?:inen|is(?:een|e[nt]|[ei](?:ksi|ll[aeä]|lt[aä]|n[aä]|ss[aä]|st[aä])|i[aä]|iin|t[aä]|ten)?)"
)
UUS = re.compile(r"(.{3,}?)(uu|yy)(?:s|tt[aä]|teen|d(?:en|e(?:ksi|ll[aeä]|lt[aä]|ss[aä]|st[aä]))|ten[aä]|ks\w+)")
VOWELS = "aeiouyäö"
LAST_STOPS = (
    *(("kk", "k"), ("pp", "p"), ("tt", "t")),
    *(("nk", "ng"), ("mp", "mm"), ("nt", "nn"), ("lt", "ll"), ("rt", "rr")),
)


def light_stem(word: str) -> str:
    """The stem of a Finnish word in small letters; the word itself when nothing can be taken off."""
    return family_stem(word) or _other_stem(word)


def family_stem(word: str) -> str:
    """The stem of a word of the families *-inen* and *-uus*; empty for others."""
    if family := INEN.fullmatch(word):
        return f"{family[1]}inen"
    if family := UUS.fullmatch(word):
        return f"{family[1]}{family[2]}s"
    return ""


def _other_stem(word: str) -> str:
    stem = _snowball(word)
    bare = stem.rstrip(VOWELS)
    return _weak(bare) if len(bare) >= SHORTEST else stem


def _weak(stem: str) -> str:
    """The stem with its last stop as it is in weak forms, since those cannot be told back."""
    for strong, weak in LAST_STOPS:
        if stem.endswith(strong):
            return stem.removesuffix(strong) + weak
    return stem


def _snowball(word: str) -> str:
    """One stemmer a call: it keeps its state and is not safe between threads."""
    return str(stemmer("finnish").stemWord(word))
