"""What this room lets the others know of itself."""

from cms import parts, versions
from cms.packs import registry as packable
from kanssalainen import data_map
from kanssalainen.models import CardPage, DeckPage
from kanssalainen.parts import deck_part

ROOM = "kanssalainen"


def register() -> None:
    """Called from ``AppConfig.ready()``."""
    versions.watch(ROOM, DeckPage, CardPage)
    parts.register(deck_part())
    packable.register_page(DeckPage)
    packable.register_page(CardPage)
    data_map.register()
