"""Anything at all sent to every public form and query parameter, and to the board: never an error of ours."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.tokens import new_key
from config.charset import is_utf8
from living_lab.models import Idea, Round
from living_lab.rules import Stage
from tests.conftest import SiteTree
from tests.factories import AdministratorFactory, IdeaFactory, MunicipalityFactory, NoteGroupFactory, WorkshopFactory
from tests.living_lab.factories import Lab, address, idea_with_key, signed_in
from workshops.models import Workshop

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

# One site for all the examples of a property: what an example stores stands in the way of no other.
MANY = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))

ODD = [
    "\x00",
    "\ud7ff\ufffe",
    "%00",
    "%s%n",
    "{{ 7|add:7 }}",
    "' OR 1=1 --",
    "../../etc/passwd",
    "-1",
    "1e309",
    "9" * 400,
]
ODDER = ["9" * 400, "\u202e", "<script>", "NaN", "٣", "²", "\r\nSet-Cookie: a=b", "a" * 5000, "\U0001f9e6" * 90]
NASTY = st.sampled_from(ODD + ODDER)
TEXT = st.one_of(st.text(max_size=400), NASTY)
BINARY = st.binary(max_size=400)
LANGUAGE = st.one_of(st.sampled_from(["fi", "sv", "ar", "en"]), TEXT)
FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data; boundary=x"
CHARSETS = ["utf-8", "rot13", "hex", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "utf-16", "utf-7", "x"]


def maybe(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value a form would send, or anything."""
    return st.one_of(value, TEXT)


@pytest.fixture
def lab(site_tree: SiteTree) -> Lab:
    MunicipalityFactory(site=site_tree.site)
    return Lab(site_tree)


@pytest.fixture
def taking_ideas(lab: Lab) -> Round:
    return lab.round(Stage.IDEAS)


@pytest.fixture
def voting(lab: Lab) -> Round:
    round_ = lab.round(Stage.VOTING)
    IdeaFactory.create_batch(3, round=round_)
    return round_


@pytest.fixture
def workshop(taking_ideas: Round) -> Workshop:
    made = WorkshopFactory(round=taking_ideas)
    NoteGroupFactory(workshop=made)
    return made


@pytest.fixture
def staff(db: None) -> Client:
    return signed_in(AdministratorFactory())


def judge(response: HttpResponseBase) -> None:
    """No error of ours, no trace of the program in what is shown; the test client raises what a view lets through."""
    assert response.status_code < 500, response.status_code
    shown = b"" if response.streaming else response.content  # type: ignore[attr-defined]
    assert b"Traceback (most recent call last)" not in shown


def visitor() -> Client:
    """A new device; what earlier ones left in the page cache does not answer for us."""
    cache.clear()
    return Client()


# --- Telling and following an idea ------------------------------------------------------------------------
@given(
    fields=st.fixed_dictionaries(
        {},
        optional={
            "id": maybe(st.uuids().map(str)),
            "key": maybe(st.builds(new_key)),
            "step": maybe(st.sampled_from(["what", "why", "check"])),
            "title": TEXT,
            "text": TEXT,
            "language": LANGUAGE,
            "back": TEXT,
            "next": TEXT,
            "checked": TEXT,
        },
    )
)
@MANY
def test_telling(taking_ideas: Round, fields: dict[str, str]) -> None:
    judge(visitor().post(address("tell", taking_ideas.slug), fields))


@given(
    name=st.sampled_from(["tell", "ballot", "voted"]),
    body=BINARY,
    kind=st.sampled_from([FORM, FILES, "application/json", "text/plain"]),
)
@MANY
def test_a_body_of_any_bytes(taking_ideas: Round, voting: Round, name: str, body: bytes, kind: str) -> None:
    where = address("tell", taking_ideas.slug) if name == "tell" else address(name, voting.slug)
    judge(visitor().generic("POST", where, body, kind))


@given(
    words=st.one_of(BINARY, st.sampled_from([rb"\ud800", b"\\ud800", b"xn--\xff", b"+2AA-"])),
    kind=st.sampled_from([FORM, FILES, "text/plain"]),
    charset=maybe(st.sampled_from(CHARSETS)),
    told=st.sampled_from(["charset={}", 'charset="{}"', "charset*={}''utf-8", "charset*=utf-8''{}", "name*={}''x"]),
)
@MANY
def test_a_body_in_any_charset(taking_ideas: Round, words: bytes, kind: str, charset: str, told: str) -> None:
    """What the server lets through to the site; the rest it refuses itself."""
    body = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n' + words + b"\r\n--x--\r\n"
    content_type = f"{kind}; {told.format(charset)}".encode("utf-8", "surrogatepass").decode("latin-1")
    if is_utf8(content_type):
        where = address("tell", taking_ideas.slug)
        judge(visitor().generic("POST", where, body if kind == FILES else b"title=" + words, content_type))


@given(key=st.text(min_size=1, max_size=120), fields=st.dictionaries(TEXT, TEXT, max_size=4))
@MANY
def test_following_with_any_key(taking_ideas: Round, key: str, fields: dict[str, str]) -> None:
    where = address("follow", taking_ideas.slug, "avain").replace("avain", _quoted(key))
    client = visitor()
    judge(client.post(where, fields) if fields else client.get(where))


@given(
    fields=st.dictionaries(st.one_of(st.sampled_from(["title", "text", "language", "withdraw", "save"]), TEXT), TEXT)
)
@MANY
def test_changing_ones_own_idea(taking_ideas: Round, fields: dict[str, str]) -> None:
    idea, key = idea_with_key(round=taking_ideas)
    judge(visitor().post(address("follow", taking_ideas.slug, key), fields))
    Idea.objects.filter(pk=idea.pk).delete()


# --- The ballot ---------------------------------------------------------------------------------------------
@given(
    name=st.sampled_from(["ballot", "voted"]),
    press=st.sampled_from(["give", "take", "done", "forget"]),
    idea=maybe(st.uuids().map(str)),
    page=TEXT,
    cookie=st.one_of(st.none(), st.builds(new_key), st.text("abc=\\%\"'åä0 ", max_size=80)),
)
@MANY
def test_a_press_on_the_ballot(voting: Round, name: str, press: str, idea: str, page: str, cookie: str | None) -> None:
    client = visitor()
    if cookie is not None:
        client.cookies[f"aani-{voting.slug}"] = cookie
    judge(client.post(address(name, voting.slug), {press: idea, "sivu": page}))


# --- Query parameters ---------------------------------------------------------------------------------------
@given(words=TEXT, page=maybe(st.integers().map(str)), more=st.dictionaries(TEXT, TEXT, max_size=2))
@MANY
def test_searching(lab: Lab, words: str, page: str, more: dict[str, str]) -> None:
    judge(visitor().get("/fi/haku/", {"q": words, "haku": words, "sivu": page} | more))


@given(
    name=st.sampled_from(["round", "ballot", "index"]),
    page=maybe(st.integers().map(str)),
    more=st.dictionaries(TEXT, TEXT, max_size=2),
)
@MANY
def test_any_page_number(voting: Round, lab: Lab, name: str, page: str, more: dict[str, str]) -> None:
    where = lab.index["fi"].url if name == "index" else address(name, voting.slug)
    judge(visitor().get(where, {"sivu": page} | more))


@given(path=st.text(max_size=80), query=st.text(max_size=80))
@MANY
def test_any_address(site_tree: SiteTree, path: str, query: str) -> None:
    judge(visitor().get(f"/fi/{_quoted(path)}?{_quoted(query)}"))


# --- The board, as staff --------------------------------------------------------------------------------------
@given(
    identity=maybe(st.uuids().map(str)), text=TEXT, language=LANGUAGE, accept=st.sampled_from(["", "application/json"])
)
@MANY
def test_notes(workshop: Workshop, staff: Client, identity: str, text: str, language: str, accept: str) -> None:
    fields = {"id": identity, "text": text, "language": language}
    judge(staff.post(reverse("workshops:write", args=[workshop.pk]), fields, headers={"accept": accept or "*/*"}))
    workshop.notes.all().delete()


@given(notes=st.lists(maybe(st.uuids().map(str)), max_size=3), to=maybe(st.sampled_from(["new", "none"])), title=TEXT)
@MANY
def test_moving_notes(workshop: Workshop, staff: Client, notes: list[str], to: str, title: str) -> None:
    judge(staff.post(reverse("workshops:move", args=[workshop.pk]), {"note": notes, "to": to, "title": title}))
    workshop.groups.exclude(pk=workshop.groups.first().pk).delete()  # type: ignore[union-attr]


@given(
    name=st.sampled_from(["group", "shift_group", "idea", "delete_group"]),
    fields=st.dictionaries(
        st.one_of(st.sampled_from(["title", "text", "language", "checked", "direction"]), TEXT), TEXT, max_size=5
    ),
)
@MANY
def test_groups(workshop: Workshop, staff: Client, name: str, fields: dict[str, str]) -> None:
    group = NoteGroupFactory(workshop=workshop)
    judge(staff.post(reverse(f"workshops:{name}", args=[group.pk]), fields))


def _quoted(text: str) -> str:
    """Percent-encoded, also where text has no encoding."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
