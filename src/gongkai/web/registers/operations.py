"""Writing the registers: entering, correcting with a reason, voiding with a reason. Each appends to the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.web.organs import store
from gongkai.web.organs.gate import Viewer, demand
from gongkai.web.organs.models import Organ
from gongkai.web.registers.clashes import clashes, documents, standing
from gongkai.web.registers.gate import WRITERS
from gongkai.web.registers.models import Record
from gongkai.web.registers.register import Fault, Register, Values
from gongkai.web.review import log
from gongkai.web.review.operations import Stale

LONGEST_REASON = 300


class Refused(ValueError):
    """A record that is not taken; ``faults`` say in which column and how to mend it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("；".join(f.words for f in self.faults))


@transaction.atomic
def enter(
    register: Register, organ: Organ, raw: Mapping[str, Any], *, viewer: Viewer, evidence: store.Upload | None = None
) -> Record:
    """A new record from what was typed, by column key. Raises PermissionDenied, Refused."""
    demand(viewer, *WRITERS, organ=organ)
    assert viewer.person is not None
    lock(organ)
    values = _sound(register, organ, raw, viewer.on)
    record = register.model(organ=organ, entered_by=viewer.person, entered_at=timezone.now())
    fill(register, record, values, referred(register, organ, [values]))
    _keep(record, evidence)
    record.save()
    said = {key: words for key, words in register.shown(record).items() if words}
    words = f"登记{register.noun}：{record}"[:300]
    log.append("record_entered", words, organ=organ, viewer=viewer, subject=record, payload={"entered": said})
    return record


@transaction.atomic
def correct(
    register: Register,
    record: Record,
    raw: Mapping[str, Any],
    *,
    version: int,
    reason: str,
    viewer: Viewer,
    evidence: store.Upload | None = None,
) -> Record:
    """The record with other values. Raises PermissionDenied, Refused, Stale when somebody else was faster or it is voided.

    The log keeps what stood there before and after, and why.
    """
    fresh = _locked(register, record, version, viewer)
    why = _reason(reason, "更正")
    values = _sound(register, fresh.organ, raw, viewer.on, but=fresh.pk)
    before = register.shown(fresh)
    fill(register, fresh, values, referred(register, fresh.organ, [values]))
    after = register.shown(fresh)
    changed = {k: [before[k], after[k]] for k in before if before[k] != after[k]}
    if not changed and evidence is None:
        raise Refused([Fault("", "没有改动；要更正的，请改正内容后再保存。")])
    _keep(fresh, evidence)
    fresh.version += 1
    fresh.save()
    payload = {"reason": why, "changed": changed, "evidence": fresh.evidence_sha256 if evidence else ""}
    words = f"更正{register.noun}：{fresh}；理由：{why}"[:300]
    log.append("record_corrected", words, organ=fresh.organ, viewer=viewer, subject=fresh, payload=payload)
    return fresh


@transaction.atomic
def void(register: Register, record: Record, *, version: int, reason: str, viewer: Viewer) -> Record:
    """The record counts no longer; it stays to be read. Raises as ``correct``."""
    fresh = _locked(register, record, version, viewer)
    why = _reason(reason, "作废")
    for column in register.references:
        if standing(register, fresh.organ_id).filter(**{column.key: fresh.pk}).exists():
            raise Refused([Fault("", "还有文件登记为修改这份文件，不能作废；请先更正那份文件。")])
    fresh.voided_at, fresh.voided_by, fresh.voided_why = timezone.now(), viewer.person, why
    fresh.version += 1
    fresh.save()
    words = f"作废{register.noun}：{fresh}；理由：{why}"[:300]
    log.append("record_voided", words, organ=fresh.organ, viewer=viewer, subject=fresh, payload={"reason": why})
    return fresh


def lock(organ: Organ) -> None:
    """Let one at a time write an organ's registers: what must not stand twice is looked for first."""
    Organ.objects.select_for_update().get(pk=organ.pk)


def referred(register: Register, organ: Organ, rows: Iterable[Values]) -> dict[str, int]:
    """The records that some rows refer to: number → primary key."""
    wanted = {row[b.key] for b in register.references for row in rows if row[b.key]}
    if not wanted:
        return {}
    held = documents(organ).values_list("document_number", "pk")
    return {number: pk for number, pk in held if number in wanted}


def fill(register: Register, record: Record, values: Values, references: Mapping[str, int]) -> None:
    """Put values into a record."""
    linked = {b.key for b in register.references}
    for key, value in values.items():
        if key not in linked:
            setattr(record, key, value)
            continue
        # Set whole and not by key alone: what is shown afterwards must be the new one.
        pk = references.get(value)
        setattr(record, key, register.model._default_manager.get(pk=pk) if pk else None)


def _sound(
    register: Register, organ: Organ, raw: Mapping[str, Any], on: date, *, but: int | None = None
) -> dict[str, Any]:
    values, faults = register.read(raw, on=on)
    faults = faults or clashes(register, organ, [values], but=but)[0]
    if faults:
        raise Refused(faults)
    return values


def _locked(register: Register, record: Record, version: int, viewer: Viewer) -> Record:
    demand(viewer, *WRITERS, organ=record.organ_id)
    lock(record.organ)
    rows = register.model._default_manager.select_for_update(of=("self",)).select_related("organ")
    fresh = rows.get(pk=record.pk)
    if fresh.version != version:
        raise Stale("这条记录刚被别人改过，您的修改没有保存；请对照现在的内容后再改。")
    if fresh.voided_at is not None:
        raise Stale("这条记录已经作废，不能再改；需要的请重新登记。")
    return fresh


def _reason(reason: str, what: str) -> str:
    kept = " ".join(reason.split())
    if not kept:
        raise Refused([Fault("reason", f"请写明{what}的理由。")])
    if len(kept) > LONGEST_REASON:
        raise Refused([Fault("reason", f"理由最多 {LONGEST_REASON} 字，请精简。")])
    return kept


def _keep(record: Record, evidence: store.Upload | None) -> None:
    if evidence is not None:
        record.evidence_name, record.evidence_kind = evidence.name, evidence.kind
        record.evidence_sha256 = store.keep(evidence.content)
