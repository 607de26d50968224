"""What other rooms show in a page: the registry, what is stored, what is rendered."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest

from cms import parts
from cms.blocks.parts import PartBlock, PartChoiceBlock, PartField
from cms.parts import Part, PartKind
from cms.registries import Registry
from tests.factories import HOSTILE

UUID_OF_ONE = UUID("6db3b05c-f067-46b9-b7fa-2738a34d5e3a")


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> Registry[PartKind]:
    """A registry of the test's own, with one kind of one object."""
    registry: Registry[PartKind] = Registry("page part")
    for module in ("cms.parts", "cms.blocks.parts"):
        monkeypatch.setattr(f"{module}.KINDS", registry)
    parts.register(PartKind("thing", "Things", "cms/blocks/quote.html", choices, show))
    return registry


def choices() -> list[tuple[UUID, str]]:
    return [(UUID_OF_ONE, f"One {HOSTILE}")]


def show(uuid: UUID, language: str, request: HttpRequest | None) -> Any:
    return f"{uuid} in {language}" if uuid == UUID_OF_ONE else None


# --- What is stored -------------------------------------------------------------------------------------
def test_a_part_survives_storing_and_the_form() -> None:
    part = Part("thing", uuid4())

    assert Part.from_stored(part.stored) == part
    assert Part.from_key(part.key) == part
    assert Part.from_stored(part) is part


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "",
        {},
        [],
        "thing",
        7,
        {"kind": "thing"},
        {"kind": "thing", "uuid": "nonsense"},
        {"uuid": str(UUID_OF_ONE)},
    ],
)
def test_what_is_no_part_is_none(stored: Any) -> None:
    assert Part.from_stored(stored) is None


@pytest.mark.parametrize("key", ["", ":", "thing", "thing:", "thing:nonsense"])
def test_what_is_no_key_is_none(key: str) -> None:
    assert Part.from_key(key) is None


# --- The form -------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("kinds")
def test_the_select_is_grouped_by_kind_with_the_empty_choice_first() -> None:
    assert parts.grouped_choices() == [("", "—"), ("Things", [(f"thing:{UUID_OF_ONE}", f"One {HOSTILE}")])]


@pytest.mark.usefixtures("kinds")
def test_the_form_gives_a_part_and_takes_only_what_it_offers() -> None:
    field = PartField(choices=parts.grouped_choices, required=False)

    assert field.clean(f"thing:{UUID_OF_ONE}") == Part("thing", UUID_OF_ONE)
    assert field.clean("") is None
    with pytest.raises(Exception, match="thing:"):
        field.clean(f"thing:{uuid4()}")


@pytest.mark.usefixtures("kinds")
def test_the_block_shows_its_choices_escaped() -> None:
    block = PartChoiceBlock(required=False)
    block.set_name("part")
    html = str(block.field.widget.render("part", block.value_for_form(Part("thing", UUID_OF_ONE))))

    assert HOSTILE not in html
    assert f'value="thing:{UUID_OF_ONE}" selected' in html


def test_the_block_gives_back_what_it_stored() -> None:
    block = PartChoiceBlock()
    part = Part("thing", UUID_OF_ONE)

    assert block.to_python(block.get_prep_value(part)) == part
    assert block.to_python(block.get_prep_value(None)) is None
    assert block.value_from_form(part) is part
    assert block.value_from_form("") is None


def test_a_part_has_no_words_to_translate() -> None:
    part = Part("thing", UUID_OF_ONE)

    assert PartChoiceBlock().get_translatable_segments(part) == []
    assert PartChoiceBlock().restore_translated_segments(part, []) == part


# --- In a page ------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("kinds")
def test_the_block_gives_the_template_what_the_room_shows() -> None:
    context = PartBlock().get_context({"part": Part("thing", UUID_OF_ONE)})

    assert context["kind"].template == "cms/blocks/quote.html"
    assert context["part"] == f"{UUID_OF_ONE} in fi"


@pytest.mark.usefixtures("kinds")
@pytest.mark.parametrize("part", [None, Part("gone", UUID_OF_ONE), Part("thing", uuid4())])
def test_a_part_that_is_gone_leaves_the_page_standing(part: Part | None) -> None:
    block = PartBlock()
    value = block.to_python({"title": "", "text": "", "part": part.stored if part else None})

    assert HOSTILE not in block.render(value)
