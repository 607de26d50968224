"""JSON in one spelling, so that git shows only what has changed; read so that nothing is lost or guessed."""

import json
from typing import Any

DEEPEST = 60


def canonical_json(value: Any) -> str:
    """Sorted keys, two spaces, readable letters, a newline at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"


def read_json(text: str) -> Any:
    """Read strictly: no key twice, no NaN, not too deep.

    Raises:
        ValueError: it is not such JSON.
    """
    if _depth(text) > DEEPEST:
        raise ValueError("it is nested too deep")
    return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("an object has a key twice")
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _depth(text: str) -> int:
    """How deep brackets nest, counted before parsing so that depth cannot exhaust the parser.

    Brackets inside of texts count too; a page's real depth is far below the limit.
    """
    depth = deepest = 0
    for letter in text:
        if letter in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in "]}":
            depth -= 1
    return deepest
