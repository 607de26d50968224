"""A question as Wagtail's index takes it: every word is there, in any of its forms or in words that mean the same."""

from wagtail.search.query import And, PlainText, SearchQuery

from cms.models.search import SameWords
from cms.search.analysis import index_terms, query_terms

MOST_GROUPS = 500  # of words that mean the same, in one language


def as_query(asked: str, language: str) -> SearchQuery:
    """For a source that keeps analysed terms in Wagtail's index. One query."""
    words = with_same_words(query_terms(asked, language), language)
    return And([PlainText(" ".join(sorted(terms)), operator="or") for terms in words])


def with_same_words(asked: list[set[str]], language: str) -> list[set[str]]:
    """Each word's terms, and those of the words that mean the same. One query."""
    languages = {language, language.partition("-")[0]}  # Easy Finnish is Finnish
    groups = [group.listed for group in SameWords.objects.filter(language__in=languages)[:MOST_GROUPS]]
    known = [[term for terms in index_terms(" ".join(group), language) for term in terms] for group in groups]
    return [terms.union(*(group for group in known if terms.intersection(group))) for terms in asked]
