"""Reading the registers: the facts of the report's section 2, their chain over the years, and the year's work for its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from gongkai.report.cells import Address
from gongkai.report.facts import ChargeFact, DecisionFact, DocumentFact, Facts, FigureFact
from gongkai.report.tally import tally
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Organ
from gongkai.web.registers import typed
from gongkai.web.registers.clashes import standing
from gongkai.web.registers.fields import address_of
from gongkai.web.registers.models import Row
from gongkai.web.registers.register import Register
from gongkai.web.registers.table import REGISTERS
from gongkai.web.registers.yearwork import year_records

__all__ = [
    "ChainLink", "RegisterFacts", "document_facts", "facts", "figures", "listing", "narrowed", "record_of", "section_2_chain",
    "year_records", "years",
]  # fmt: skip


class RegisterFacts(NamedTuple):
    """What the registers give the tables of a report."""

    documents: tuple[DocumentFact, ...]
    decisions: tuple[DecisionFact, ...]
    charges: tuple[ChargeFact, ...]
    figures: tuple[FigureFact, ...]


class ChainLink(NamedTuple):
    """A kind of document in a year: in force at its start, issued and ended within it, in force at its end.

    ``before + issued - ended == in_force``, since all four count the same records.
    """

    year: int
    row: str
    before: int
    issued: int
    ended: int
    in_force: int


def facts(organ: Organ, *, until: date, since: date | None = None) -> RegisterFacts:
    """All facts of an organ up to a day, in order of day and number; one query a table.

    ``since`` leaves out decisions and charges before a day (a single year needs no others); documents count from the first.
    Voided records are no facts.
    """
    days = Q(on__lte=until) if since is None else Q(on__range=(since, until))
    decisions = _rows("decision", organ, days, "on", "row", "on", "count")
    charges = _rows("charge", organ, days, "on", "on", "fen")
    return RegisterFacts(
        documents=document_facts(organ, until=until),
        decisions=tuple(DecisionFact(f"decision/{pk}", row, on, count) for pk, row, on, count in decisions),
        charges=tuple(ChargeFact(f"charge/{pk}", on, fen) for pk, on, fen in charges),
        figures=figures(organ, until=until),
    )


def document_facts(organ: Organ, *, until: date) -> tuple[DocumentFact, ...]:
    """The rules and normative documents issued by a day. A document ends on the day it was repealed or declared void, or on the
    last day of its validity; what comes after ``until`` has not happened yet."""
    rows = _rows("document", organ, Q(issued_on__lte=until), "issued_on", "row", "issued_on", "ended_on", "valid_until")
    found = []
    for pk, row, issued, ended, valid in rows:
        last = ended or valid
        found.append(DocumentFact(f"document/{pk}", row, issued, last if last and last <= until else None))
    return tuple(found)


def figures(organ: Organ, *, until: date) -> tuple[FigureFact, ...]:
    """The figures from elsewhere, of the report years up to a day's."""
    rows = _rows("figure", organ, Q(year__lte=until.year), "year", "year", "cell", "value")
    return tuple(
        FigureFact(f"figure/{pk}", year, address_of(cell), _number(address_of(cell), value))
        for pk, year, cell, value in rows
    )


def _number(address: Address, value: Any) -> Any:
    return value.normalize() if address.column == "amount_wan_yuan" else int(value)


def _rows(key: str, organ: Organ, which: Q, by: str, *columns: str) -> Iterable[tuple[Any, ...]]:
    """Read at once: all of them become facts, and a cursor kept open takes PostgreSQL three trips."""
    rows = standing(REGISTERS[key], organ).filter(which).order_by(by, "pk")
    return rows.values_list("pk", *columns)


def section_2_chain(organ: Organ, years: Iterable[int]) -> tuple[ChainLink, ...]:
    """The documents over some years (2021 and later), by kind; one query. Raises report.facts.BadFact for an earlier year."""
    wanted = sorted(set(years))
    if not wanted:
        return ()
    documents = document_facts(organ, until=date(wanted[-1], 12, 31))
    found = []
    for row in Row.values:
        for year in wanted:
            own = tuple(d for d in documents if d.row == row)
            before = sum(d.issued_on.year < year and not (d.ended_on and d.ended_on.year < year) for d in own)
            counted = tally(Facts(documents=own), year)
            values = (int(counted.value(Address(2, row, c))) for c in ("issued", "repealed", "in_force"))
            found.append(ChainLink(year, row, before, *values))
    return tuple(found)


def listing(viewer: Viewer, register: Register) -> QuerySet[Any]:
    """The records of a register a viewer may see, newest first."""
    rows = visible(viewer, register.model).select_related("organ", "entered_by")
    links = [b.key for b in register.references]
    return (rows.select_related(*links) if links else rows).order_by(f"-{register.dated}", "-pk")


def narrowed(
    rows: QuerySet[Any],
    register: Register,
    *,
    words: str = "",
    year: int | None = None,
    phase: str = "",
    chosen: Mapping[str, str] | None = None,
) -> QuerySet[Any]:
    """The records of a list that have every word in a searched column, belong to a year (or stood in one of the register's
    phases in it), and have the chosen values."""
    for word in words.split()[:6]:
        found = Q()
        for column in register.bound:
            if column.sought:
                found |= Q(
                    **{f"{column.key}__icontains": typed.number_as_kept(word) if column.kind is typed.NUMBER else word}
                )
        rows = rows.filter(found)
    if year is not None:
        rows = rows.filter(register.in_year(year, phase))
    for key, value in (chosen or {}).items():
        rows = rows.filter(**{key: value})
    return rows


def years(viewer: Viewer, register: Register) -> list[int]:
    """The years a viewer's records of a register belong to, latest first. One query."""
    rows = visible(viewer, register.model).order_by()
    if not register.by_day:
        return sorted(set(rows.values_list(register.dated, flat=True)), reverse=True)
    return sorted((d.year for d in rows.dates(register.dated, "year")), reverse=True)


def record_of(viewer: Viewer, number: str) -> Any:
    """The record of a number (``document/12``), or None when it is not in sight or no register's."""
    key, _, pk = number.partition("/")
    register = REGISTERS.get(key)
    if register is None or not pk.isdecimal() or len(pk) > 18:
        return None
    return visible(viewer, register.model).filter(pk=int(pk)).first()
