"""What a register is: its columns, read off its model, and how a row is read. Lists, forms, spreadsheets and refusals follow.

A register is declared in ``table``; nothing about it is said a second time elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from gongkai.web.registers import typed
from gongkai.web.registers.fields import FenField, YearField, cells
from gongkai.web.registers.models import Record
from gongkai.web.registers.phases import Phase
from gongkai.web.registers.typed import Kind, Unread


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the column's key (empty for the whole row) and one sentence that says how to mend it."""

    column: str
    words: str


Values = Mapping[str, Any]
Check = Callable[[Values], Iterable[Fault]]


@dataclass(frozen=True)
class Column:
    """A column of a register. ``listed``: stands in the list; ``sought``: searched; ``chosen``: a filter of the list;
    ``past``: its day (or year) says what has happened and cannot lie ahead; ``number``: the number of a document, kept in one
    way of writing."""

    key: str
    listed: bool = False
    sought: bool = False
    chosen: bool = False
    past: bool = False
    number: bool = False


@dataclass(frozen=True)
class Bound:
    """A column with what its model says of it: words, kind, choices (key → words), whether it must be filled, how long."""

    key: str
    words: str
    kind: Kind
    required: bool
    choices: Mapping[str, str]
    longest: int | None
    help: str
    default: Any
    listed: bool
    sought: bool
    chosen: bool
    past: bool
    field: models.Field[Any, Any]

    @cached_property
    def empty(self) -> Any:
        """What an empty cell is kept as."""
        if self.default is not None:
            return self.default
        return None if self.field.null else ""

    def read(self, raw: Any) -> Any:
        """The value that stands in a cell or was typed. Raises Unread."""
        if isinstance(raw, typed.Unusable):
            raise Unread(raw.words)
        if raw is None or not typed.text(raw):
            if self.required:
                verb = "选择" if self.choices else "填写"
                raise Unread(f"请{verb}「{self.words}」。")
            return self.empty
        value = self.kind.read(raw)
        if self.choices:
            return self._chosen(value)
        if self.longest and len(value) > self.longest:
            raise Unread(f"最多 {self.longest} 字，现有 {len(value)} 字，请精简。")
        if isinstance(value, str):
            self._validated(value)
        return value

    def _chosen(self, value: str) -> str:
        """The key of a choice named by its key or its words."""
        if value in self.choices:
            return value
        found = [key for key, words in self.choices.items() if words == value]
        if not found:
            some = "、".join(list(self.choices.values())[:12])
            raise Unread(
                f"“{value[:30]}”不在可选项之内，请从下列选一项：{some}{'等' if len(self.choices) > 12 else ''}。"
            )
        return found[0]

    def _validated(self, value: str) -> None:
        try:
            self.field.run_validators(value)
        except ValidationError:
            raise Unread(f"“{value[:30]}”的写法不对，请核对（网址要写全，以 http:// 或 https:// 开头）。") from None

    def show(self, value: Any) -> str:
        """The value in words; empty for none."""
        if value is None or value == "":
            return ""
        if self.choices:
            return str(self.choices.get(value, value))
        if isinstance(value, models.Model):
            return str(getattr(value, "document_number", value))
        return self.kind.show(value)


# What a spreadsheet and a form ask for beside the register's own columns.
COMMON = (Column("source", sought=True),)


_SAYING_MOST = ("title", "item", "problem", "name", "cell", "subject")


@dataclass(frozen=True)
class Register:
    """A register: key (of record numbers and addresses), words, the noun of one record, its table, its columns in order.

    ``dated`` is the column whose year a record belongs to (a day, or a year). ``counts`` says what of the report it gives.
    ``once`` are the columns that may not stand together twice in an organ (in one year, with ``once_a_year``); where the last
    of them is empty there is nothing to compare. Sums that agree in the columns of ``series`` may not cover the same days.
    ``check`` finds what contradicts itself in a row. ``phases`` are what a year may be asked for beside the records dated in it.
    ``note`` is what to know before entering one.
    """

    key: str
    words: str
    noun: str
    model: type[Record]
    columns: tuple[Column, ...]
    dated: str
    counts: str
    check: Check
    once: tuple[str, ...] = ()
    once_a_year: bool = False
    series: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    note: str = ""

    @cached_property
    def bound(self) -> tuple[Bound, ...]:
        """The columns with what the model says of them, the common ones last."""
        return tuple(_bound(self.model, column) for column in (*self.columns, *COMMON))

    @cached_property
    def by_key(self) -> Mapping[str, Bound]:
        """The same, by key."""
        return {b.key: b for b in self.bound}

    @property
    def by_day(self) -> bool:
        """Whether records carry a day, and not a year only."""
        return isinstance(self.model._meta.get_field(self.dated), models.DateField)

    def in_year(self, year: int, phase: str = "") -> models.Q:
        """The records of a year; with the key of a phase, those it takes of that year."""
        for each in self.phases:
            if each.key == phase:
                return each.taking(year)
        return models.Q(**{f"{self.dated}__year" if self.by_day else self.dated: year})

    def read(self, raw: Mapping[str, Any], *, on: date) -> tuple[dict[str, Any], list[Fault]]:
        """The values of a row by column key, and what is wrong in it on a day. The values are whole only when nothing is."""
        values: dict[str, Any] = {}
        faults = []
        for column in self.bound:
            try:
                values[column.key] = column.read(raw.get(column.key))
            except Unread as error:
                faults.append(Fault(column.key, str(error)))
        known = {column.key: values.get(column.key) for column in self.bound}
        faults += [*self._ahead(known, on), *self._uncounted(raw, known)]
        wrong = {fault.column for fault in faults}
        faults += [fault for fault in self.check(known) if fault.column not in wrong]
        return values, faults

    def _ahead(self, known: Values, on: date) -> Iterator[Fault]:
        """What is said to have happened and lies after a day."""
        for column in self.bound:
            value = known[column.key]
            if not column.past or value is None:
                continue
            if isinstance(value, date) and value > on:
                yield Fault(column.key, f"{column.words} {value} 晚于今天（{on}），事情还没有发生；请核对。")
            elif isinstance(value, int) and value > on.year:
                yield Fault(column.key, f"{column.words} {value} 还没有到（今年是 {on.year} 年）；请核对。")

    def _uncounted(self, raw: Mapping[str, Any], known: Values) -> Iterator[Fault]:
        """A sum that does not say how many: an empty cell counts one where a single case is entered."""
        if not self.series or "count" not in self.by_key or not known["since"]:
            return
        said = raw.get("count")
        if said is None or (not isinstance(said, typed.Unusable) and not typed.text(said)):
            words = self.by_key["count"].words
            yield Fault("count", f"填了统计起始日的是汇总数，请填「{words}」；这段时间没有的，填 0。")

    def values(self, record: Record) -> dict[str, Any]:
        """What a record says, by column key; references as the number of what they refer to."""
        return {b.key: _value(record, b) for b in self.bound}

    def shown(self, record: Record) -> dict[str, str]:
        """The same in words."""
        return {b.key: b.show(getattr(record, b.key)) for b in self.bound}

    def number(self, record: Record) -> str:
        """The record's number, as facts and cells name it: ``document/12``."""
        return f"{self.key}/{record.pk}"

    @cached_property
    def headline(self) -> str:
        """The listed column a record is known by in a list: what says most of it."""
        listed = [b.key for b in self.bound if b.listed]
        return next(k for k in (*_SAYING_MOST, *listed) if k in listed)

    @property
    def references(self) -> tuple[Bound, ...]:
        """The columns that name another record."""
        return tuple(b for b in self.bound if b.kind is typed.REFERENCE)


def _value(record: Record, column: Bound) -> Any:
    if column.kind is typed.REFERENCE:
        return column.show(getattr(record, column.key))
    return getattr(record, column.key)


def _kind(field: models.Field[Any, Any]) -> Kind:
    """The kind of a model's field; the first that fits."""
    if field.choices or field.name == "cell":
        return typed.CHOICE
    kinds: tuple[tuple[type[models.Field[Any, Any]], Kind], ...] = (
        (models.ForeignKey, typed.REFERENCE),
        (FenField, typed.YUAN),
        (YearField, typed.YEAR),
        (models.DateField, typed.DAY),
        (models.DecimalField, typed.AMOUNT),
        (models.IntegerField, typed.WHOLE),
        (models.TextField, typed.LINES),
    )
    return next((kind for of, kind in kinds if isinstance(field, of)), typed.TEXT)


def _bound(model: type[Record], column: Column) -> Bound:
    field = model._meta.get_field(column.key)
    assert isinstance(field, models.Field)
    kind = typed.NUMBER if column.number else _kind(field)
    default = field.default if field.has_default() else None
    choices = cells() if field.name == "cell" else {str(k): str(w) for k, w in field.choices or ()}
    longest = 2000 if kind is typed.LINES else 100 if kind is typed.REFERENCE else field.max_length
    return Bound(
        key=column.key,
        words=str(field.verbose_name),
        kind=kind,
        required=not field.blank and not field.null and default is None,
        choices=choices,
        longest=longest if kind in (typed.TEXT, typed.NUMBER, typed.LINES, typed.REFERENCE) else None,
        help=str(field.help_text),
        default=default,
        listed=column.listed,
        sought=column.sought,
        chosen=column.chosen,
        past=column.past,
        field=field,
    )
