"""Words that nearly every text holds: whoever asks *missä opastamo on* looks for *opastamo*.

The lists are short on purpose: a word left in costs a result, a word taken out can hide what was asked.
"""

FINNISH = """
olla olen olet on olemme olette ovat oli ei en et emme ette eivät
ja tai sekä että jos kun niin myös vain jo nyt
mikä mitä missä mistä mihin minne milloin miten miksi kuka ketä kenen kuinka
minä sinä hän me te he se ne tämä tuo nämä minun sinun minulle
voi voin voiko saa saan saako haluan haluaisin tarvitsen
"""
SWEDISH = """
vara är var jag du han hon vi ni de det den en ett i på till för med av om och eller men att som
vad vem vart när hur varför kan får vill behöver här där inte
"""
ENGLISH = """
be am is are was i you he she we they it a an the in on at to for with of and or but that
what who where when how why can may want need do does here there not my your
"""
COMMON = {
    language: frozenset(listed.split()) for language, listed in {"fi": FINNISH, "sv": SWEDISH, "en": ENGLISH}.items()
}


def telling_words(asked: list[str], language: str) -> list[str]:
    """The words of a question that tell what is looked for; all of them where none does.

    >>> telling_words(["missä", "opastamo", "on"], "fi-simple")
    ['opastamo']
    >>> telling_words(["missä", "on"], "fi")
    ['missä', 'on']
    """
    common = COMMON.get(language.partition("-")[0], frozenset())
    return [word for word in asked if word not in common] or asked
