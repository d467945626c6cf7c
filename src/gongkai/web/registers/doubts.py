"""What people should look at in a row though it may well be right: nothing here stops it. Counted twice, a wrong year."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from gongkai.web.organs.models import Organ
from gongkai.web.registers.clashes import standing
from gongkai.web.registers.register import Fault, Register, Values

_NUMBER_YEAR = re.compile(r"[〔\[［【(（]\s*((?:19|20)\d\d)\s*[〕\]］】)）]")
# A sheet is of one year when at least so many of its rows are, in percent, and it has so many rows.
_MOSTLY, _FEWEST = 80, 5


class Counted(NamedTuple):
    """A row that counts something: the days it covers, whether it is a sum, the words that name it."""

    since: date
    on: date
    is_sum: bool
    words: str


@dataclass
class _Kept:
    """What is known of one kind: its sums; its single rows by day."""

    sums: list[Counted] = field(default_factory=list)
    singles: list[Counted] = field(default_factory=list)


def doubts(
    register: Register, organ: Organ, rows: Sequence[Values], *, lines: Sequence[int] = (), but: int | None = None
) -> list[list[Fault]]:
    """What to look at in each row, beside the organ's records (but one) and the other rows. One query at most.

    ``rows`` are values by column key, readable ones only; ``lines`` their numbers in the sheet, for the words.
    """
    found: list[list[Fault]] = [[*_number_year(row), *_cleaned_up(row), *_only_one(row)] for row in rows]
    if register.series:
        for at, fault in _twice(register, organ, rows, lines, but):
            found[at].append(fault)
    if lines:
        for at, fault in _strays(register, rows):
            found[at].append(fault)
    return found


def _number_year(row: Values) -> Iterator[Fault]:
    """The year in a document's number is the year it is issued in, as a rule."""
    number, issued = row.get("document_number"), row.get("issued_on")
    match = _NUMBER_YEAR.search(number) if isinstance(number, str) else None
    if match and isinstance(issued, date) and int(match[1]) != issued.year:
        yield Fault("issued_on", f"文号“{number}”是 {match[1]} 年的，制发日期却在 {issued.year} 年；请核对两处。")


def _cleaned_up(row: Values) -> Iterator[Fault]:
    """A document that a clean-up ended and that has no day of its end still counts as in force."""
    ends = {"repealed": "废止", "void": "宣布失效"}
    result = row.get("clean_up")
    if result in ends and not row.get("ended_on"):
        words = f"清理结果是“{ends[str(result)]}”，却没有填废止或失效日期，现在仍计入“现行有效”；已经{ends[str(result)]}的请补填。"
        yield Fault("ended_on", words)


def _only_one(row: Values) -> Iterator[Fault]:
    """A sum of several days that counts one: the figure the form begins with, as a rule."""
    since, on = row.get("since"), row.get("on")
    if row.get("count") == 1 and isinstance(since, date) and since != on:
        yield Fault("count", f"{since} 至 {on} 的汇总数只有 1 件；请核对是否漏填了数。")


def _strays(register: Register, rows: Sequence[Values]) -> Iterator[tuple[int, Fault]]:
    """The few rows of a sheet that belong to another year than the rest."""
    years = [_year(row[register.dated]) for row in rows]
    if len(years) < _FEWEST:
        return
    year, count = Counter(years).most_common(1)[0]
    if count == len(years) or count * 100 < len(years) * _MOSTLY:
        return
    for at, own in enumerate(years):
        if own != year:
            words = f"这一行属于 {own} 年，而这份表 {len(years)} 行里有 {count} 行属于 {year} 年；请核对年份。"
            yield at, Fault(register.dated, words)


def _year(value: Any) -> int:
    return value.year if isinstance(value, date) else int(value)


def _counted(register: Register, row: Values, place: str) -> Counted:
    """How a row of a register with sums counts. A figure without the day it starts from is read as from 1 January."""
    on, since, count = row["on"], row["since"], row.get("count") or 1
    start = since or (date(on.year, 1, 1) if count > 1 else on)
    named = row.get("number") or row.get("subject") or ""
    kind = register.by_key[register.series[0]].show(row[register.series[0]])
    much = f" {count} 件" if count > 1 else ""
    days = f"{start} 至 {on}" if start != on else f"{on}"
    return Counted(
        start, on, start != on or count > 1, f"{place}“{kind}{f' {named}' if named else ''}{much}”（{days}）"
    )


def _twice(
    register: Register, organ: Organ, rows: Sequence[Values], lines: Sequence[int], but: int | None
) -> Iterator[tuple[int, Fault]]:
    """Where what one row counts may be in another's sum: the same kind, the same day. Two sums of one series are refused
    elsewhere (``clashes``)."""
    kept = _held(register, organ, rows, but)
    for at, row in enumerate(rows):
        own = _counted(register, row, f"第 {lines[at]} 行" if lines else "这条")
        of_kind = kept[row[register.series[0]]]
        other = _overlapped(of_kind, own)
        if other is not None:
            words = f"与{other.words}是同一种类、同一段时间；如果汇总数里已经含有逐件登记的，会计两次，请核对，重复的请更正或者作废。"
            yield at, Fault(register.dated, words)
        _keep(of_kind, own)


def _overlapped(kept: _Kept, own: Counted) -> Counted | None:
    """The first sum that covers a day of this row, else, for a sum, the first single row within its days."""
    for each in kept.sums:
        if each.since <= own.on and own.since <= each.on:
            return each
    if not own.is_sum:
        return None
    at = bisect_left(kept.singles, own.since, key=lambda c: c.on)
    return kept.singles[at] if at < len(kept.singles) and kept.singles[at].on <= own.on else None


def _keep(kept: _Kept, own: Counted) -> None:
    if own.is_sum:
        kept.sums.append(own)
    else:
        kept.singles.insert(bisect_left(kept.singles, own.on, key=lambda c: c.on), own)


def _held(register: Register, organ: Organ, rows: Sequence[Values], but: int | None) -> dict[Any, _Kept]:
    """What the organ's records count in the years of the rows, by kind."""
    kept: dict[Any, _Kept] = defaultdict(_Kept)
    kind = register.series[0]
    columns = [key for key in (kind, "number", "subject", "since", "on", "count") if key in register.by_key]
    years = {row["on"].year for row in rows}
    within = Q(on__year__gte=min(years), on__year__lte=max(years))
    near: QuerySet[Any] = standing(register, organ).exclude(pk=but)
    for pk, *values in near.filter(within).order_by("on", "pk").values_list("pk", *columns):
        row = dict(zip(columns, values, strict=True))
        _keep(kept[row[kind]], _counted(register, row, f"已有的第 {pk} 号"))
    return kept
