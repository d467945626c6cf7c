"""From facts to cells: what a year's report counts, every cell with the records behind it.

A cell is a list of records and its value is what they add up to. To change a number, change a fact.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.law.outcomes import OUTCOME
from gongkai.law.remedies import COURSE, RESULT
from gongkai.report.cells import Address, Cell, Number
from gongkai.report.facts import ApplicationFact, BadFact, Facts, RemedyFact
from gongkai.report.form import Form
from gongkai.report.reading import Passage, Report, form_for

FEN_IN_WAN_YUAN = 1_000_000
FIRST_YEAR = 2021
_KINDS = frozenset(k.key for k in APPLICANT_KINDS)


class Counted(NamedTuple):
    """A record in a cell and what it adds to it."""

    record: str
    value: Number = 1


@dataclass(frozen=True)
class Tally:
    """A year's cells with the records each counts, in the order of the facts. ``records`` knows every address of the form."""

    year: int
    form: Form
    records: Mapping[Address, tuple[Counted, ...]]

    def value(self, address: Address) -> Number:
        """What the records of a cell add up to."""
        column = self.form.column(address)
        total = sum((c.value for c in self.records[address]), Decimal(0) if column.decimal else 0)
        return _plain(total) if isinstance(total, Decimal) else total

    def cells(self) -> dict[Address, Cell]:
        """Every cell of the form with its value."""
        return {address: Cell(self.value(address)) for address in self.records}

    def report(self, *, organ: str, title: str = "", passages: tuple[Passage, ...] = ()) -> Report:
        """The report of an organ with these cells and its text."""
        return Report(organ, self.year, self.form.key, self.cells(), title, passages=passages)


def tally(facts: Facts, year: int) -> Tally:
    """Count a year. Raises BadFact for a fact no row has a place for, and for a year whose form asks for what the
    registers do not keep (before 2021: such reports are imported)."""
    form = form_for(year)
    if form is None or year < FIRST_YEAR:
        raise BadFact(f"{year} 年的报告用的是旧格式，不能由记录汇总；请导入当年已发布的报告。")
    counted: dict[Address, list[Counted]] = defaultdict(list)
    for address, entry in _entries(facts, year):
        counted[address].append(entry)
    return added_up(form, year, counted)


def added_up(form: Form, year: int, parts: Mapping[Address, Iterable[Counted]]) -> Tally:
    """The tally of a year from the records of its cells without the totals, as an edition keeps them. Raises BadFact for a
    cell the form does not have."""
    for address in parts:
        _must_exist(form, address)
    counted = {address: list(entries) for address, entries in parts.items()}
    _add_up(form, counted)
    return Tally(year, form, {address: tuple(counted.get(address, ())) for address in form.addresses})


def rows_of(application: ApplicationFact, year: int) -> Iterator[str]:
    """The two rows an application stands in: how it came in, how it went out; none in a year it has nothing to do with."""
    left = application.left()
    if application.received_on.year > year or (left and left.on.year < year):
        return
    yield "new" if application.received_on.year == year else "brought_forward"
    yield left.outcome if left and left.on.year == year else "carried_forward"


def column_of(remedy: RemedyFact, year: int) -> str | None:
    """The result a remedy counts under by its state at the end of the year, or None when it has nothing to do with it."""
    if not remedy.counted or remedy.accepted_on.year > year or (remedy.ended_on and remedy.ended_on.year < year):
        return None
    return remedy.result if remedy.ended_on and remedy.ended_on.year == year else "pending"


def _entries(facts: Facts, year: int) -> Iterator[tuple[Address, Counted]]:
    """Every fact of the year with the cell it counts in. Totals are left to ``_add_up``."""
    for application in facts.applications:
        _must_be_known(application)
        for row in rows_of(application, year):
            yield Address(3, row, application.applicant), Counted(application.record)
    for remedy in facts.remedies:
        column = column_of(remedy, year)
        if remedy.course not in COURSE or (remedy.result and remedy.result not in RESULT):
            raise BadFact(f"{remedy.record}：救济途径或者结果不在表四之内，请核对。")
        if column:
            yield Address(4, remedy.course, column), Counted(remedy.record)
    for document in facts.documents:
        entry = Counted(document.record)
        if document.issued_on.year == year:
            yield Address(2, document.row, "issued"), entry
        if document.ended_on and document.ended_on.year == year:
            yield Address(2, document.row, "repealed"), entry
        elif document.issued_on.year <= year and not (document.ended_on and document.ended_on.year < year):
            yield Address(2, document.row, "in_force"), entry
    for decision in facts.decisions:
        if decision.on.year == year and decision.count:
            yield Address(2, decision.row, "decisions"), Counted(decision.record, decision.count)
    for charge in facts.charges:
        if charge.on.year == year and charge.fen:
            amount = Decimal(charge.fen) / FEN_IN_WAN_YUAN
            yield Address(2, "administrative_charge", "amount_wan_yuan"), Counted(charge.record, amount)
    for figure in facts.figures:
        if figure.year == year and figure.value:
            yield figure.address, Counted(figure.record, figure.value)


def _must_be_known(application: ApplicationFact) -> None:
    if application.applicant not in _KINDS:
        raise BadFact(f"{application.record}：申请人类别不在表三各列之内，请核对。")
    before = application.received_on
    for ending in application.endings:
        if ending.outcome not in OUTCOME:
            raise BadFact(f"{application.record}：办理结果不在表三各行之内，请核对。")
        if ending.on < before:
            raise BadFact(f"{application.record}：办结日期 {ending.on} 早于 {before}，前后矛盾，请核对。")
        before = ending.on


def _must_exist(form: Form, address: Address) -> None:
    try:
        form.column(address)
    except KeyError:
        raise BadFact(f"{form.key} 年格式没有「{address.row}／{address.column}」这一格，请核对填报的栏目。") from None


def _add_up(form: Form, counted: dict[Address, list[Counted]]) -> None:
    """The totals: the results of table 3 into 总计, then in tables 3 and 4 every row into its last column."""
    from gongkai.report.identities import result_rows

    *kinds, whole = (c.key for c in form.table(3).blocks[0].columns)
    for kind in kinds:
        parts = (counted.get(Address(3, row, kind), ()) for row in result_rows(form))
        counted[Address(3, "total", kind)] = _joined(parts)
    for number in (3, 4):
        block = form.table(number).blocks[0]
        *columns, whole = (c.key for c in block.columns)
        for row in block.rows:
            parts = (counted.get(Address(number, row.key, column), ()) for column in columns)
            counted[Address(number, row.key, whole)] = _joined(parts)


def _joined(parts: Iterable[Iterable[Counted]]) -> list[Counted]:
    return [entry for part in parts for entry in part]


def _plain(amount: Decimal) -> Decimal:
    """An amount without zeros behind the last figure that says something: 40.510000 → 40.51, 5.000000 → 5."""
    normal = amount.normalize()
    return normal if normal.as_tuple().exponent <= 0 else normal.quantize(Decimal(1))  # type: ignore[operator]
