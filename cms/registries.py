"""The shape of every registry: upper rooms fill them in ``AppConfig.ready()``, this room reads them."""

from collections.abc import Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Registry(Generic[Item]):
    """Named items in the order they were registered."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._items: dict[str, Item] = {}

    def register(self, name: str, item: Item) -> None:
        """Add an item.

        Raises:
            ValueError: another item has the name.
        """
        if name in self._items and self._items[name] != item:
            raise ValueError(f"{self.what} '{name}' is registered twice")
        self._items[name] = item

    def get(self, name: str) -> Item | None:
        return self._items.get(name)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items.values())
