"""What a row cannot be beside the others: a number twice, the same record twice, a reference to nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.web.organs.models import Organ
from gongkai.web.registers import typed
from gongkai.web.registers.models import LIVE, Document, Record
from gongkai.web.registers.register import Fault, Register, Values

Key = tuple[Any, ...]
Span = tuple[date, date, str]


def standing(register: Register, organ: Organ | int) -> QuerySet[Record]:
    """The records of an organ that stand (not voided). For the organ's own operations; people's queries go through the gate."""
    pk = organ if isinstance(organ, int) else organ.pk
    return register.model._default_manager.filter(LIVE, organ=pk)


def documents(organ: Organ) -> QuerySet[Document]:
    """The documents of an organ that can be referred to."""
    return Document.objects.filter(LIVE, organ=organ)


def clashes(
    register: Register, organ: Organ, rows: Sequence[Values], *, lines: Sequence[int] = (), but: int | None = None
) -> list[list[Fault]]:
    """What each row clashes with: records of the organ (but one), and rows before it. At most two queries, however many rows.

    ``rows`` are values by column key, readable ones only; ``lines`` their numbers in the sheet, for the words.
    """
    by_number, same, spans = _held(register, organ, rows, but)
    known = _known(register, organ, rows)
    found = []
    for at, row in enumerate(rows):
        place = f"第 {lines[at]} 行" if lines else "另一行"
        faults = list(_unknown(register, row, known))
        key = _once(register, row)
        if key is not None:
            if key in by_number:
                words = "、".join(
                    register.by_key[k].words
                    for k in register.once
                    if register.by_key[k].kind in (typed.TEXT, typed.NUMBER)
                )
                faults.append(Fault(register.once[-1], f"{words}“{key[-1]}”与{by_number[key]}重复，请核对。"))
            by_number.setdefault(key, place)
        faults += _covered(register, row, spans, place)
        whole = _whole(register, row)
        if not faults and whole in same:
            faults.append(Fault("", f"与{same[whole]}完全相同，请删去一条；确是两件事的，请写明区别。"))
        same.setdefault(whole, place)
        found.append(faults)
    return found


def _held(
    register: Register, organ: Organ, rows: Sequence[Values], but: int | None
) -> tuple[dict[Key, str], dict[Key, str], dict[Key, list[Span]]]:
    """The keys of the organ's records, each with the words that name it: by number, by everything they say; and the days its
    sums cover, by series."""
    columns = [f"{b.key}__document_number" if b in register.references else b.key for b in register.bound]
    held = standing(register, organ).exclude(pk=but)
    if len(rows) == 1:  # one record is entered: only what could be the same is read
        near = Q(**{register.dated: rows[0][register.dated]})
        if register.once:
            near |= Q(**{register.once[-1]: rows[0][register.once[-1]]})
        if register.series and rows[0]["since"]:
            near |= Q(since__lte=rows[0]["on"], on__gte=rows[0]["since"])
        held = held.filter(near)
    by_number: dict[Key, str] = {}
    same: dict[Key, str] = {}
    spans: dict[Key, list[Span]] = defaultdict(list)
    for pk, *values in held.order_by("pk").values_list("pk", *columns):
        row = {b.key: value for b, value in zip(register.bound, values, strict=True)}
        words = f"已有的第 {pk} 号"
        same.setdefault(_whole(register, row), words)
        if (key := _once(register, row)) is not None:
            by_number.setdefault(key, words)
        _covered(register, row, spans, words)
    return by_number, same, spans


def _covered(register: Register, row: Values, spans: dict[Key, list[Span]], place: str) -> list[Fault]:
    """A fault when a sum covers days that another of its series covers, for then they would be counted twice; its own days
    are noted in ``spans``."""
    if not register.series or not row["since"]:
        return []
    held = spans[tuple(row[k] for k in register.series)]
    other = next((words for since, on, words in held if since <= row["on"] and row["since"] <= on), "")
    held.append((row["since"], row["on"], place))
    words = f"统计期间与{other}重叠（种类和来源都相同），同一天会计两次；请核对起止日期。"
    return [Fault("since", words)] if other else []


def _whole(register: Register, row: Values) -> Key:
    return tuple("" if row[b.key] is None else row[b.key] for b in register.bound)


def _once(register: Register, row: Values) -> Key | None:
    """The columns that may stand together once; None where the register has none or the last is empty."""
    if not register.once or not row[register.once[-1]]:
        return None
    key = tuple(row[k] for k in register.once)
    on = row[register.dated]
    return (on.year if isinstance(on, date) else on, *key) if register.once_a_year else key


def _known(register: Register, organ: Organ, rows: Sequence[Values]) -> dict[str, date]:
    """The documents that can be referred to, those of the same sheet included: number → day of issue."""
    wanted = {row[b.key] for b in register.references for row in rows if row[b.key]}
    if not wanted:
        return {}
    found = {row["document_number"]: row["issued_on"] for row in rows}
    held = documents(organ).values_list("document_number", "issued_on")
    return {**found, **{number: on for number, on in held if number in wanted}}


def _unknown(register: Register, row: Values, known: dict[str, date]) -> list[Fault]:
    faults = []
    for column in register.references:
        number = row[column.key]
        if number and number not in known:
            faults.append(Fault(column.key, f"台账里没有文号为“{number}”的文件，请先登记它，或者改正文号。"))
        elif number and known[number] > row[register.dated]:
            faults.append(Fault(column.key, f"被修改的文件“{number}”制发在后（{known[number]}），请核对文号。"))
    return faults
