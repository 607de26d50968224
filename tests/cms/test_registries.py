"""The shape of every registry."""

import pytest

from cms.registries import Registry


def test_items_come_in_the_order_they_were_registered() -> None:
    registry: Registry[int] = Registry("number")
    for number, name in enumerate(["b", "a", "c"]):
        registry.register(name, number)

    assert list(registry) == [0, 1, 2]
    assert registry.get("a") == 1
    assert registry.get("z") is None


def test_a_name_belongs_to_one_item_and_registering_it_again_changes_nothing() -> None:
    registry: Registry[str] = Registry("word")
    registry.register("a", "one")
    registry.register("a", "one")

    with pytest.raises(ValueError, match="word 'a' is registered twice"):
        registry.register("a", "two")
    assert list(registry) == ["one"]


def test_an_empty_registry_is_still_a_registry() -> None:
    assert list(Registry("nothing")) == []
