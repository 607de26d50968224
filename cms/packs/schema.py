"""What a registered model looks like in a pack: a codec for each of its fields and inline rows."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from wagtail.fields import StreamField

from .block_codecs import Stream, Unsupported
from .codecs import Cleaned, Codec, Find, Moment, Name, Problem, Referring
from .references import Reference
from .registry import Packable, kind_of

Fields = dict[str, Any]
Codecs = dict[str, Codec]


@dataclass(frozen=True)
class Schema:
    """The codecs of a model, and of the rows that belong to it."""

    model: type[models.Model]
    fields: Codecs
    rows: dict[str, "Schema"]

    def problems(self, value: Any) -> Iterator[Problem]:
        """What is wrong with an object's fields."""
        if not isinstance(value, dict):
            yield Problem("", "must be an object")
            return
        for name in sorted(set(value) - set(self.fields) - set(self.rows)):
            yield Problem(f".{name}", "is not known here")
        for name, codec in self.fields.items():
            if name in value:
                yield from (problem.within(f".{name}") for problem in codec.problems(value[name]))
            elif not self._has_default(name):
                yield Problem(f".{name}", "is missing")
        for name in set(self.rows) & set(value):
            yield from (problem.within(f".{name}") for problem in self._problems_of_rows(name, value[name]))

    def references(self, value: Fields) -> Iterator[Reference]:
        """Every reference in an object's fields."""
        for name, codec in self.fields.items():
            if name in value:
                yield from codec.references(value[name])

    def put(self, instance: models.Model, value: Fields, find: Find) -> None:
        """Fill an instance; a field that the pack leaves out keeps what it has."""
        for name, codec in self.fields.items():
            if name in value:
                stored = codec.stored(value[name], find)
                self._set(instance, name, json.dumps(stored) if isinstance(codec, Stream) else stored)
        for name, schema in self.rows.items():
            if name in value:
                setattr(instance, name, [schema.row(row, find) for row in value[name]])

    def row(self, value: Fields, find: Find) -> models.Model:
        """A new row that belongs to an object."""
        row = self.model()
        self.put(row, value, find)
        return row

    def canonical(self, instance: models.Model, name: Name) -> Fields:
        """An object's fields as a pack writes them: those that differ from their defaults, and its rows.

        So a field or block that a later version adds changes no file until somebody fills it.
        """
        fields = {key: (codec, self._stored(instance, key)) for key, codec in self.fields.items()}
        written = {
            key: codec.canonical(value, name)
            for key, (codec, value) in fields.items()
            if not self._is_default(key, value)
        }
        rows = {
            key: [schema.canonical(row, name) for row in getattr(instance, key).all()]
            for key, schema in self.rows.items()
        }
        return written | {key: value for key, value in rows.items() if value}

    def _is_default(self, name: str, stored: Any) -> bool:
        field = _field(self.model, name)
        default = [] if isinstance(field, StreamField) else field.get_default()
        return self._has_default(name) and stored == default

    def _stored(self, instance: models.Model, name: str) -> Any:
        field = _field(self.model, name)
        value = getattr(instance, field.attname)
        return field.get_prep_value(value) if isinstance(field, StreamField) else value

    def _set(self, instance: models.Model, name: str, stored: Any) -> None:
        setattr(instance, _field(self.model, name).attname, stored)

    def _has_default(self, name: str) -> bool:
        field = _field(self.model, name)
        return field.has_default() or field.null or field.blank

    def _problems_of_rows(self, name: str, rows: Any) -> Iterator[Problem]:
        if not isinstance(rows, list):
            yield Problem("", "must be a list")
            return
        for number, row in enumerate(rows):
            yield from (problem.within(f"[{number}]") for problem in self.rows[name].problems(row))


@cache
def schema_of(packable: Packable) -> Schema:
    """The schema of a registered model."""
    rows = {name: _schema(_model_of_rows(packable.model, name), fields) for name, fields in packable.children.items()}
    return _schema(packable.model, packable.fields, rows)


def _model_of_rows(model: type[models.Model], name: str) -> type[models.Model]:
    related = model._meta.get_field(name).related_model
    if not (isinstance(related, type) and issubclass(related, models.Model)):
        raise ImproperlyConfigured(f"{name} are not rows that belong to {model._meta.label}.")
    return related


def _schema(model: type[models.Model], fields: tuple[str, ...], rows: dict[str, Schema] | None = None) -> Schema:
    return Schema(model, {name: codec_for_field(_field(model, name)) for name in fields}, rows or {})


def codec_for_field(field: models.Field) -> Codec:
    """The codec of a model field.

    Raises:
        ImproperlyConfigured: packs cannot carry such a field; its model cannot be registered.
    """
    if isinstance(field, StreamField):
        return Stream(field.stream_block)
    if isinstance(field, models.ForeignKey):
        kind = kind_of(field.related_model)
        if kind:
            return Referring(kind)
    for kinds, codec in PLAIN:
        if isinstance(field, kinds):
            return codec(field)
    raise ImproperlyConfigured(f"A pack cannot carry the field {field}.")


def _field(model: type[models.Model], name: str) -> models.Field:
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise ImproperlyConfigured(f"{name} is not a field of {model._meta.label}.")
    return field


def _cleaned(kind: type, expected: str) -> Callable[[models.Field], Codec]:
    return lambda field: Cleaned(lambda value: field.clean(value, None), kind, expected)


PLAIN: tuple[tuple[Any, Callable[[models.Field], Codec]], ...] = (
    (models.CharField | models.TextField, _cleaned(str, "a text")),
    (models.BooleanField, _cleaned(bool, "true or false")),
    (models.IntegerField, _cleaned(int, "a whole number")),
    (models.DateTimeField, lambda field: Unsupported("instants")),
    (models.DateField, lambda field: Moment(date, optional=field.null)),
    (models.TimeField, lambda field: Moment(time, optional=field.null)),
)
