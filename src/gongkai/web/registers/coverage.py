"""Days of a year that the sums of other systems leave out: nothing is wrong with them one by one, and the year's figure is short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from gongkai.web.organs.models import Organ
from gongkai.web.registers.clashes import standing
from gongkai.web.registers.register import Register
from gongkai.web.registers.table import REGISTERS

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A stretch of days, both included, for which a kind of a register has neither a sum nor a single record."""

    register: str
    kind: str
    since: date
    until: date

    @property
    def words(self) -> str:
        """One clause that names it."""
        return f"{REGISTERS[self.register].by_key[REGISTERS[self.register].series[0]].show(self.kind)} {self.since} 至 {self.until}"


def uncovered(organ: Organ, year: int, *, on: date) -> tuple[Uncovered, ...]:
    """What the sums of an organ leave out of a year that is over on a day; none while it lasts. One query a register.

    Only kinds with a sum are looked at: what is entered case by case has days without a case. Several sources of a kind are
    taken together, and a single record among the days says that they are entered case by case.
    """
    if on.year <= year:
        return ()
    return tuple(each for register in REGISTERS.values() if register.series for each in _of(register, organ, year))


def _of(register: Register, organ: Organ, year: int) -> Iterator[Uncovered]:
    kind = register.series[0]
    sums: dict[str, list[tuple[date, date]]] = defaultdict(list)
    singles: dict[str, list[date]] = defaultdict(list)
    held: QuerySet[Any] = standing(register, organ)
    for row in held.filter(register.in_year(year)).values(*{kind, "since", "on", *_counts(register)}):
        first = row["since"] or (date(year, 1, 1) if row.get("count", 1) > 1 else None)
        if first:
            sums[row[kind]].append((first, row["on"]))
        else:
            singles[row[kind]].append(row["on"])
    for key, spans in sorted(sums.items()):
        for since, until in _between(sorted(spans), year):
            if not any(since <= day <= until for day in singles[key]):
                yield Uncovered(register.key, key, since, until)


def _counts(register: Register) -> Iterable[Any]:
    return ("count",) if "count" in register.by_key else ()


def _between(spans: Iterable[tuple[date, date]], year: int) -> Iterator[tuple[date, date]]:
    """The days of a year that no span covers; spans in order of their first day."""
    after = date(year, 1, 1)
    for since, until in spans:
        if since > after:
            yield after, since - _DAY
        after = max(after, until + _DAY)
    if after.year == year:
        yield after, date(year, 12, 31)
