"""Every field the product stores has a purpose, a basis and a retention."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Field, Model

from cms import data_map
from cms.retention import RECORDS

ROOMS = ("cms", "living_lab", "workshops", "kanssalainen")
MODELS = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


def own_fields(model: type[Model]) -> Iterator[Field]:
    """Columns of the model's own table; the number of the row and the link to its parent tell nothing."""
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        is_link_to_parent = bool(getattr(field.remote_field, "parent_link", False))
        if not field.auto_created and not is_link_to_parent:
            yield field


def fields_in_records(label: str) -> list[str]:
    return [name for record in RECORDS if record.model == label for name in record.fields]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_stands_in_a_record(model: type[Model]) -> None:
    label = model._meta.label
    missing = {field.name for field in own_fields(model)} - set(fields_in_records(label))

    assert not missing, f"Describe {label} {sorted(missing)} in {model._meta.app_label}/data_map.py"


def test_every_record_is_about_fields_that_exist_and_each_once() -> None:
    for label in {record.model for record in RECORDS}:
        model = apps.get_model(label)
        existing = {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)}
        named = fields_in_records(label)

        assert set(named) <= existing, f"{label} has no {sorted(set(named) - existing)}"
        assert not [name for name, times in Counter(named).items() if times > 1], label


def test_every_record_says_why_on_what_basis_and_how_long() -> None:
    for record in RECORDS:
        assert record.fields, record.model
        assert all(text.strip() for text in (record.purpose, record.basis, record.retention)), record
        assert not (record.personal and record.basis == data_map.RUNNING), record


def test_describing_twice_changes_nothing() -> None:
    before = list(RECORDS)

    data_map.register()

    assert before == RECORDS
