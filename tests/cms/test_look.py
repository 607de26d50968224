"""How things look: tags, components, drawings and the rules the templates and the stylesheet keep."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from cms.art import Art
from cms.components import Bar, Header, Table, Words
from cms.styleguide import SampleForm, style_samples, styleguide
from cms.templatetags import look

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
STYLESHEET = Path(settings.BASE_DIR) / "static/css/site.css"
STATIC = Path(settings.BASE_DIR) / "static"
SPRITE = Path(settings.BASE_DIR) / "static/img/sprite.svg"
STYLE_PAGE = TEMPLATES / "styleguide/index.html"
PAGES = [path for path in TEMPLATES.rglob("*.html") if path != STYLE_PAGE]
ROOMS = ("cms", "kanssalainen", "living_lab", "workshops")
NO_ROOM = {"styleguide.py", "look.py"}  # they name every icon
OWN_TEMPLATES = [
    *TEMPLATES.glob("*.html"),
    *COMPONENTS,
    *(TEMPLATES / "styleguide").glob("*.html"),
    *(TEMPLATES / "art").glob("*.html"),
]
USED = re.compile(r'{% include "components/([\w-]+)\.html"')


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def component(name: str, **context: object) -> str:
    return render_to_string(f"components/{name}.html", context)


# --- tags ---------------------------------------------------------------------------------------------------------


def test_an_icon_points_into_the_sprite_and_is_hidden_from_screen_readers() -> None:
    markup = render('{% icon "check" %}')
    assert "sprite.svg#i-check" in markup
    assert 'aria-hidden="true"' in markup


def test_an_arrow_turns_around_by_itself_and_can_be_told_not_to() -> None:
    assert 'class="icon flip"' in render('{% icon "next" %}')
    assert 'class="icon"' in render('{% icon "next" flip=False %}')


@pytest.mark.parametrize("name", ["../base", "no-such", ""])
def test_a_name_nobody_drew_shows_nothing(name: str) -> None:
    assert render("{% icon name %}{% art name %}{% lines name %}", name=name) == ""


def test_every_icon_is_in_the_sprite_and_every_symbol_has_a_name() -> None:
    symbols = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
    icons = {"mark" if name == "mark" else f"i-{name}" for name in look.ICONS}
    lines = {f"path-{name}" if css.startswith("path") else name for name, css in look.LINES.items()}
    assert symbols == icons | lines


def icons_in(paths: Iterable[Path]) -> set[str]:
    return {name for path in paths for name in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))}


def test_templates_name_only_icons_that_exist() -> None:
    assert icons_in(TEMPLATES.rglob("*.html")) <= look.ICONS


def test_every_icon_is_shown_somewhere_besides_the_style_page() -> None:
    """By a template, by the kind of a state, or by a room that names it for a component."""
    code = "".join(
        path.read_text(encoding="utf-8")
        for room in ROOMS
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py")
        if path.name not in NO_ROOM
    )
    named_by_rooms = {name for name in look.ICONS if f'"{name}"' in code}
    of_kinds = {*look.CHIP_ICONS.values(), *look.NOTICE_ICONS.values()}
    assert icons_in(PAGES) | named_by_rooms | of_kinds == look.ICONS


@pytest.mark.parametrize("name", Art.values)
def test_every_drawing_one_can_choose_exists(name: str) -> None:
    markup = render("{% art name %}", name=name)
    assert markup.startswith("<svg")
    assert 'class="art" aria-hidden="true"' in markup


@pytest.mark.parametrize(("percent", "path"), [(0, ""), (None, "")])
def test_a_bar_of_nothing_has_no_path(percent: object, path: str) -> None:
    assert look.bar_path(percent) == path


def test_a_bar_ends_where_its_percent_says_and_never_outside() -> None:
    assert look.bar_path(78, 2).split(" ")[-2] == "78"
    assert look.bar_path(250, 2).split(" ")[-2] == "100"


def test_no_language_puts_its_commas_into_a_picture() -> None:
    with translation.override("fi"):
        markup = component("bars", rows=[Bar("A", "1", 33.3)])
        steps = component("step_progress", current=9, total=14)
    assert not re.search(r'd="[^"]*,', markup + steps)
    assert 'width="652"' in steps


def test_pages_of_a_list_keep_the_rest_of_the_query() -> None:
    request = RequestFactory().get("/ideat/?q=luistimet&page=2")
    page = Paginator(range(1000), 20).page(2)
    markup = render_to_string("components/pagination.html", {"page": page}, request=request)
    assert 'href="/ideat/?q=luistimet&amp;page=3"' in markup
    assert 'href="/ideat/?q=luistimet"' in markup
    assert markup.count("<a ") < 10


def test_one_page_needs_no_page_numbers() -> None:
    page = Paginator(range(3), 20).page(1)
    assert component("pagination", page=page).strip() == ""


# --- components ---------------------------------------------------------------------------------------------------


def test_a_mistake_is_told_at_the_field_and_in_the_summary() -> None:
    form = SampleForm({"email": "aino.example.org"})
    form.is_valid()
    field = component("field", field=form["email"])
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_email_error"' in field
    assert 'id="id_email_error"' in field
    summary = component("error_summary", form=form)
    assert 'role="alert"' in summary
    assert 'href="#id_email"' in summary
    # A group of choices has no control of its own: the link leads to the first choice.
    assert 'href="#id_hear_0"' in summary


def test_every_link_of_the_summary_leads_to_a_control() -> None:
    form = SampleForm({})
    form.is_valid()
    fields = component("form_fields", form=form)
    for target in re.findall(r'href="#([^"]+)"', component("error_summary", form=form)):
        assert f'id="{target}"' in fields


def test_a_form_without_mistakes_has_no_summary() -> None:
    assert component("error_summary", form=SampleForm()).strip() == ""


def test_what_residents_write_is_escaped_everywhere() -> None:
    evil = "<script>alert(1)</script>"
    shown = (
        component("idea_card", title=evil, text=evil, meta=evil)
        + component("quote", text=evil, who=evil)
        + component("answer", title=evil, text=evil, next_step=evil, who=evil)
        + component("bars", rows=[Bar(evil, evil, 5)])
        + component("table", table=Table(evil, (Header(evil),), ((evil,),), (evil,)))
    )
    assert evil not in shown


def test_a_row_of_a_table_is_named_in_its_own_language() -> None:
    markup = component(
        "table", table=Table("Äänet", (Header("Idea"), Header("Ääniä", number=True)), ((Words("مطبخ", "ar"), 7),))
    )
    assert '<th scope="row"><bdi lang="ar">مطبخ</bdi></th><td class="num">7</td>' in markup
    assert "<tfoot>" not in markup


def test_a_stage_that_is_now_says_so_without_its_picture() -> None:
    markup = component("timeline", stages=style_samples()["stages"])
    assert markup.count('aria-current="step"') == 1


# --- the style page -----------------------------------------------------------------------------------------------


def used_by(path: Path) -> set[str]:
    return set(USED.findall(path.read_text(encoding="utf-8")))


def test_every_component_is_on_the_style_page() -> None:
    shown = used_by(TEMPLATES / "base.html") | used_by(TEMPLATES / "styleguide/index.html")
    for _round in range(3):
        shown |= {inner for name in shown for inner in used_by(TEMPLATES / f"components/{name}.html")}
    assert {path.stem for path in COMPONENTS} == shown


def test_every_component_is_shown_by_some_page() -> None:
    """What only the style page shows is nobody's; it comes back with the page that needs it."""
    shown = {name for path in PAGES if path.parent.name != "components" for name in used_by(path)}
    for _round in range(3):
        shown |= {inner for name in shown for inner in used_by(TEMPLATES / f"components/{name}.html")}
    assert {path.stem for path in COMPONENTS} == shown


@pytest.mark.django_db
def test_the_style_page_shows_both_directions_and_has_one_main_heading() -> None:
    html = render_to_string("styleguide/index.html", style_samples(), request=RequestFactory().get("/tyyliopas/"))
    assert 'dir="rtl"' in html
    assert html.count("<h1") == 1
    assert " style=" not in html


def test_the_style_page_is_for_staff() -> None:
    request = RequestFactory().get("/tyyliopas/")
    request.user = AnonymousUser()
    assert styleguide(request).status_code == 302


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_pages_for_our_own_mistakes_need_nothing_around_them(name: str) -> None:
    html = render_to_string(name)
    assert 'href="/static/css/site.css"' in html
    assert 'id="sisalto"' in html


# --- rules --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", OWN_TEMPLATES, ids=lambda path: path.stem)
def test_templates_hold_no_style_and_no_inline_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_says_what_it_takes(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("{% comment %}")


def declarations() -> list[str]:
    text = re.sub(r"/\*.*?\*/", "", STYLESHEET.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"(?<=[{;])\s*([a-z-]+)\s*:", text)


def test_the_stylesheet_knows_no_left_and_right() -> None:
    physical = re.compile(
        r"^(?:(?:margin|padding|border)-(?:left|right|top|bottom).*|(?:min-|max-)?(?:width|height)|left|right|top|bottom"
        r"|overflow-[xy]|border-(?:top|bottom)-(?:left|right)-radius)$"
    )
    assert [name for name in declarations() if physical.match(name) and name != "overflow-x"] == []
    css = STYLESHEET.read_text(encoding="utf-8")
    assert not re.search(r"text-align:\s*(left|right)|float:", css)


def classes_given() -> set[str]:
    """Every class an element may get; those composed of a value ("chip-{{ kind }}") by the values there are."""
    templates = " ".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    scripts = " ".join(path.read_text(encoding="utf-8") for path in STATIC.rglob("*.js"))
    composed = {f"chip-{kind}" for kind in look.CHIP_ICONS} | {f"notice-{kind}" for kind in look.NOTICE_ICONS}
    composed |= {f"{prefix}-{state}" for prefix in ("is", "stone") for state in ("done", "now", "next")}
    by_tags = " ".join([look.icon("next"), *look.LINES.values(), look.control(SampleForm()["day"])])
    given = [*re.findall(r'class="([^"]*)"', templates), *re.findall(r'"([^"\n]*)"', scripts), by_tags]
    return composed | set(re.findall(r"(?<![\w-])[a-z][\w-]*", " ".join(given)))


@pytest.mark.parametrize(("sheet", "ours"), [("css/site.css", ""), ("workshops/board.css", "ws-")])
def test_the_stylesheets_dress_only_what_is_there(sheet: str, ours: str) -> None:
    css = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "{}", (STATIC / sheet).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert set(re.findall(rf"\.({ours}[a-z][\w-]*)", css)) - classes_given() == set()


def test_the_stylesheet_needs_no_important() -> None:
    assert "!important" not in STYLESHEET.read_text(encoding="utf-8")


def test_no_script_is_longer_than_it_should_be() -> None:
    for path in (Path(settings.BASE_DIR) / "static/js").rglob("*.js"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 150, path.name
