"""Putting many rows into a table at once, past the model's ``save``: executemany on SQLite, COPY on PostgreSQL.

Only the demonstration does this, with rows of its own making: nothing here validates, signals or logs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import Max

from gongkai.web.organs.vault import SealedField, seal

# People apply more than once: what identifies them is encrypted once and not for every case.
_sealed = cache(seal)


def _plain(value: Any) -> Any:
    return value


def _json(value: Any) -> str:
    return json.dumps(value)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None


def _moment(value: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if value is not None else None


def _writer(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """How a value of a field is given to the database."""
    if isinstance(field, SealedField):
        return lambda value: _sealed(value) if value else ""
    if isinstance(field, models.JSONField):
        return _json
    if connection.vendor == "sqlite" and isinstance(field, models.DateTimeField):
        return _moment
    if connection.vendor == "sqlite" and isinstance(field, models.DateField):
        return _day
    return _plain


class Table:
    """Rows waiting to be put into a model's table. Made and flushed within one transaction: the table is locked against
    other writers (SQLite's transactions lock anyway), for primary keys are given out here."""

    def __init__(self, model: type[models.Model]) -> None:
        self._model = model
        fields = model._meta.concrete_fields
        self._names = [f.attname for f in fields]
        self._columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
        self._table = connection.ops.quote_name(model._meta.db_table)
        self._writers = [_writer(f) for f in fields]
        self._defaults = {f.attname: f.get_default() for f in fields}
        self._rows: list[tuple[Any, ...]] = []
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {self._table} IN SHARE ROW EXCLUSIVE MODE")
        self._last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0

    def add(self, **given: Any) -> int:
        """Keep a row, foreign keys by their ``_id``; what is not given has the field's default. Returns its primary key."""
        self._last += 1
        given = {**self._defaults, **given, "id": self._last}
        self._rows.append(tuple(write(given[n]) for write, n in zip(self._writers, self._names, strict=True)))
        return self._last

    def flush(self) -> None:
        """Put the rows kept into the table. IntegrityError when they do not fit it."""
        if not self._rows:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self._table} ({self._columns}) FROM STDIN") as copy:
                    for row in self._rows:
                        copy.write_row(row)
                sequence = "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)"
                cursor.execute(sequence, [self._table, self._last])
            else:
                marks = ", ".join(["%s"] * len(self._names))
                cursor.executemany(
                    f"INSERT INTO {self._table} ({self._columns}) VALUES ({marks})",  # noqa: S608 - names of our own
                    self._rows,
                )
        self._rows = []
