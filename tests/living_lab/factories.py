"""Beyond the common factories: a round that the public sees, a voter's browser, forms as a browser posts them."""

import datetime as dt
import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cms.models import User
from cms.tokens import hash_key, new_key
from living_lab.models import Idea, Round, RoundPage
from living_lab.rules import Stage
from tests.conftest import SiteTree
from tests.factories import HOSTILE, IdeaFactory, RoundFactory, RoundIndexPageFactory, RoundPageFactory, UserFactory

HELSINKI = ZoneInfo("Europe/Helsinki")
MICROSECOND = dt.timedelta(microseconds=1)
IDENTITY_CODE = "131052-308T"  # an example of the Digital and Population Data Services Agency
HOSTILE_SHOWN = html.escape(HOSTILE)


def address(name: str, *args: Any, language: str = "fi") -> str:
    """An address of the room under a language."""
    with translation.override(language):
        return reverse(f"lab:{name}", args=args)


@dataclass
class Lab:
    """Pages of rounds in three languages, and rounds under them that the public sees."""

    tree: SiteTree
    index: dict[str, Any] = field(default_factory=dict)

    def round(self, stage: Stage | str = Stage.IDEAS, *, languages: tuple[str, ...] = ("fi",), **values: Any) -> Round:
        """A round with a live page in each of ``languages``, the first being the source."""
        made: Round = RoundFactory(stage=stage, **values)
        first = self.page(made, languages[0])
        for language in languages[1:]:
            self.page(made, language, translation_key=first.translation_key)
        return made

    def page(self, round_: Round, language: str, **values: Any) -> RoundPage:
        parent = self.index_in(language)
        page: RoundPage = RoundPageFactory(parent=parent, locale=parent.locale, round=round_, **values)
        return page

    def index_in(self, language: str) -> Any:
        if language not in self.index:
            home = self.tree[language]
            known = next(iter(self.index.values()), None)
            keys = {"translation_key": known.translation_key} if known else {}
            self.index[language] = RoundIndexPageFactory(parent=home, locale=home.locale, slug="kierrokset", **keys)
        return self.index[language]


def some_network() -> str:
    """A network that nobody else is in."""
    return uuid4().hex


def idea_with_key(**values: Any) -> tuple[Idea, str]:
    """An idea and the key of its private link."""
    key = new_key()
    return IdeaFactory(edit_key_hash=hash_key(key), **values), key


def staff(*permissions: str, **values: Any) -> User:
    """A member of staff who may enter the staff pages and do just this: ``staff("living_lab.moderate_idea")``."""
    user: User = UserFactory(**values)
    for label in ("wagtailadmin.access_admin", *permissions):
        app, codename = label.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# --- Forms as a browser posts them ----------------------------------------------------------------
class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.area = ""
        self.choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if (
            tag == "input"
            and "name" in values
            and (values.get("type") not in {"radio", "checkbox"} or "checked" in values)
        ):
            self.found[values["name"]] = values.get("value", "")
        if tag == "textarea":
            self.area = values["name"]
            self.found[self.area] = ""
        if tag == "select":
            self.choice = values["name"]
        if tag == "option" and "selected" in values and self.choice:
            self.found[self.choice] = values.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.found[self.area] = self.found[self.area].removeprefix("\n")
            self.area = ""
        if tag == "select":
            self.choice = ""


def fields_of(response: Any, within: str = "main") -> dict[str, str]:
    """Names and values a browser would send from the forms of a page."""
    parser = _Fields()
    parser.feed(part(response.content.decode(), within))
    return parser.found


def part(page: str, tag: str) -> str:
    """One element of a page by its tag, or the whole page when there is none."""
    match = re.search(rf"<{tag}\b.*</{tag}>", page, re.DOTALL)
    return match.group(0) if match else page


def idea_form(**values: Any) -> dict[str, Any]:
    """The last step of telling an idea, as posted."""
    return {
        "id": str(uuid4()),
        "key": new_key(),
        "step": "check",
        "title": f"Penkki rantaan {HOSTILE}",
        "text": f"Että voi levätä {HOSTILE}",
        "language": "fi",
        "next": "1",
    } | values


# --- Voters ---------------------------------------------------------------------------------------
class Voter:
    """A device that has opened the ballot of a round. CSRF is checked as on the real site."""

    def __init__(self, round_: Round, language: str = "fi") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.round = round_
        self.address = address("ballot", round_.slug, language=language)
        self.opened = self.client.get(self.address)

    @property
    def cookie(self) -> str:
        return str(self.client.cookies[f"aani-{self.round.slug}"].value)

    @property
    def credential(self) -> str:
        """What the cookie holds beside its signature."""
        return self.cookie.split(":")[0]

    def press(self, name: str, idea: Idea | UUID | str, **more: str) -> Any:
        token = fields_of(self.client.get(self.address))["csrfmiddlewaretoken"]
        value = str(getattr(idea, "pk", idea))
        return self.client.post(self.address, {"csrfmiddlewaretoken": token, name: value} | more)

    def give(self, idea: Idea | UUID | str) -> Any:
        return self.press("give", idea)

    def take(self, idea: Idea | UUID | str) -> Any:
        return self.press("take", idea)
