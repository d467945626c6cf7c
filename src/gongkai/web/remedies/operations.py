"""Writing remedies: a case is entered, its steps appended, what was typed wrong replaced; nothing is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.documents.letters.numbering import number_of
from gongkai.law.remedies import COURSE, BadRemedy, counting_organ
from gongkai.web.organs.gate import Viewer, demand
from gongkai.web.organs.models import Organ
from gongkai.web.remedies.ledger import Happened, Standing, stand
from gongkai.web.remedies.models import Happening, Remedy, RemedyEvent, RemedyFile
from gongkai.web.remedies.queries import WRITERS, standing_events
from gongkai.web.remedies.terms import due_of
from gongkai.web.review import log
from gongkai.web.review.operations import Stale
from gongkai.workdays import WorkingCalendar

# Names of people: never in the log.
_SEALED = ("claimants", "third_parties")
_STANDING = ("received_on", "accepted_on", "answered_on", "heard_on", "ended_on", "served_on", "retried_on", "voided_on",
             "disposal")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Details:
    """What a case is: the columns of Remedy of the same names. ``claimants`` and ``third_parties`` one name a line."""

    course: str
    tribunal: str
    matter: str
    claimants: str
    original: str
    defendants: tuple[str, ...]
    case_number: str = ""
    third_parties: str = ""
    proceeding: str = "ordinary"
    application_number: str = ""
    outcome: str = ""
    replied_on: date | None = None
    known_on: date | None = None
    filed_on: date | None = None
    before: Remedy | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A step somebody enters: what, when, how it ended, in which words."""

    kind: str
    on: date
    disposal: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that is stored already: safe name, kind, bytes, SHA-256 in hex."""

    name: str
    kind: str
    size: int
    sha256: str


@transaction.atomic
def enter(
    organ: Organ,
    details: Details,
    entries: Sequence[Entry],
    *,
    viewer: Viewer,
    calendar: WorkingCalendar,
    files: Sequence[File] = (),
) -> Remedy:
    """Enter a case with what has happened so far. Raises PermissionDenied, BadRemedy for what cannot be, ValidationError
    for a text that will not do, Stale when the number is entered already."""
    demand(viewer, *WRITERS, organ=organ)
    remedy = Remedy(organ=organ, made_by=viewer.person, made_at=timezone.now())
    _fill(remedy, details)
    state = stand(details.course, [Happened(e.kind, e.on, e.disposal) for e in entries], today=viewer.on)
    _take_over(remedy, state, calendar)
    _save(remedy)
    for order, entry in enumerate(entries, start=1):
        _append(remedy, entry, order, viewer)
    words = f"登记{COURSE[remedy.course].words}案件 {remedy.case_number}"
    _log("remedy_entered", words, remedy, viewer, log.change({}, _stands(remedy)))
    attach(remedy, files, viewer=viewer)
    return remedy


@transaction.atomic
def change(remedy: Remedy, details: Details, *, version: int, viewer: Viewer, calendar: WorkingCalendar) -> Remedy:
    """Save what a case is anew. Raises as ``enter``, and Stale when another was faster."""
    fresh = _locked(remedy, version, viewer)
    before = {f.name: getattr(fresh, f.name) for f in fields(Details)}
    _fill(fresh, details)
    _take_over(fresh, _standing(fresh, viewer.on), calendar)
    _save(fresh)
    names = {f.name: str(f.verbose_name) for f in Remedy._meta.fields}
    changed = "、".join(names[key] for key, value in before.items() if getattr(fresh, key) != value)
    told = {key: [_plain(value), _plain(getattr(fresh, key))] for key, value in before.items() if key not in _SEALED}
    differs = {key: pair for key, pair in told.items() if pair[0] != pair[1]}
    payload = {side: {key: pair[at] for key, pair in differs.items()} for at, side in enumerate(("before", "after"))}
    _log("remedy_changed", f"修改案件：{changed or '没有改动'}", fresh, viewer, payload)
    return fresh


@transaction.atomic
def record(
    remedy: Remedy,
    entry: Entry,
    *,
    version: int,
    viewer: Viewer,
    calendar: WorkingCalendar,
    files: Sequence[File] = (),
) -> Remedy:
    """Append a step, with its documents. Raises as ``change``; a voided case takes nothing further."""
    fresh = _locked(remedy, version, viewer)
    if entry.kind not in Happening.values:
        raise BadRemedy("没有这种进展；请从列表中选择。")
    if fresh.voided_on:
        raise BadRemedy("案件已作废，不能再登记进展；误作废的，请先撤销作废。")
    if entry.kind == Happening.VOIDED and not entry.note.strip():
        raise BadRemedy("作废案件须写明理由，例如“重复登记”。")
    before = _stands(fresh)
    standing = [*standing_events(fresh), Happened(entry.kind, entry.on, entry.disposal)]
    _take_over(fresh, stand(fresh.course, standing, today=viewer.on), calendar)
    _save(fresh)
    row = _append(fresh, entry, fresh.events.count() + 1, viewer)
    attach(fresh, files, viewer=viewer, event=row)
    words = f"登记「{Happening(entry.kind).label}」（{entry.on}）"
    words += f"：{row.get_disposal_display()}" if entry.disposal else ""
    _log("remedy_step", words, fresh, viewer, log.change(before, _stands(fresh)))
    return fresh


@transaction.atomic
def correct(
    event: RemedyEvent, entry: Entry | None, *, why: str, version: int, viewer: Viewer, calendar: WorkingCalendar
) -> Remedy:
    """Replace a step that was typed wrong, or withdraw it (``entry`` None); the old one stays on file. Raises as
    ``record``; BadRemedy without a reason."""
    fresh = _locked(event.remedy, version, viewer)
    if not why.strip():
        raise BadRemedy("更正进展须写明理由。")
    if RemedyEvent.objects.filter(replaces=event).exists() or event.withdraws:
        raise Stale("这一条已经被更正过；请刷新后看最新的一条。")
    kept = standing_events(fresh, but=event)
    if entry is not None:
        entry = replace(entry, kind=event.kind)
        kept.append(Happened(entry.kind, entry.on, entry.disposal))
    _take_over(fresh, stand(fresh.course, kept, today=viewer.on), calendar)
    _save(fresh)
    row = _append(
        fresh,
        entry or Entry(event.kind, event.on, event.disposal),
        fresh.events.count() + 1,
        viewer,
        replaces=event,
        withdraws=entry is None,
        why=why,
    )
    RemedyFile.objects.filter(event=event).update(event=row)
    what = "更正" if entry else "撤销"
    words = f"{what}「{row.get_kind_display()}」（{event.on}）：{why.strip()}"
    now = [str(row.on), row.disposal] if entry else None
    _log("remedy_corrected", words, fresh, viewer, {"before": [str(event.on), event.disposal], "after": now})
    return fresh


def attach(
    remedy: Remedy, files: Sequence[File], *, viewer: Viewer, event: RemedyEvent | None = None
) -> list[RemedyFile]:
    """Put stored documents to a case. Raises PermissionDenied."""
    demand(viewer, *WRITERS, organ=remedy.organ_id)
    now = timezone.now()
    rows = [
        RemedyFile(remedy=remedy, event=event, name=f.name, kind=f.kind, size=f.size, sha256=f.sha256, by=viewer.person, at=now)
        for f in files
    ]  # fmt: skip
    made = RemedyFile.objects.bulk_create(rows)
    if files:
        _log("remedy_files", "添加案件材料：" + "、".join(f.name for f in files), remedy, viewer)
    return made


def _locked(remedy: Remedy, version: int, viewer: Viewer) -> Remedy:
    demand(viewer, *WRITERS, organ=remedy.organ_id)
    fresh = Remedy.objects.select_for_update(of=("self",)).select_related("organ", "before").get(pk=remedy.pk)
    if fresh.version != version:
        raise Stale("这件案件刚被别人改过，您的登记没有保存；请刷新后再办。")
    return fresh


def _fill(remedy: Remedy, details: Details) -> None:
    for each in fields(Details):
        value = getattr(details, each.name)
        setattr(remedy, each.name, value.strip() if isinstance(value, str) else value)
    remedy.case_number = number_of(details.case_number)
    remedy.defendants = [d.strip() for d in details.defendants if d.strip()]
    if remedy.organ.name not in (remedy.original, *remedy.defendants):
        raise BadRemedy(f"“{remedy.organ.name}”既不是原行为机关，也不在被申请人（被告）中；请核对当事人。")
    remedy.counted = counting_organ(remedy.original, remedy.defendants) == remedy.organ.name
    _refuse_disorder(remedy)
    typed = {f.name for f in fields(Details)} - {"before", "defendants"}
    remedy.clean_fields(exclude=[f.name for f in Remedy._meta.fields if f.name not in typed])


def _refuse_disorder(remedy: Remedy) -> None:
    """Days that contradict each other, and a reconsideration before the suit that cannot be."""
    days = [
        (n, getattr(remedy, n)) for n in ("replied_on", "known_on", "filed_on", "accepted_on") if getattr(remedy, n)
    ]
    for (one, earlier), (other, later) in pairwise(days):
        if later < earlier:
            names = [str(Remedy._meta.get_field(n).verbose_name) for n in (one, other)]  # type: ignore[union-attr]
            raise BadRemedy(f"{names[1]} {later} 早于{names[0]} {earlier}，前后矛盾；请核对。")
    if remedy.before is None:
        return
    if remedy.course != "suit_after_reconsideration":
        raise BadRemedy("只有“复议后起诉”的案件才关联此前的行政复议；请核对途径。", COURSE[remedy.course].law)
    if remedy.before.organ_id != remedy.organ_id or remedy.before.course != "reconsideration":
        raise BadRemedy("此前的行政复议不是本机关登记的行政复议案件；请重新选择。")


def _take_over(remedy: Remedy, state: Standing, calendar: WorkingCalendar) -> None:
    for name in _STANDING:
        setattr(remedy, name, getattr(state, name))
    _refuse_disorder(remedy)
    due = due_of(remedy, calendar)
    remedy.answer_due = due.day if due else None


def _standing(remedy: Remedy, today: date) -> Standing:
    return stand(remedy.course, standing_events(remedy), today=today)


def _save(remedy: Remedy) -> None:
    remedy.version += 1
    try:
        with transaction.atomic():
            remedy.save()
    except IntegrityError:
        raise Stale(f"案号“{remedy.case_number}”已另有一件登记；请在列表中找到那一件核对。") from None


def _append(
    remedy: Remedy,
    entry: Entry,
    order: int,
    viewer: Viewer,
    *,
    replaces: RemedyEvent | None = None,
    withdraws: bool = False,
    why: str = "",
) -> RemedyEvent:
    return RemedyEvent.objects.create(
        remedy=remedy,
        order=order,
        kind=entry.kind,
        on=entry.on,
        disposal=entry.disposal if entry.kind == Happening.ENDED else "",
        note=(f"更正理由：{why.strip()} {entry.note}" if why else entry.note).strip()[:500],
        replaces=replaces,
        withdraws=withdraws,
        by=viewer.person,
        at=timezone.now(),
    )


def _log(kind: str, words: str, remedy: Remedy, viewer: Viewer, payload: dict[str, Any] | None = None) -> None:
    log.append(kind, words.strip()[:300], organ=remedy.organ, viewer=viewer, subject=remedy, payload=payload or {})


def _stands(remedy: Remedy) -> dict[str, Any]:
    """A case as it stands, without the parties' names."""
    sealed = {*_SEALED, "id", "made_at"}
    return log.standing(remedy, *(f.name for f in remedy._meta.concrete_fields if f.name not in sealed))


def _plain(value: Any) -> Any:
    """A column's value as the log keeps it."""
    if isinstance(value, Remedy):
        return value.pk
    return str(value) if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


def faults(error: ValidationError) -> list[str]:
    """What a ValidationError says, field by field, in words for people."""
    rows = getattr(error, "message_dict", {"": error.messages})
    names = {f.name: str(f.verbose_name) for f in Remedy._meta.fields}
    return [f"{names.get(key, '')}：{'；'.join(said)}".lstrip("：") for key, said in rows.items()]
