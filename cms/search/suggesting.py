"""“Did you mean …?”: words of the site's own pages that are written almost as what was asked."""

from difflib import get_close_matches

from django.core.cache import caches
from wagtail.models import Page

from cms import versions
from cms.caching import CACHE
from cms.privacy import open_to_all
from cms.search.analysis import words
from cms.search.indexing import searchable_texts

MOST_WORDS = 20_000  # of one language's pages
NEAR = 0.78  # of difflib's ratio: one letter wrong in a short word, two in a long one
LENGTH_DIFFERS = 2
ALIKE_AT_END = 4
PAGES_AT_ONCE = 100
DAY = 24 * 60 * 60


def suggestion(asked: str, language: str) -> str:
    """The question with each unknown word changed to the nearest known one; empty when nothing would change.

    Two queries, or one while the words of the pages are remembered.
    """
    known = vocabulary(language)
    changed = [word if word in known else _nearest(word, known) for word in words(asked)]
    return " ".join(changed) if changed != words(asked) else ""


def vocabulary(language: str) -> frozenset[str]:
    """Words of a language's public pages; remembered until a page changes."""
    key = f"search-words:{language}:{versions.token(language)}"
    return caches[CACHE].get_or_set(key, lambda: _words_of_pages(language), DAY) or frozenset()


def _words_of_pages(language: str) -> frozenset[str]:
    shown = open_to_all(Page.objects.live().filter(locale__language_code=language)).specific()
    found: set[str] = set()
    for page in shown.iterator(chunk_size=PAGES_AT_ONCE):
        found.update(words(" ".join([page.title, *searchable_texts(page)])))
        if len(found) > MOST_WORDS:
            break
    return frozenset(found)


def _nearest(word: str, known: frozenset[str]) -> str:
    """Among words that begin or end alike, since comparing with all of them would take long."""
    alike = [
        other
        for other in known
        if abs(len(other) - len(word)) <= LENGTH_DIFFERS
        and (other[:1] == word[:1] or other[-ALIKE_AT_END:] == word[-ALIKE_AT_END:])
    ]
    return next(iter(get_close_matches(word, sorted(alike), n=1, cutoff=NEAR)), word)
