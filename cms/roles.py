"""What each role may do: a table of values, put into groups after every migration.

A room adds its own lines in its ``registrations.py``::

    roles.grant(Role.COORDINATOR, "living_lab.moderate_idea")
    roles.grant_pages(Role.FACILITATOR, "change", "publish", below="workshops.WorkshopIndexPage")

Groups get what is missing and never lose anything, so an administrator may give a group more. To give
somebody less, leave them out of the group and make another.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.db.models.signals import post_migrate, post_save
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

ANYWHERE = ""


class Role(StrEnum):
    """The value is the group's name, which staff see."""

    EDITOR = "Toimittaja"
    OPASTAMO_WORKER = "Opastamon työntekijä"
    FACILITATOR = "Vetäjä"
    COORDINATOR = "Koordinaattori"
    ADMINISTRATOR = "Ylläpitäjä"


@dataclass(frozen=True)
class PageGrant:
    """``action`` (add, change, publish, lock, unlock, bulk_delete) on pages of type ``below`` and under them."""

    action: str
    below: str = ANYWHERE


@dataclass
class Grants:
    """Everything one role may do. Permissions are written ``app.codename``."""

    permissions: set[str] = field(default_factory=set)
    collections: set[str] = field(default_factory=set)
    pages: set[PageGrant] = field(default_factory=set)


TABLE: dict[Role, Grants] = {role: Grants() for role in Role}


def grant(role: Role, *permissions: str) -> None:
    """Let a role use permissions of models or of the staff pages."""
    TABLE[role].permissions.update(permissions)


def grant_collections(role: Role, *permissions: str) -> None:
    """Let a role use pictures and files; Wagtail asks for the permissions of its own models."""
    TABLE[role].collections.update(permissions)


def grant_pages(role: Role, *actions: str, below: str = ANYWHERE) -> None:
    """Let a role work on pages: all of them, or those of a type (in every language) and what is under them."""
    TABLE[role].pages.update(PageGrant(action, below) for action in actions)
    if below:
        post_save.connect(_page_saved, sender=below, dispatch_uid=f"cms-roles-{below}")


WAGTAILS_GROUPS = ("Moderators", "Editors")


def remove_wagtails_groups() -> None:
    """Two groups in English beside our roles, offered when a user is made; kept only if somebody is in them."""
    Group.objects.filter(name__in=WAGTAILS_GROUPS, user__isnull=True).delete()


def register() -> None:
    post_migrate.connect(_after_migrate, dispatch_uid="cms-roles")


def apply() -> list[str]:
    """Give every group what its role may do; returns permissions of the table that do not exist."""
    known = _existing(label for grants in TABLE.values() for label in _labels(grants))
    for role, grants in TABLE.items():
        group, _ = Group.objects.get_or_create(name=role.value)
        group.permissions.add(*(known[label] for label in grants.permissions if label in known))
        _give_collections(group, [known[label] for label in grants.collections if label in known])
        _give_pages(group, grants.pages, known)
    return sorted({label for grants in TABLE.values() for label in _labels(grants)} - known.keys())


def _labels(grants: Grants) -> set[str]:
    return grants.permissions | grants.collections | {_page_permission(item) for item in grants.pages}


def _page_permission(item: PageGrant) -> str:
    return f"wagtailcore.{item.action}_page"


def _existing(labels: Iterable[str]) -> dict[str, Permission]:
    """The permissions with these labels that exist; one query."""
    wanted = {tuple(label.split(".", 1)) for label in labels}
    query = Q(pk__in=[])
    for app, codename in wanted:
        query |= Q(content_type__app_label=app, codename=codename)
    found = Permission.objects.filter(query).select_related("content_type")
    return {f"{permission.content_type.app_label}.{permission.codename}": permission for permission in found}


def _give_collections(group: Group, permissions: list[Permission]) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    given = GroupCollectionPermission.objects.filter(group=group, collection=root)
    has = set(given.values_list("permission_id", flat=True))
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=root, permission=permission)
        for permission in permissions
        if permission.pk not in has
    )


def _give_pages(group: Group, grants: Iterable[PageGrant], known: dict[str, Permission]) -> None:
    for item in grants:
        permission = known.get(_page_permission(item))
        for page in _pages(item.below) if permission else ():
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _pages(below: str) -> Iterable[Page]:
    if below:
        return Page.objects.type(apps.get_model(below))
    root = Page.get_first_root_node()
    return [root] if root else []


def _page_saved(sender: type[Page], *, instance: Page, created: bool, **_kwargs: Any) -> None:
    """A new page of a type that a role keeps, perhaps a translation."""
    label = sender._meta.label
    for role, grants in TABLE.items() if created else ():
        here = [item for item in grants.pages if item.below == label]
        for permission in _existing(_page_permission(item) for item in here).values() if here else ():
            group, _ = Group.objects.get_or_create(name=role.value)
            GroupPagePermission.objects.get_or_create(group=group, page_id=instance.pk, permission=permission)


def _after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    """Once, when the last app has its permissions, and only if the tables are there."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    state = kwargs.get("apps")
    if sender is last and (state is None or "grouppagepermission" in state.all_models["wagtailcore"]):
        apply()
        remove_wagtails_groups()
