"""Importing a spreadsheet: looked at first, with everything that is wrong in it; stored when confirmed, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.web.organs import store
from gongkai.web.organs.gate import Viewer, demand
from gongkai.web.organs.models import Organ
from gongkai.web.registers import operations, sheets, typed
from gongkai.web.registers.clashes import clashes, documents
from gongkai.web.registers.doubts import doubts
from gongkai.web.registers.gate import WRITERS
from gongkai.web.registers.models import Import, Record
from gongkai.web.registers.register import Fault, Register, Values
from gongkai.web.registers.sheets import BadSheet
from gongkai.web.registers.table import REGISTERS
from gongkai.web.review import log
from gongkai.web.review.operations import Stale


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: its number, what it says by column key (as far as readable), what is wrong in it, and what to look
    at though it stops nothing."""

    number: int
    values: Values
    shown: dict[str, str]
    faults: list[Fault]
    doubts: list[Fault]


@dataclass(frozen=True, slots=True)
class Looked:
    """A sheet that was looked at: its rows, and the headings nobody knows."""

    rows: tuple[Row, ...]
    unknown: tuple[str, ...]

    @property
    def bad(self) -> list[Row]:
        """The rows in which something is wrong."""
        return [row for row in self.rows if row.faults]

    @property
    def doubtful(self) -> list[Row]:
        """The sound rows somebody should look at."""
        return [row for row in self.rows if row.doubts and not row.faults]


def begin(register: Register, organ: Organ, *, name: str, content: bytes, viewer: Viewer) -> Import:
    """Keep an uploaded sheet to be looked at; nothing of it is a record yet. Raises PermissionDenied, BadSheet."""
    demand(viewer, *WRITERS, organ=organ)
    assert viewer.person is not None
    kind = sheets.kind_of(name, content)
    count = len(sheets.read(register, kind, content).lines)
    if not count:
        raise BadSheet("表头下面没有内容，请填写后上传。")
    digest = store.keep(content)
    with transaction.atomic():
        batch = Import.objects.create(
            organ=organ, register=register.key, name=store.safe_name(name), kind=kind, sha256=digest,
            by=viewer.person, at=timezone.now(), rows=count,
        )  # fmt: skip
        words = f"上传待导入的{register.words}：{batch.name}，{count} 行"[:300]
        log.append("import_begun", words, organ=organ, viewer=viewer, subject=batch, payload={"sha256": digest})
    return batch


def look(batch: Import, *, on: date) -> Looked:
    """Everything a sheet says and what is wrong in it on a day, against the records as they are now. Raises BadSheet,
    FileNotFoundError."""
    register = REGISTERS[batch.register]
    sheet = sheets.read(register, batch.kind, store.fetch(batch.sha256))
    read = [(line, *_read(register, line, on)) for line in sheet.lines]
    whose = _whose(batch.organ, sheet.lines)
    mixed = len(set(whose.values())) > 1
    sound = [(line, values) for line, values, faults in read if not faults]
    values, numbers = [values for _, values in sound], [line.number for line, _ in sound]
    beside = dict(zip(numbers, clashes(register, batch.organ, values, lines=numbers) if sound else (), strict=True))
    asked = dict(zip(numbers, doubts(register, batch.organ, values, lines=numbers) if sound else (), strict=True))
    rows = (
        Row(
            line.number, own, _shown(register, line, own),
            [*faults, *beside.get(line.number, ()), *(_foreign(whose[line.number]) if mixed else ())],
            [*asked.get(line.number, ()), *(() if mixed else _foreign(whose[line.number]))],
        )
        for line, own, faults in read
    )  # fmt: skip
    return Looked(tuple(rows), sheet.unknown)


def _whose(organ: Organ, lines: Iterable[sheets.Line]) -> dict[int, str]:
    """The other organ whose record a row is by the column 机关 of an export; empty for one's own, or where no organ has that
    name. By number of the row."""
    said = {line.number: line.organ for line in lines}
    others: set[str] = set()
    if any(said.values()):
        named = Organ.objects.exclude(pk=organ.pk).values_list("name", "short_name")
        others = {name for names in named for name in names} - {organ.name, organ.short_name, ""}
    return {number: name if name in others else "" for number, name in said.items()}


def _foreign(organ: str) -> list[Fault]:
    """What is wrong with a row of another organ's in a sheet of several, and to be looked at in one that was handed over."""
    words = f"这一行的“机关”是{organ}，不是本机关的记录；不是由本机关接收的，请从表里删去这一行。"
    return [Fault("", words)] if organ else []


def _read(register: Register, line: sheets.Line, on: date) -> tuple[dict[str, Any], list[Fault]]:
    values, faults = register.read(line.cells, on=on)
    if line.voided:
        # What was voided must not come back to count by way of an export.
        faults.append(Fault("", "这一行的“状态”是已作废，作废的记录不能导入；请从表里删去这一行。"))
    return values, faults


def _shown(register: Register, line: sheets.Line, values: Values) -> dict[str, str]:
    """The cells in words: as understood, else as they stand there."""
    shown = {}
    for column in register.bound:
        raw = line.cells.get(column.key)
        if column.key in values:
            shown[column.key] = column.show(values[column.key])
        else:
            shown[column.key] = "" if raw is None or isinstance(raw, typed.Unusable) else str(raw)[:100]
    return shown


@transaction.atomic
def confirm(batch: Import, *, viewer: Viewer) -> int:
    """Store every row, or none. Returns how many. Raises PermissionDenied, Stale when it was stored already, operations.Refused
    when a row is no longer sound (the records may have changed since it was looked at)."""
    demand(viewer, *WRITERS, organ=batch.organ_id)
    assert viewer.person is not None
    operations.lock(batch.organ)
    fresh = Import.objects.select_for_update(of=("self",)).select_related("organ").get(pk=batch.pk)
    if fresh.stored_at is not None:
        raise Stale("这份表已经导入过了，不会再导一次。")
    looked = look(fresh, on=viewer.on)
    if looked.bad:
        raise operations.Refused([Fault("", f"还有 {len(looked.bad)} 行有问题，一行也没有导入；请改正后重新上传。")])
    register, now = REGISTERS[fresh.register], timezone.now()
    made = [_record(register, fresh, row.values, viewer, now) for row in looked.rows]
    register.model._default_manager.bulk_create(made, batch_size=500)
    _refer(register, fresh.organ, looked, made)
    fresh.stored_at, fresh.rows = now, len(made)
    fresh.save(update_fields=["stored_at", "rows"])
    payload = {"sha256": fresh.sha256, "register": register.key, "first": made[0].pk, "last": made[-1].pk}
    words = f"导入{register.words} {len(made)} 条：{fresh.name}"[:300]
    log.append("records_imported", words, organ=fresh.organ, viewer=viewer, subject=fresh, payload=payload)
    return len(made)


def _record(register: Register, batch: Import, values: Values, viewer: Viewer, now: datetime) -> Record:
    record = register.model(
        organ=batch.organ, entered_by=viewer.person, entered_at=now, batch=batch, evidence_name=batch.name,
        evidence_kind=batch.kind, evidence_sha256=batch.sha256,
    )  # fmt: skip
    operations.fill(register, record, {**values, **{b.key: "" for b in register.references}}, {})
    return record


def _refer(register: Register, organ: Organ, looked: Looked, made: list[Record]) -> None:
    """Tie the references, now that everything they may name is there."""
    for column in register.references:
        wanted = {row.values[column.key] for row in looked.rows if row.values[column.key]}
        if not wanted:
            continue
        found = {d.document_number: d for d in documents(organ).filter(document_number__in=wanted)}
        tied = []
        for row, record in zip(looked.rows, made, strict=True):
            if row.values[column.key]:
                setattr(record, column.key, found[row.values[column.key]])
                tied.append(record)
        register.model._default_manager.bulk_update(tied, [column.key], batch_size=500)
