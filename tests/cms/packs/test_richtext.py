"""Rich text passes in one spelling and through one gate."""

from collections.abc import Sequence
from html import escape
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.packs import richtext
from cms.packs.canonical import canonical_json, read_json
from cms.packs.references import Reference

ALL = richtext.elements_for(["h2", "h3", "bold", "italic", "ul", "ol", "link"])
PAGE = Reference("page", UUID(int=7))

texts = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1, max_size=12).map(
    lambda text: escape(text, quote=False)
)
links = st.sampled_from(
    ['<a href="https://example.com/?a=1&amp;b=2">{}</a>', f'<a linktype="page" ref="{PAGE}">{{}}</a>']
)


def joined(parts: Sequence[str]) -> str:
    return "".join(parts)


inline = st.recursive(
    texts | st.just("<br/>"),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(joined).map("<b>{}</b>".format),
        st.lists(inner, max_size=3).map(joined).map("<i>{}</i>".format),
    ),
    max_leaves=5,
)
linked = st.builds(lambda link, text: link.format(text.replace("{", "").replace("}", "")), links, texts)
line = st.lists(inline | linked, max_size=4).map(joined)
entries = st.one_of(
    st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["p", "h2", "h3"]), line),
    st.builds(
        lambda tag, items: f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>",
        st.sampled_from(["ul", "ol"]),
        st.lists(line, min_size=1, max_size=3),
    ),
)


@given(st.lists(entries, max_size=5))
def test_entries_come_back_the_same_from_files_and_from_the_database(written: list[str]) -> None:
    assert [problem for entry in written for problem in richtext.problems(entry, ALL)] == []
    assert read_json(canonical_json(written)) == written

    html = richtext.to_html(written, lambda reference: {PAGE: 42}[reference])

    assert ' ref="' not in html
    assert richtext.to_entries(html, lambda kind, number: {42: PAGE}[number]) == written


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_and_only_known_markup_passes(text: str) -> None:
    problems = list(richtext.problems(text, ALL))

    assert problems or text.startswith(("<p", "<h", "<u", "<o"))


@pytest.mark.parametrize(
    "entry",
    [
        "",
        "Hei",
        "<p>Hei",
        "<p>Hei</p></p>",
        "<p>Yksi</p><p>kaksi</p>",
        "<b>Hei</b>",
        "<div>Hei</div>",
        "<p><p>Hei</p></p>",
        "<ul>Hei</ul>",
        "<ul><p>Hei</p></ul>",
        "<p><ul><li>Hei</li></ul></p>",
        "<p onclick='alert(1)'>Hei</p>",
        '<p style="color: red">Hei</p>',
        "<p><script>alert(1)</script></p>",
        "<p><img src=x onerror=alert(1)/></p>",
        "<p><!-- hei --></p>",
        "<p><?php echo 1 ?></p>",
        "<!DOCTYPE html>",
        '<p><a href="javascript:alert(1)">Hei</a></p>',
        '<p><a href=" javascript:alert(1)">Hei</a></p>',
        '<p><a href="//example.com">Hei</a></p>',
        '<p><a href="data:text/html,hei">Hei</a></p>',
        '<p><a href="https://example.com" target="_blank">Hei</a></p>',
        '<p><a linktype="page" id="3">Hei</a></p>',
        '<p><a linktype="page" ref="page:3">Hei</a></p>',
        f'<p><a linktype="document" ref="document:{UUID(int=7)}">Hei</a></p>',
        '<p><a href="https://example.com"><a href="https://example.com">Hei</a></a></p>',
        "<p>Hei & hei</p>",
        "<P>Hei</P>",
        7,
    ],
)
def test_what_does_not_belong_is_refused(entry: object) -> None:
    assert list(richtext.problems(entry, ALL))


def test_a_block_takes_only_what_its_editor_can_make() -> None:
    plain = richtext.elements_for(["bold"])

    assert list(richtext.problems("<h2>Hei</h2>", plain)) == ["<h2> does not belong here"]
    assert list(richtext.problems("<p><b>Hei</b></p>", plain)) == []


def test_a_different_spelling_is_told_the_right_one() -> None:
    assert list(richtext.problems("<p>Hei & hei<br></p>", ALL)) == ["must be spelled “<p>Hei &amp; hei<br/></p>”"]


def test_the_editors_paragraph_numbers_are_left_out() -> None:
    stored = '<p data-block-key="abc12">Hei <a id="42" linktype="page">tästä</a></p>'

    assert richtext.to_entries(stored, lambda kind, number: PAGE) == [
        f'<p>Hei <a linktype="page" ref="{PAGE}">tästä</a></p>'
    ]


def test_text_outside_of_a_paragraph_cannot_be_exported() -> None:
    with pytest.raises(ValueError, match="outside of a paragraph"):
        richtext.to_entries("<p>Hei</p>irti", lambda kind, number: PAGE)
