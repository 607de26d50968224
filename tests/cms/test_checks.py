"""Each rule of the project has a check that finds who breaks it, and the project breaks none."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.checks import CheckMessage, run_checks
from django.db import models
from django.test.utils import isolate_apps, override_settings
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin

from cms import checks
from cms.blocks import PageBodyBlock
from cms.checks import PlacedBlock, check_block, check_children, check_page_template, check_stream_fields
from cms.fields import BodyField


def ids(messages: Any) -> list[str]:
    return [message.id.removeprefix("vierella.") for message in messages]


def check_tree(block: blocks.Block) -> list[CheckMessage]:
    return [message for placed in checks._walk("page.body", block) for message in check_block(placed)]


def test_the_project_breaks_none_of_its_rules() -> None:
    assert [message for message in run_checks() if message.id.startswith("vierella.")] == []


def test_the_rules_are_checked_with_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "check_model", lambda model: iter([checks._error("E006", "found", "hint")]))

    assert "vierella.E006" in [message.id for message in run_checks()]


# --- E001: defaults -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "block",
    [
        blocks.CharBlock(), blocks.TextBlock(required=False), blocks.RichTextBlock(), blocks.URLBlock(),
        blocks.EmailBlock(), blocks.RegexBlock(regex="."), blocks.BlockQuoteBlock(), blocks.CharBlock(default=None),
    ],
    ids=lambda block: type(block).__name__,
)  # fmt: skip
def test_a_text_block_needs_a_default(block: blocks.Block) -> None:
    assert ids(check_tree(block)) == ["E001"]


def test_a_text_block_is_found_wherever_it_hides_and_named_by_its_place() -> None:
    tree = blocks.StreamBlock([("steps", blocks.ListBlock(blocks.StructBlock([("title", blocks.CharBlock())])))])
    (message,) = check_tree(tree)

    assert "page.body.steps.item.title" in message.msg
    assert "default" in message.hint


@pytest.mark.parametrize("block", [blocks.CharBlock(default=""), blocks.TextBlock(default="x"), blocks.IntegerBlock()])
def test_blocks_with_a_default_and_blocks_without_text_are_right(block: blocks.Block) -> None:
    assert check_tree(block) == []


# --- E002: inline children ------------------------------------------------------------------------------
@isolate_apps("cms")
def test_an_inline_child_of_a_translatable_model_is_translatable() -> None:
    class Recipe(TranslatableMixin, ClusterableModel):
        class Meta(TranslatableMixin.Meta):
            app_label = "cms"

    class Step(models.Model):  # noqa: DJ008 -- lives for one check
        recipe = ParentalKey(Recipe, related_name="steps", on_delete=models.CASCADE)

        class Meta:
            app_label = "cms"

    class GoodStep(TranslatableMixin):
        recipe = ParentalKey(Recipe, related_name="good_steps", on_delete=models.CASCADE)

        class Meta(TranslatableMixin.Meta):
            app_label = "cms"

    assert ids(check_children(Step)) == ["E002"]
    assert ids(check_children(GoodStep)) == []


@isolate_apps("cms")
def test_a_child_of_what_is_the_same_in_every_language_need_not_be() -> None:
    class Shelf(ClusterableModel):
        class Meta:
            app_label = "cms"

    class Book(models.Model):  # noqa: DJ008 -- lives for one check
        shelf = ParentalKey(Shelf, related_name="books", on_delete=models.CASCADE)

        class Meta:
            app_label = "cms"

    assert ids(check_children(Book)) == []


# --- E003: no tables, no raw HTML -------------------------------------------------------------------------
@pytest.mark.parametrize("block", [TableBlock(), TypedTableBlock(), blocks.RawHTMLBlock()])
def test_blocks_that_cannot_be_translated_are_refused(block: blocks.Block) -> None:
    assert "E003" in ids(check_tree(blocks.StreamBlock([("list", blocks.ListBlock(block))])))


# --- E004: template, preview, description -----------------------------------------------------------------
def own_block(**meta: Any) -> blocks.Block:
    """A block class of ours, complete but for what the test changes."""
    complete = {"template": "cms/blocks/quote.html", "preview_value": {}, "description": "A quote"}
    values = {name: value for name, value in {**complete, **meta}.items() if value is not None}
    kind = type("OwnBlock", (blocks.StructBlock,), {"Meta": type("Meta", (), values), "__module__": "cms.blocks.text"})
    return kind()


def test_a_complete_block_is_right() -> None:
    assert check_tree(own_block()) == []
    assert check_tree(own_block(preview_value=None, preview_template="cms/blocks/quote.html")) == []


@pytest.mark.parametrize(
    ("meta", "word"),
    [
        ({"template": None}, "has no template"),
        ({"template": "cms/blocks/nowhere.html"}, "has no template"),
        ({"preview_value": None}, "has no preview"),
        ({"preview_template": "cms/blocks/nowhere.html"}, "preview template"),
        ({"description": None}, "has no description"),
    ],
)
def test_a_block_of_ours_that_lacks_something_is_told(meta: dict[str, Any], word: str) -> None:
    (message,) = check_tree(own_block(**meta))

    assert message.id == "vierella.E004"
    assert word in message.msg
    assert "cms.blocks.text.OwnBlock" in message.msg


def test_blocks_of_wagtail_need_nothing_of_ours() -> None:
    assert check_tree(blocks.StructBlock([("page", blocks.PageChooserBlock())])) == []


def test_a_block_used_twice_is_told_once() -> None:
    placed = [PlacedBlock(path, own_block(template=None)) for path in ("a", "b")]
    messages = checks._once(message for item in placed for message in check_block(item))

    assert len(messages) == 1


# --- E005, W001: page templates ---------------------------------------------------------------------------
@pytest.fixture
def page_with(tmp_path: Path) -> Any:
    """Check a page type whose template is the given text."""
    from django.conf import settings

    templates = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]

    def check(text: str) -> list[CheckMessage]:
        (tmp_path / "own_page.html").write_text(text, encoding="utf-8")
        model = SimpleNamespace(template="own_page.html", _meta=SimpleNamespace(label="cms.OwnPage"))
        with override_settings(TEMPLATES=templates):
            return list(check_page_template(model))

    return check


def test_a_template_that_extends_base_is_right(page_with: Any) -> None:
    assert page_with('{% extends "base.html" %}{% block content %}x{% endblock %}') == []
    assert page_with('{# a remark #}{% extends "cms/content_page.html" %}') == []


@pytest.mark.parametrize(
    ("html", "missing"),
    [
        ("<html>", "sets no lang and no dir"),
        ('<html lang="fi">', "sets no dir"),
        ('<html dir="ltr" data-lang="fi">', "sets no lang"),
        ("<p lang='fi' dir='ltr'>", "sets no lang and no dir"),
        ("{% extends parent %}", "sets no lang and no dir"),
    ],
)
def test_a_template_without_language_or_direction_is_told(page_with: Any, html: str, missing: str) -> None:
    (message,) = page_with(html)

    assert message.id == "vierella.E005"
    assert missing in message.msg


def test_language_and_direction_may_be_written_by_tags(page_with: Any) -> None:
    assert (
        page_with('<html lang="{{ language }}" dir="{% if rtl and x > 1 %}rtl{% else %}ltr{% endif %}" class="a">')
        == []
    )


@pytest.mark.parametrize("text", ['{% extends "nowhere.html" %}', "{% if %}"])
def test_a_broken_template_is_told(page_with: Any, text: str) -> None:
    assert ids(page_with(text)) == ["W001"]


# --- E006: body fields --------------------------------------------------------------------------------------
@isolate_apps("cms")
def test_a_stream_field_is_a_body_field() -> None:
    class Bare(models.Model):  # noqa: DJ008 -- lives for one check
        body = StreamField(PageBodyBlock())

        class Meta:
            app_label = "cms"

    class Right(models.Model):  # noqa: DJ008 -- lives for one check
        body = BodyField(PageBodyBlock())

        class Meta:
            app_label = "cms"

    assert ids(check_stream_fields(Bare)) == ["E006"]
    assert ids(check_stream_fields(Right)) == []
