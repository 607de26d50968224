"""Every field the product stores has a purpose, a basis and a retention."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Field, Model

from cms import data_map
from cms.retention import RECORDS, Basis
from cms.retention import data_map as all_records
from cms.rooms import rooms

MODELS = [model for room in rooms() for model in room.get_models()]


def own_fields(model: type[Model]) -> Iterator[Field]:
    """Columns of the model's own table; the number of the row and the link to its parent tell nothing."""
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        is_link_to_parent = bool(getattr(field.remote_field, "parent_link", False))
        if not field.auto_created and not is_link_to_parent:
            yield field


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_stands_in_a_record(model: type[Model]) -> None:
    label = model._meta.label
    missing = {field.name for field in own_fields(model) if RECORDS.get(f"{label}.{field.name}") is None}

    assert not missing, f"Describe {label} {sorted(missing)} in {model._meta.app_label}/data_map.py"


def test_every_record_is_about_fields_that_exist() -> None:
    for record in all_records():
        model = apps.get_model(record.model)
        existing = {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)}

        assert set(record.fields) <= existing, f"{record.model} has no {sorted(set(record.fields) - existing)}"


def test_every_record_says_why_on_what_basis_and_how_long() -> None:
    for record in all_records():
        assert record.fields, record.model
        assert record.basis in Basis
        assert all(text.strip() for text in (record.purpose, record.retention)), record
        assert not (record.personal and record.basis == Basis.RUNNING), record


def test_describing_twice_changes_nothing() -> None:
    before = all_records()

    data_map.register()

    assert before == all_records()


def test_the_contact_in_an_answer_is_personal() -> None:
    record = RECORDS.get("living_lab.Answer.unit")

    assert record
    assert record.personal
