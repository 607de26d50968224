"""Every address of the site, and who may open it.

A view that is in no table here fails the test: whoever adds one says whom it is for. Our own views stand one by
one and are open exactly to those named. Wagtail's and allauth's are grouped by the beginning of their names: one
view of each group is open exactly to those named, and the others of the group to nobody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from wagtail_localize.models import TranslationSource

from cms import roles, tokens
from cms.moderation.rules import State
from living_lab.rules import Stage
from tests import factories
from tests.conftest import SiteTree

LOGIN, STAFF_HOME = "/hallinta/tili/login/", "/hallinta/"

ANYONE, NO_ROLE, ADMINISTRATOR = "anyone", "no role", "administrator"
EDITOR, WORKER, FACILITATOR, COORDINATOR, KEEPER = (role.value for role in roles.Role)

PUBLIC = frozenset({ANYONE, NO_ROLE, EDITOR, WORKER, FACILITATOR, COORDINATOR, KEEPER, ADMINISTRATOR})
ACCOUNTS = PUBLIC - {ANYONE}
STAFF = ACCOUNTS - {NO_ROLE}
EVERYWHERE_BUT_NO_ROLE = PUBLIC - {NO_ROLE}
PLACES = frozenset({WORKER, COORDINATOR, KEEPER, ADMINISTRATOR})
SEE_PLACES = PLACES | {EDITOR}
ROUNDS = frozenset({COORDINATOR, KEEPER, ADMINISTRATOR})
WORKSHOPS = frozenset({FACILITATOR, COORDINATOR, KEEPER, ADMINISTRATOR})
SEE_WORKSHOPS = WORKSHOPS | {EDITOR}
SYNC = ROUNDS | {EDITOR}
HOUSE = frozenset({KEEPER, ADMINISTRATOR})
ALONE = frozenset({ADMINISTRATOR})

# --- Our own views, one by one -------------------------------------------------------------------------------
OURS: dict[str, frozenset[str]] = {
    # the whole site
    "root": PUBLIC,
    "health": PUBLIC,
    "sitemap": PUBLIC,
    "search": PUBLIC,
    "styleguide": STAFF,
    # what residents do in a round
    "lab:round": PUBLIC,
    "lab:tell": PUBLIC,
    "lab:idea": PUBLIC,
    "lab:follow": PUBLIC,
    "lab:ballot": PUBLIC,
    "lab:forgotten": PUBLIC,
    "lab:voted": PUBLIC,
    "lab:result_file": PUBLIC,
    # rounds, for staff
    "living_lab_round:index": ROUNDS,
    "living_lab_round:index_results": ROUNDS,
    "living_lab_round:add": ROUNDS,
    "living_lab_round:edit": ROUNDS,
    "living_lab_round:delete": ALONE,
    "living_lab_round:history": ROUNDS,
    "living_lab_round:history_results": ROUNDS,
    "living_lab_round:usage": ROUNDS,
    "living_lab_round:desk": ROUNDS,
    "living_lab_round:publish": ROUNDS,
    "living_lab_round:ideas": ROUNDS,
    "living_lab_round:held": ROUNDS,
    "living_lab_round:read": ROUNDS,
    "living_lab_round:answer": ROUNDS,
    # workshops, for staff
    "workshops:index": SEE_WORKSHOPS,
    "workshops:index_results": SEE_WORKSHOPS,
    "workshops:add": WORKSHOPS,
    "workshops:edit": WORKSHOPS,
    "workshops:delete": WORKSHOPS,
    "workshops:history": WORKSHOPS,
    "workshops:history_results": WORKSHOPS,
    "workshops:usage": WORKSHOPS,
    "workshops:board": SEE_WORKSHOPS,
    "workshops:write": WORKSHOPS,
    "workshops:move": WORKSHOPS,
    "workshops:notebook": WORKSHOPS,
    "workshops:note": WORKSHOPS,
    "workshops:delete_note": WORKSHOPS,
    "workshops:group": WORKSHOPS,
    "workshops:shift_group": WORKSHOPS,
    "workshops:delete_group": WORKSHOPS,
    "workshops:idea": WORKSHOPS,
    # places, for staff
    "wagtailsnippets_cms_place:list": SEE_PLACES,
    "wagtailsnippets_cms_place:list_results": SEE_PLACES,
    "wagtailsnippets_cms_place:add": PLACES,
    "wagtailsnippets_cms_place:edit": PLACES,
    "wagtailsnippets_cms_place:delete": HOUSE,
    "wagtailsnippets_cms_place:usage": PLACES,
    "wagtailsnippets_cms_place:history": PLACES,
    "wagtailsnippets_cms_place:history_results": PLACES,
    # the house, for staff
    "wagtailsettings:edit": ROUNDS,
    "cms_jobs": HOUSE,
    "cms_same_words:index": ROUNDS,
    "cms_same_words:index_results": ROUNDS,
    "cms_same_words:add": ROUNDS,
    "cms_same_words:edit": ROUNDS,
    "cms_same_words:delete": ROUNDS,
    "cms_same_words:history": ROUNDS,
    "cms_same_words:history_results": ROUNDS,
    "cms_same_words:usage": ROUNDS,
    "cms_sync_translations": SYNC,
    "cms_take_away_second_step": HOUSE,
}


@dataclass(frozen=True)
class Group:
    """``sample`` is open exactly to ``who``; the rest of the group to nobody else. Without a sample only the rest."""

    who: frozenset[str]
    sample: str = ""


# --- Wagtail's and allauth's, by the beginning of their names; the longest that fits counts --------------------
GROUPS: dict[str, Group] = {
    "account_": Group(ACCOUNTS, "account_change_password"),
    "account_inactive": Group(PUBLIC, "account_inactive"),
    "account_login": Group(PUBLIC),
    "account_reset_password": Group(PUBLIC, "account_reset_password"),
    "mfa_": Group(ACCOUNTS, "mfa_index"),
    "wagtail_bulk_action": Group(STAFF),
    "wagtail_localize:": Group(STAFF, "wagtail_localize:translations_report"),
    "wagtail_serve": Group(PUBLIC),
    "wagtailadmin_": Group(STAFF, "wagtailadmin_home"),
    "wagtailadmin_logout": Group(PUBLIC, "wagtailadmin_logout"),  # leads to the page that asks
    "wagtailadmin_api:": Group(STAFF, "wagtailadmin_api:pages:listing"),
    "wagtailadmin_collections:": Group(HOUSE, "wagtailadmin_collections:index"),
    "wagtailadmin_javascript_catalog": Group(EVERYWHERE_BUT_NO_ROLE, "wagtailadmin_javascript_catalog"),
    "wagtailadmin_pages:": Group(STAFF, "wagtailadmin_pages:search"),
    "wagtailadmin_reports:": Group(STAFF, "wagtailadmin_reports:site_history"),
    "wagtailadmin_sprite": Group(EVERYWHERE_BUT_NO_ROLE, "wagtailadmin_sprite"),
    "wagtailadmin_workflows:": Group(ALONE, "wagtailadmin_workflows:index"),
    "wagtailadmin_workflows:task_chooser": Group(STAFF),
    "wagtailcore_authenticate_with_password": Group(PUBLIC),
    "wagtaildocs:": Group(STAFF, "wagtaildocs:index"),
    "wagtaildocs_authenticate_with_password": Group(PUBLIC),
    "wagtaildocs_chooser:": Group(STAFF, "wagtaildocs_chooser:choose"),
    "wagtaildocs_serve": Group(PUBLIC),
    "wagtailembeds:": Group(STAFF, "wagtailembeds:chooser"),
    "wagtailimages:": Group(STAFF, "wagtailimages:index"),
    "wagtailimages_chooser:": Group(STAFF, "wagtailimages_chooser:choose"),
    "wagtaillocales:": Group(HOUSE, "wagtaillocales:index"),
    "wagtailredirects:": Group(HOUSE, "wagtailredirects:index"),
    "wagtailsettings:": Group(ROUNDS),
    "wagtailsites:": Group(HOUSE, "wagtailsites:index"),
    "wagtailsnippetchoosers_cms_place:": Group(STAFF, "wagtailsnippetchoosers_cms_place:choose"),
    "wagtailsnippets:": Group(STAFF),
    "wagtailusers_groups:": Group(HOUSE, "wagtailusers_groups:index"),
    "wagtailusers_users:": Group(HOUSE, "wagtailusers_users:index"),
    # without a name
    "hallinta/test404/": Group(STAFF),
    "hallinta/^.*/$": Group(STAFF),
}

# Doors of Wagtail and allauth that we do not use: nobody gets a form for a password or an address there.
CLOSED = (
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "wagtailadmin_login",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_complete",
    "wagtailcore_login",
)
OF_CLOSED = ("account_confirm_email", "wagtailadmin_password_reset_confirm")  # they need a key that nobody gets


# --- The URL map ----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class View:
    """A pattern of the URL map: its name with namespaces (or its route without one) and its arguments."""

    name: str
    arguments: tuple[tuple[str, str], ...]  # (name, converter)
    has_unnamed: bool

    @property
    def group(self) -> str:
        """The beginning of a name in GROUPS that fits best, or an empty string."""
        return max((beginning for beginning in GROUPS if self.name.startswith(beginning)), key=len, default="")


@cache
def views() -> tuple[View, ...]:
    return tuple(dict.fromkeys(_walk(get_resolver().url_patterns)))


def _walk(
    patterns: list[Any], route: str = "", namespace: str = "", before: tuple[tuple[str, str], ...] = ()
) -> Iterator[View]:
    for item in patterns:
        here = route + str(item.pattern)
        found = {name: type(item.pattern.converters.get(name)).__name__ for name in item.pattern.regex.groupindex}
        arguments = (*before, *found.items())
        if isinstance(item, URLPattern):
            name = namespace + item.name if item.name else here
            yield View(name, arguments, item.pattern.regex.groups > len(found))
        else:
            inner = f"{namespace}{item.namespace}:" if item.namespace else namespace
            yield from _walk(item.url_patterns, here, inner, arguments)


def test_every_view_is_in_a_table() -> None:
    unlisted = [view.name for view in views() if view.name not in {*OURS, *CLOSED, *OF_CLOSED} and not view.group]

    assert not unlisted, f"Say who may open: {sorted(set(unlisted))}"


def test_every_line_of_the_tables_is_about_a_view_that_exists() -> None:
    names = {view.name for view in views()}
    used = {view.group for view in views()}
    samples = {group.sample for group in GROUPS.values() if group.sample}

    assert {*OURS, *CLOSED, *OF_CLOSED, *samples} <= names
    assert set(GROUPS) <= used | {"wagtailadmin_workflows:task_chooser"}


def test_no_view_of_our_own_rooms_hides_in_a_group() -> None:
    """Those that Wagtail makes for our models are listed too."""
    ours = {
        view.name
        for view in views()
        if view.name.startswith(("workshops:", "living_lab", "lab:", "cms_", "kanssalainen"))
    }

    assert ours <= set(OURS)


# --- People and things ----------------------------------------------------------------------------------
@pytest.fixture
def people(site_tree: SiteTree) -> dict[str, Client]:
    """A browser for each kind of person, and the pages that some roles keep."""
    factories.OpastamoPageFactory(parent=site_tree["fi"])
    factories.WorkshopIndexPageFactory(parent=site_tree["fi"])
    roles.apply()
    users = {NO_ROLE: factories.UserFactory(), ADMINISTRATOR: factories.AdministratorFactory()}
    users |= {role.value: factories.UserFactory(roles=[role.value]) for role in roles.Role}
    clients = {who: Client(raise_request_exception=False) for who in PUBLIC}
    for who, user in users.items():
        clients[who].force_login(user)
    return clients


@pytest.fixture
def things(site_tree: SiteTree) -> dict[str, dict[str, Any]]:
    """Arguments for our own views, by the beginning of their names; the longest counts."""
    home = site_tree["fi"]
    ideas = factories.RoundIndexPageFactory(parent=home)
    rounds = {stage: factories.RoundFactory(stage=stage) for stage in (Stage.IDEAS, Stage.VOTING, Stage.ANSWERS)}
    pages = {stage: factories.RoundPageFactory(parent=ideas, round=item) for stage, item in rounds.items()}
    factories.ResultFactory(round=rounds[Stage.ANSWERS], ballots=12)
    key = tokens.new_key()
    waiting = factories.IdeaFactory(round=rounds[Stage.IDEAS], state=State.WAITING, edit_key_hash=tokens.hash_key(key))
    chosen = factories.IdeaFactory(round=rounds[Stage.ANSWERS])
    note = factories.NoteFactory(group=factories.NoteGroupFactory())
    note.workshop = note.group.workshop
    note.save()
    slugs = {stage: {"slug": item.slug} for stage, item in rounds.items()}
    return {
        "lab:": slugs[Stage.IDEAS],
        "lab:idea": slugs[Stage.ANSWERS] | {"idea_id": chosen.pk},
        "lab:follow": slugs[Stage.IDEAS] | {"key": key},
        "lab:ballot": slugs[Stage.VOTING],
        "lab:voted": slugs[Stage.VOTING],
        "lab:result_file": slugs[Stage.ANSWERS],
        "living_lab_round:": {"pk": rounds[Stage.IDEAS].pk},
        "living_lab_round:publish": {"pk": rounds[Stage.IDEAS].pk, "page_pk": pages[Stage.IDEAS].pk},
        "living_lab_round:read": {"pk": waiting.pk},
        "living_lab_round:answer": {"pk": chosen.pk},
        "workshops:": {"pk": note.workshop.pk},
        "workshops:notebook": {"pk": note.workshop.pk},
        **{f"workshops:{name}": {"pk": note.pk} for name in ("note", "delete_note")},
        **{f"workshops:{name}": {"pk": note.group.pk} for name in ("group", "shift_group", "delete_group", "idea")},
        "wagtailsnippets_cms_place:": {"pk": factories.PlaceFactory().pk},
        "wagtailsettings:edit": {"app_name": "cms", "model_name": "municipality", "pk": site_tree.site.pk},
        "cms_same_words:": {"pk": factories.SameWordsFactory().pk},
        "cms_sync_translations": {
            "translation_source_id": TranslationSource.get_or_create_from_instance(site_tree["fi"])[0].pk
        },
        "cms_take_away_second_step": {"pk": factories.UserFactory().pk},
    }


def address(view: View, things: dict[str, dict[str, Any]]) -> str:
    fitting = max((name for name in things if view.name.startswith(name)), key=len, default="")
    given = things.get(fitting, {})
    return reverse(view.name, kwargs={name: given[name] for name, _converter in view.arguments})


def turned_away(response: HttpResponse) -> bool:
    """Sent to sign in, or told that this is not for them (Wagtail sends them home with a message)."""
    if response.status_code in {301, 302}:
        return response.headers["Location"].split("?")[0] in {LOGIN, STAFF_HOME}
    return response.status_code == 403


# --- Who may open what --------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_our_views_are_open_exactly_to_those_they_are_for(
    people: dict[str, Client], things: dict[str, dict[str, Any]]
) -> None:
    wrong = []
    for view in (view for view in views() if view.name in OURS):
        url = address(view, things)
        answers = {who: client.get(url) for who, client in people.items()}
        open_to = {who for who, answer in answers.items() if not turned_away(answer)}
        if open_to != OURS[view.name]:
            wrong.append(
                f"{view.name}: also {sorted(open_to - OURS[view.name])}, not {sorted(OURS[view.name] - open_to)}"
            )
        bad = {who: answers[who].status_code for who in open_to if answers[who].status_code not in {200, 302, 405}}
        if bad:
            wrong.append(f"{view.name}: {bad}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_the_sample_of_each_group_is_open_exactly_to_those_it_is_for(people: dict[str, Client]) -> None:
    wrong = []
    for group in (group for group in GROUPS.values() if group.sample):
        answers = {who: client.get(reverse(group.sample)) for who, client in people.items()}
        open_to = {who for who, answer in answers.items() if not turned_away(answer) and answer.status_code < 400}
        if open_to != group.who:
            wrong.append(f"{group.sample}: also {sorted(open_to - group.who)}, not {sorted(group.who - open_to)}")

    assert not wrong, "\n".join(wrong)


MADE_UP = {"IntConverter": 1, "UUIDConverter": uuid4(), "SlugConverter": "x", "StringConverter": "x", "NoneType": "1"}


@pytest.mark.django_db
def test_the_rest_of_each_group_is_closed_to_everybody_else(people: dict[str, Client]) -> None:
    """With made-up arguments: whoever may not enter is turned away before anything is looked up.

    Views with arguments are tried by those who may open nothing; a role may be turned away by the object alone.
    """
    wrong = []
    grouped = [view for view in views() if view.name not in {*OURS, *CLOSED, *OF_CLOSED} and view.group]
    for view in (view for view in grouped if not view.has_unnamed and "/" not in view.name):
        url = reverse(view.name, kwargs={name: MADE_UP[converter] for name, converter in view.arguments})
        for who in PUBLIC - GROUPS[view.group].who:
            if view.arguments and who not in {ANYONE, NO_ROLE}:
                continue
            answer = people[who].get(url)
            if not turned_away(answer):
                wrong.append(f"{view.name} is open to {who}: {answer.status_code} {answer.headers.get('Location', '')}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("name", CLOSED)
def test_doors_we_do_not_use_are_closed(people: dict[str, Client], name: str) -> None:
    """Above all none that asks for a password and knows no second step."""
    for who, client in people.items():
        answer = client.get(reverse(name))
        assert 'type="password"' not in answer.content.decode(), (name, who)
        assert 'type="email"' not in answer.content.decode(), (name, who)


@pytest.mark.django_db
def test_a_password_posted_to_a_closed_door_signs_nobody_in(site_tree: SiteTree) -> None:
    user = factories.UserFactory()
    for name in ("wagtailcore_login", "wagtailadmin_login"):
        client = Client()
        client.post(reverse(name), {"username": user.username, "password": factories.PASSWORD})
        assert "_auth_user_id" not in client.session, name
