"""Everything a draft can state, by key: its value, how prose prints it, and the cells, records or formula behind it.

Keys are stored with the drafts and do not change: ``cell/3/new/total``, ``group/refused``, ``share/granted``,
``growth/percent``, ``published/total``, ``problem/<record>`` …
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

from gongkai.report.cells import Address, Number
from gongkai.report.narrative.readings import GROUP, ORGANIZATIONS, rows_of
from gongkai.report.prose.absent import absences
from gongkai.report.prose.fees import Fees, fee_sources
from gongkai.report.prose.named import Source, percent, printed
from gongkai.report.prose.reasons import reasons
from gongkai.report.prose.registered import registered
from gongkai.report.reading import Report
from gongkai.report.tally import Tally
from gongkai.report.yearwork import YearWork

__all__ = ["Fees", "Source", "Sources"]

# Below this a percentage says more than the figures do: 3 against 2 is no growth of 50 %.
FEW = 20


@dataclass(frozen=True)
class Sources(Mapping[str, Source]):
    """What an organ's year holds. ``previous`` is last year's report of any origin; one of another year is not looked at.

    ValueError when the tally and the year's work are of different years.
    """

    organ: str
    tally: Tally
    work: YearWork
    previous: Report | None = None
    fees: Fees = field(default_factory=Fees)

    def __post_init__(self) -> None:
        if self.tally.year != self.work.year:
            raise ValueError(f"a tally of {self.tally.year} beside the work of {self.work.year}")

    def __getitem__(self, key: str) -> Source:
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    @property
    def year(self) -> int:
        """The year reported on."""
        return self.tally.year

    @cached_property
    def report(self) -> Report:
        """The year's cells as a report without text."""
        return self.tally.report(organ=self.organ)

    def value(self, key: str) -> Number:
        """The figure under a key, 0 where there is none."""
        source = self.get(key)
        return source.value if source and source.value is not None else 0

    @cached_property
    def last(self) -> Report | None:
        """Last year's report, when it is that and on a form."""
        previous = self.previous
        if previous is None or previous.edition is None or previous.year != self.year - 1:
            return None
        return previous

    @cached_property
    def _known(self) -> dict[str, Source]:
        found = [
            Source("organ", "机关名称", self.organ),
            Source("year", "报告年度", str(self.year), self.year),
            *_cells(self.report),
            *_sums(self.report),
            *_growth(self.report, self.last),
            *registered(self.work),
            *fee_sources(self.fees, self.report),
            *absences(self.report, self.fees),
        ]
        return {source.key: source for source in found}


def cell_key(row: str, column: str = "total", table: int = 3) -> str:
    """The key of a cell."""
    return f"cell/{table}/{row}/{column}"


def _cells(report: Report) -> Iterator[Source]:
    form = report.edition
    if form is None:
        return
    for address in form.addresses:
        value = report.cells[address].value
        if value is not None:
            yield Source(cell_key(address.row, address.column, address.table), form.name(address),
                         printed(value), value, (address,))  # fmt: skip


def _sum(key: str, words: str, report: Report, addresses: Iterable[Address]) -> Source:
    held = tuple(a for a in addresses if a in report.cells)
    value = sum(int(report.cells[a].value or 0) for a in held)
    return Source(key, words, str(value), value, held, formula="＋".join(str(report.cells[a].value or 0) for a in held))


def _sums(report: Report) -> Iterator[Source]:
    """Sums over cells, and shares of what was processed."""
    processed = report.value(3, "total") or 0
    for key, group in GROUP.items():
        rows = [Address(3, row, "total") for row in rows_of([key])]
        source = _sum(f"group/{key}", f"表三“{group.value}”各行总计之和", report, rows)
        yield source
        rest = [Address(3, row, "total") for row in reasons(report, key).rest]
        if rest:
            yield _sum(f"rest/{key}", f"表三“{group.value}”其余各行总计之和", report, rest)
        if processed and source.value:
            share = percent(Fraction(int(source.value), int(processed)))
            words = f"“{group.value}”占办结件数的比例"
            formula = f"{source.value}÷{processed}"
            addresses = (*source.addresses, Address(3, "total", "total"))
            yield Source(f"share/{key}", words, f"{share}%", share, addresses, formula=formula)
    organizations = (Address(3, "new", column) for column in ORGANIZATIONS)
    yield _sum("new/organizations", "表三本年新收中法人或其他组织各列之和", report, organizations)
    suits = ("direct_suit", "suit_after_reconsideration")
    for column in ("total", "upheld", "corrected", "other_result", "pending"):
        addresses = tuple(Address(4, row, column) for row in suits)
        yield _sum(f"litigation/{column}", "表四行政诉讼两行之和", report, addresses)


def _growth(report: Report, last: Report | None) -> Iterator[Source]:
    """The change of applications received against last year's report: its way, and how much in cases or percent."""
    now, before = report.value(3, "new"), last.value(3, "new") if last else None
    if now is None or before is None:
        return
    change = int(now - before)
    formula, address = f"本年 {now}，上年 {before}", (Address(3, "new", "total"),)
    if not change:
        yield Source("growth/same", "本年新收与上年相同", "与上年持平", None, address, formula=formula)
        return
    way = "增加" if change > 0 else "减少"
    yield Source("growth/way", "本年新收比上年增减", way, None, address, formula=formula)
    if before < FEW:
        yield Source("growth/cases", "本年新收比上年增减件数", str(abs(change)), abs(change), address, formula=formula)
    else:
        share = Decimal(abs(change) * 100) / Decimal(before)
        share = share.quantize(Decimal("0.1"), ROUND_HALF_UP)
        text = printed(share.normalize()) if share == share.to_integral_value() else str(share)
        yield Source("growth/percent", "本年新收比上年增减百分比", f"{text}%", Decimal(text), address, formula=formula)
