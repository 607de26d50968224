"""``manage.py check_migrations``: each room's migrations are one line, without forks and merges."""

from collections.abc import Iterator, Mapping

from django.core.management.base import BaseCommand, CommandError
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

from cms.rooms import room_labels


class Command(BaseCommand):
    help = "Check that each room's migrations are one line: exactly one first, one last, and no merge."
    requires_system_checks: list[str] = []

    def handle(self, **_options: object) -> None:
        migrations = MigrationLoader(None).disk_migrations
        found = [fault for room in sorted(room_labels()) for fault in faults(room, migrations)]
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError("Migrations must be one line: make the newer one again on top of the other.")


def faults(room: str, migrations: Mapping[tuple[str, str], Migration]) -> Iterator[str]:
    """What keeps a room's migrations from being one line."""
    followers: dict[str, list[str]] = {}
    for (app, name), migration in sorted(migrations.items()):
        if app != room:
            continue
        before = [dependency for parent, dependency in migration.dependencies if parent == room]
        if len(before) > 1:
            yield f"{room}: {name} merges {' and '.join(sorted(before))}"
        for earlier in before or ["the beginning"]:
            followers.setdefault(earlier, []).append(name)
    for earlier, names in followers.items():
        if len(names) > 1:
            yield f"{room}: {' and '.join(names)} both follow {earlier}"
