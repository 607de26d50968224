"""Block definitions stay out of migrations."""

import io
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.writer import MigrationWriter

from cms.blocks import PageBodyBlock
from cms.fields import BodyField
from cms.rooms import room_labels


def test_a_migration_knows_nothing_of_the_blocks() -> None:
    text, _imports = MigrationWriter.serialize(BodyField(PageBodyBlock(), blank=True, default=[], verbose_name="body"))

    assert text == "cms.fields.BodyField(blank=True, default=[], verbose_name='body')"


def test_a_field_from_a_migration_can_be_made() -> None:
    name, path, args, kwargs = BodyField(PageBodyBlock(), blank=True).deconstruct()

    assert path == "cms.fields.BodyField"
    assert BodyField(*args, **kwargs).deconstruct() == (name, path, [], kwargs)


@pytest.mark.parametrize("room", sorted(room_labels()))
def test_no_migration_names_a_block(room: str) -> None:
    for path in Path(apps.get_app_config(room).path, "migrations").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "block_lookup" not in text, path
        assert "wagtail.blocks" not in text, path


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", stdout=io.StringIO())
