"""The contents list and the anchors in the text agree, whatever is written."""

import re
from html import escape
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.rich_text import RichText

from cms.contents import anchor_of, anchors_by_block, headings_of, with_anchors


def body(*sources: str) -> list[SimpleNamespace]:
    return [SimpleNamespace(block_type="text", value=RichText(source)) for source in sources]


def ids_in(html: str) -> list[str]:
    return re.findall(r'<h2 id="([^"]*)"', html)


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Ensimmäinen hetki", "ensimmäinen-hetki"),
        ("Första stunden!", "första-stunden"),
        ("اللحظة الأولى", "اللحظة-الأولى"),
        ("Что это?", "что-это"),
        ("?!", "osa"),
        ("", "osa"),
    ],
)
def test_an_anchor_is_the_words_in_any_alphabet(text: str, anchor: str) -> None:
    assert anchor_of(text) == anchor


def test_headings_of_the_second_level_get_an_id_and_nothing_else_changes() -> None:
    html = '<h2 data-block-key="a1">Kuka &amp; <b>mitä</b></h2><p>h2</p><h3>Pieni</h3>'

    assert with_anchors(html) == (
        '<h2 id="kuka-mitä" data-block-key="a1">Kuka &amp; <b>mitä</b></h2><p>h2</p><h3>Pieni</h3>'
    )


def test_a_heading_said_again_gets_a_number() -> None:
    html = "<h2>Aluksi</h2><h2>Aluksi</h2><h2>Aluksi 2</h2>"

    assert ids_in(with_anchors(html)) == ["aluksi", "aluksi-2", "aluksi-2-2"]
    assert [heading.anchor for heading in headings_of(body(html))] == ["aluksi", "aluksi-2", "aluksi-2-2"]


def test_only_text_blocks_are_in_the_contents_list() -> None:
    blocks = [
        *body("<h2>Yksi</h2>"),
        SimpleNamespace(block_type="quote", value={}),
        *body("<p>ei</p>", "<h2>Kaksi</h2>"),
    ]

    assert [heading.text for heading in headings_of(blocks)] == ["Yksi", "Kaksi"]


def titled(block_type: str, title: str) -> SimpleNamespace:
    return SimpleNamespace(block_type=block_type, value={"title": title})


def test_an_anchor_comes_once_in_a_page_whatever_block_carries_it() -> None:
    blocks = [*body("<h2>Aluksi</h2>"), titled("call_to_act", "Aluksi"), titled("steps", ""), titled("two", "Aluksi!")]

    assert [anchors for _block, anchors in anchors_by_block(blocks)] == [["aluksi"], ["aluksi-2"], [], ["aluksi-3"]]
    assert [heading.anchor for heading in headings_of(blocks)] == ["aluksi", "aluksi-3"]


HEADINGS = st.lists(st.text(max_size=12), max_size=6)


@given(HEADINGS)
def test_the_list_leads_to_every_heading_and_no_id_comes_twice(texts: list[str]) -> None:
    html = "".join(f"<h2>{escape(text)}</h2><p>{escape(text)}</p>" for text in texts)
    headings = headings_of(body(html))
    ids = ids_in(with_anchors(html))

    assert [heading.text for heading in headings] == [text.strip() for text in texts]
    assert [heading.anchor for heading in headings] == ids
    assert len(ids) == len(set(ids)) == len(texts)
    assert not any(re.search(r'[\s"<>&]', anchor) for anchor in ids)
