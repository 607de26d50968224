"""Every block shows its preview, escapes what is written, and stands being empty."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from wagtail.blocks import Block, StreamValue
from wagtail.models import Page

from cms.blocks import PageBodyBlock
from cms.checks import blocks_of
from cms.models import ContentPage
from cms.navigation import site_context
from tests.conftest import SiteTree
from tests.factories import HOSTILE, MunicipalityFactory, OpastamoPageFactory, PlaceFactory, SiteImageFactory

pytestmark = pytest.mark.django_db
BODY = PageBodyBlock()
NAMES = list(BODY.child_blocks)


def stream(*items: tuple[str, Any]) -> StreamValue:
    return BODY.normalize(list(items))


def rendered(name: str, value: Any) -> str:
    return str(stream((name, value))[0].render_as_block({"request": RequestFactory().get("/fi/")}))


def hostile(block: Block, name: str) -> Any:
    """A value of ``block`` with markup in every text."""
    children = getattr(block, "child_blocks", None)
    if name == "image":
        return None
    if children:
        return {key: hostile(child, key) for key, child in children.items()}
    if hasattr(block, "child_block"):
        return [hostile(block.child_block, "item")] * 2
    if name in {"page", "part"}:
        return None
    if name == "art":
        return "bench"
    return f"Sana {HOSTILE}"


TEXTS_ONLY = [name for name in NAMES if name not in {"text", "image", "part", "two", "questions", "opening"}]


@pytest.mark.parametrize("name", TEXTS_ONLY)
def test_what_is_written_is_shown_as_text(name: str) -> None:
    html = rendered(name, hostile(BODY.child_blocks[name], name))

    assert "Sana" in html
    assert HOSTILE not in html


def shows_nothing_of_the_program(html: str) -> None:
    """No Python value where words should be, nothing that leads nowhere, every element closed."""
    assert "None" not in html
    assert 'href=""' not in html
    opened = re.findall(r"<(section|div|ul|ol|li|figure|details|blockquote|h2|p)\b", html)
    assert sorted(opened) == sorted(re.findall(r"</(section|div|ul|ol|li|figure|details|blockquote|h2|p)>", html))


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_block_leaves_the_page_standing(name: str) -> None:
    block = BODY.child_blocks[name]

    shows_nothing_of_the_program(rendered(name, block.to_python(block.get_prep_value(block.get_default()))))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_saved_before_a_part_was_added_still_shows(name: str) -> None:
    """Stored without any of today's children."""
    block = BODY.child_blocks[name]
    if hasattr(block, "child_blocks") and name != "image":
        shows_nothing_of_the_program(rendered(name, block.to_python({})))


@pytest.mark.parametrize("placed", list(blocks_of(ContentPage)), ids=lambda placed: placed.path)
def test_every_block_of_ours_has_a_preview(placed: Any, site_tree: SiteTree) -> None:
    block = placed.block
    if not type(block).__module__.startswith("cms."):
        return
    assert block.get_description()
    context = block.get_preview_context(block.get_preview_value(), parent_context=None)
    assert render_to_string(block.get_preview_template(block.get_preview_value()), context, RequestFactory().get("/"))


def test_headings_in_a_text_carry_their_anchors() -> None:
    assert '<h2 id="ensin-ihminen">' in rendered("text", "<h2>Ensin ihminen</h2><p>Sitten asia.</p>")


def test_no_id_comes_twice_in_a_page_and_every_section_is_named_by_its_own_heading() -> None:
    alike = [("text", "<h2>Tule</h2><h2>Tule</h2>"), ("steps", {"title": "Tule", "steps": []})]
    alike += [("questions", {"title": "Tule", "items": []}), ("two", {"title": "Tule", "text": "", "art": "bench"})]
    alike += [("call_to_act", {"title": "Tule", "label": "", "page": None}), ("quote", {"text": "Tule", "source": ""})]
    html = str(BODY.render(BODY.to_python([{"type": name, "value": value} for name, value in alike])))

    ids = re.findall(r' id="([^"]*)"', html)
    assert ids == ["tule", *(f"tule-{number}" for number in range(2, 7))]
    assert re.findall(r'aria-labelledby="([^"]*)"', html) == ids[2:]


def test_answers_to_questions_are_rich_text_and_the_questions_plain() -> None:
    question = {"question": f"Maksaako? {HOSTILE}", "answer": "<p>Ei <b>mitään</b>.</p>"}
    html = rendered("questions", BODY.child_blocks["questions"].to_python({"title": "", "items": [question]}))

    assert "<p>Ei <b>mitään</b>.</p>" in html
    assert HOSTILE not in html


def test_a_link_to_a_page_that_is_gone_is_no_link(site_tree: SiteTree) -> None:
    block = BODY.child_blocks["call_to_act"]
    value = block.to_python({"title": "Tule", "text": "", "label": "Katso", "page": 999_999})

    assert "999999" not in block.render(value)


def test_a_picture_tells_its_words_and_credit_as_text() -> None:
    block = BODY.child_blocks["image"]
    image = SiteImageFactory()
    value = block.to_python({"image": image.pk, "alt_text": f"Penkki {HOSTILE}", "decorative": False})
    html = block.render(value)

    assert "Penkki" in html
    assert HOSTILE not in html


def test_the_opening_hours_of_the_municipality_are_shown(site_tree: SiteTree) -> None:
    block = BODY.child_blocks["opening"]
    value = block.to_python({"title": "Milloin"})

    def shown() -> str:
        request = RequestFactory().get("/fi/")
        return str(block.render(value, site_context(request) | {"request": request, "page": Page()}))

    assert "10–16" not in shown()
    MunicipalityFactory(site=site_tree.site)
    assert "10–16" in shown()


def test_a_page_with_a_place_of_its_own_shows_the_hours_of_that(site_tree: SiteTree) -> None:
    request = RequestFactory().get("/fi/")
    block = BODY.child_blocks["opening"]
    page = OpastamoPageFactory.build(place=PlaceFactory())

    assert "10–16" in block.render(block.to_python({"title": "Milloin"}), {"request": request, "page": page})
