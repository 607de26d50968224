"""A StreamField whose block definitions stay out of migrations.

Changing a block then needs no migration in any municipality's deployment; the price is that a data
migration must name the blocks it reads itself. Method: ONS dis-wagtail, "migration friendly StreamFields".
"""

from typing import Any

from wagtail.fields import StreamField


class BodyField(StreamField):
    """StreamField with a bare deconstruction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*(args or ([],)), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
