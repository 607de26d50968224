"""The table of roles, and how it reaches the groups."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from cms import registrations, roles
from cms.models import User
from cms.roles import Grants, PageGrant, Role
from tests.conftest import SiteTree
from tests.factories import OpastamoPageFactory, UserFactory

pytestmark = pytest.mark.django_db

# Who may do what of this room's things; everything else is refused.
MAY = {
    "wagtailadmin.access_admin": set(Role),
    "wagtail_localize.submit_translation": {Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR},
    "cms.change_place": {Role.OPASTAMO_WORKER, Role.COORDINATOR, Role.ADMINISTRATOR},
    "cms.delete_place": {Role.ADMINISTRATOR},
    "cms.change_municipality": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "cms.change_user": {Role.ADMINISTRATOR},
    "auth.change_group": {Role.ADMINISTRATOR},
    "cms.view_jobrun": {Role.ADMINISTRATOR},
    "cms.change_jobrun": set(),
    "wagtailredirects.add_redirect": {Role.ADMINISTRATOR},
    "wagtailcore.change_site": {Role.ADMINISTRATOR},
}
ROOT_PAGES = {
    "add": {Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR},
    "publish": {Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR},
    "bulk_delete": {Role.ADMINISTRATOR},
    "lock": {Role.ADMINISTRATOR},
}


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> dict[Role, Grants]:
    """An empty table."""
    empty = {role: Grants() for role in Role}
    monkeypatch.setattr(roles, "TABLE", empty)
    return empty


def somebody(role: Role) -> User:
    return User.objects.get(pk=UserFactory(roles=[role]).pk)


def test_every_permission_of_the_table_exists() -> None:
    assert roles.apply() == []


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", MAY)
def test_who_may_do_what(role: Role, permission: str) -> None:
    roles.apply()
    assert somebody(role).has_perm(permission) is (role in MAY[permission])


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", ROOT_PAGES)
def test_who_may_do_what_on_pages(site_tree: SiteTree, role: Role, action: str) -> None:
    roles.apply()
    tester = site_tree["fi"].permissions_for_user(somebody(role))
    assert (action in tester.permissions) is (role in ROOT_PAGES[action])


def test_applying_twice_adds_nothing() -> None:
    roles.apply()
    before = [model.objects.count() for model in (Group, GroupPagePermission, GroupCollectionPermission)]
    roles.apply()
    assert [model.objects.count() for model in (Group, GroupPagePermission, GroupCollectionPermission)] == before


def test_what_an_administrator_has_added_stays() -> None:
    roles.apply()
    group = Group.objects.get(name=Role.EDITOR)
    more = Permission.objects.get(codename="delete_place")
    group.permissions.add(more)
    roles.apply()
    assert more in group.permissions.all()


def test_a_room_adds_its_own_lines(table: dict[Role, Grants]) -> None:
    roles.grant(Role.COORDINATOR, "living_lab.moderate_idea")
    assert roles.apply() == []
    assert somebody(Role.COORDINATOR).has_perm("living_lab.moderate_idea")
    assert not somebody(Role.EDITOR).has_perm("living_lab.moderate_idea")


def test_a_permission_that_does_not_exist_is_named(table: dict[Role, Grants]) -> None:
    roles.grant(Role.EDITOR, "living_lab.fly")
    assert roles.apply() == ["living_lab.fly"]


def test_an_opastamo_worker_keeps_the_opastamo_pages_of_every_language(site_tree: SiteTree) -> None:
    before = OpastamoPageFactory(parent=site_tree["fi"])
    roles.apply()
    worker = somebody(Role.OPASTAMO_WORKER)
    after = OpastamoPageFactory(parent=site_tree["sv"])
    for page in (before, after):
        tester = page.permissions_for_user(worker)
        assert tester.can_edit()
        assert tester.can_publish()
    assert not site_tree["fi"].permissions_for_user(worker).can_edit()


def test_a_role_below_a_type_gets_nothing_elsewhere(table: dict[Role, Grants], site_tree: SiteTree) -> None:
    table[Role.FACILITATOR].pages.add(PageGrant("add", "workshops.WorkshopIndexPage"))
    roles.apply()
    root = Page.get_first_root_node()
    assert not GroupPagePermission.objects.filter(
        group__name=Role.FACILITATOR, page=root, permission__codename="add_page"
    ).exists()


def test_groups_are_there_after_migrating() -> None:
    roles.register()
    Group.objects.filter(name__in=list(Role)).delete()
    call_command("migrate", verbosity=0)
    assert set(Group.objects.values_list("name", flat=True)) >= {role.value for role in Role}
    assert somebody(Role.EDITOR).has_perm("wagtailadmin.access_admin")


def test_this_room_names_no_other(table: dict[Role, Grants]) -> None:
    registrations.grant_roles()
    labels = {label for grants in table.values() for label in grants.permissions | grants.collections}
    below = {item.below for grants in table.values() for item in grants.pages}
    upper = {config.label for config in apps.get_app_configs()} & {"living_lab", "workshops", "kanssalainen"}
    assert not {name for name in labels | below if name.split(".")[0] in upper}
