"""A report as it stands: counted from the records and beside last year's, with everything that still stands in its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q

from gongkai.report.cells import Address, Number
from gongkai.report.checks import check
from gongkai.report.checks.rule import Context
from gongkai.report.findings import Finding, Severity, Span
from gongkai.report.form_2021 import SECTIONS
from gongkai.report.identities import Identity, across_years, total
from gongkai.report.prose import UNANSWERED, Drafts, Fees, Mark, Sources, Standing, bind, draft, draft_of
from gongkai.report.reading import Passage, Report
from gongkai.report.tally import Tally, tally
from gongkai.report.yearwork import YearWork
from gongkai.web.applications.models import Fee
from gongkai.web.organs.models import Organ
from gongkai.web.registers import queries as registers
from gongkai.web.remedies import queries as remedies
from gongkai.web.reports import counting, queries
from gongkai.web.reports.models import WRITTEN, AnnualReport
from gongkai.web.reports.publishing import with_items
from gongkai.web.review.models import LogHead

# Where the words that explain a break with last year's report stand in the file.
EXPLAINED_IN = "requests"
_STILL_OPEN = f"「{{}}」里还有“{UNANSWERED}”：请在登记簿“问题和改进”登记处理结果，再更新数字；或者在正文里写明结果。"


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell of this year that should continue last year's filed report: the cell of ours with its name in the words of
    the form, our figure, what it should be, the cell of last year's report, and how what it should be comes about."""

    address: Address
    name: str
    ours: Number
    before: Number
    previous: Address
    reckoned: str

    @property
    def key(self) -> list[str]:
        """The difference as it is kept beside the words that explain it: another figure on either side is another one."""
        return ["/".join(map(str, self.address)), str(self.ours), str(self.before)]


@dataclass(frozen=True)
class Compiled:
    """A report read in one snapshot: its count, the report with its text, last year's filed one, the year's work, how many
    applications and how many remedies no cell counts yet."""

    row: AnnualReport
    tally: Tally
    written: Report
    previous: Report | None
    unregistered: int = 0
    undated: int = 0
    work: YearWork | None = field(default=None, compare=False)
    fees: Fees = field(default_factory=Fees)
    bases: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def contradicted(self) -> tuple[tuple[str, Mark], ...]:
        """The numbers of the text that say something else than the records they are of, each with its section's key; those
        a check names already left out."""
        told = [f.where for f in self.findings if isinstance(f.where, Span)]
        return tuple(
            (key, mark)
            for key, base in self.bases.items()
            for mark in bind(self.written.text(key), kept=draft_of(section=key, objects=base), sources=self.sources)
            if mark.standing is Standing.CONTRADICTS
            and not any(t.section == key and t.start < mark.end and mark.start < t.end for t in told)
        )

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Where the year does not continue last year's report: 上年结转 and the documents in force."""
        return differences(self.written, self.previous)

    @cached_property
    def uncompared(self) -> tuple[str, ...]:
        """The cells of last year's report that this year should continue and that hold no figure, in the words of the form:
        a blank or a stroke is not a nought."""
        if self.previous is None or self.previous.edition is None or self.written.edition is None:
            return ()
        form, cells = self.previous.edition, self.previous.cells
        chain = [
            i for i in across_years(self.written.form, self.previous.form) if i.sides(self.written.cells, cells) is None
        ]
        return tuple(dict.fromkeys(form.name(a) for i in chain for a in i.previous if total(cells, (a,)) is None))

    @property
    def explained(self) -> str:
        """The words on the differences that go into the file; none while there is nothing to explain."""
        return self.written.text(EXPLAINED_IN)

    @cached_property
    def unexplained(self) -> list[Difference]:
        """The differences nobody has explained as they are now."""
        known = self.row.explained if self.row.difference_why else []
        return [d for d in self.differences if d.key not in known]

    @cached_property
    def findings(self) -> list[Finding]:
        """What ``gongkai check`` finds in the report beside last year's."""
        return check(self.written, Context(previous=self.previous))

    @cached_property
    def obstacles(self) -> list[str]:
        """Why the report cannot go to review, in Chinese: sections without text or with a gap left open, applications
        without a day of receipt, remedies without a day of acceptance, differences nobody explained, errors of the checks."""
        found = [f"「{words}」还没有内容，请撰写。" for key, words in WRITTEN if not self.written.text(key).strip()]
        found += [_STILL_OPEN.format(words) for key, words in WRITTEN if UNANSWERED in self.written.text(key)]
        if self.unregistered:
            year = self.row.year
            found.append(f"还有 {self.unregistered} 件 {year} 年提交的申请没有登记收到日期，无法计入；请先登记。")
        if self.undated:
            found.append(
                f"还有 {self.undated} 件复议诉讼案件没有登记受理日期，没有计入表四；请登记“受理”，不受理的登记结果。"
            )
        found += [
            f"{d.name}为 {d.ours}；{d.reckoned}。记录有误的请更正，没有误的请说明原因。" for d in self.unexplained
        ]
        return found + [f"{f.code}：{f.message}" for f in self.findings if self._bars(f)]

    def _bars(self, finding: Finding) -> bool:
        """An error bars; one across the years does not bar here: what differs is told above, and may be explained."""
        return finding.severity is Severity.ERROR and not finding.code.startswith("Y-")

    @cached_property
    def sources(self) -> Sources:
        """What the sections are written from, by key."""
        work = self.work or YearWork(self.row.organ.name, self.row.year)
        return Sources(self.row.organ.name, self.tally, work, self.previous, self.fees)

    @cached_property
    def drafts(self) -> Drafts:
        """The sections as the records alone would have them."""
        return draft(self.sources)


def compiled(row: AnnualReport, *, texts: Mapping[str, str] | None = None) -> Compiled:
    """The report counted and read in one snapshot; ``texts`` stand for what is saved of a section.

    With ``texts`` somebody is typing: the count of the last pause is taken while nothing has been logged of the organ since.
    Raises report.facts.BadFact with one Chinese sentence when a record cannot be counted.
    """
    with counting.snapshot():
        sections = list(row.sections.all())
        saved = {s.key: s.text for s in sections}
        counted = _read(row) if texts is None else _lately(row)
    said = {**saved, **(texts or {})}
    written = as_written(row, counted.tally, said)
    if row.difference_why and differences(written, counted.previous):
        written = as_written(row, counted.tally, {**said, EXPLAINED_IN: row.difference_why})
    bases = {s.key: s.base for s in sections}
    return Compiled(
        row,
        counted.tally,
        written,
        counted.previous,
        counted.waiting,
        counted.undated,
        counted.work,
        counted.fees,
        bases,
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is read of an organ's year beside the text."""

    tally: Tally
    previous: Report | None
    waiting: int
    undated: int
    work: YearWork
    fees: Fees


# The newest counts by organ and year, each with the end of the organ's log when it was made. What is counted changes with
# an entry in that log, in one transaction; typing makes none.
_LATELY: dict[tuple[int, int], tuple[str, _Counted]] = {}
_MOST = 4


def _read(row: AnnualReport) -> _Counted:
    return _Counted(
        tally(counting.facts_of(row.organ, row.year), row.year),
        queries.filed(row.organ, row.year - 1),
        counting.unregistered(row.organ, row.year),
        remedies.undated(row.organ, row.year).count(),
        with_items(registers.year_records(row.organ, row.year), row.organ),
        fees_of(row.organ, row.year),
    )


def _lately(row: AnnualReport) -> _Counted:
    """As ``_read``, from the last count while the organ's log ends where it did. Call it inside a snapshot."""
    key = (row.organ_id, row.year)
    end = LogHead.objects.filter(organ=row.organ_id).values_list("hash", flat=True).first() or ""
    kept = _LATELY.get(key)
    if kept is not None and end and kept[0] == end:
        return kept[1]
    found = _read(row)
    _LATELY.pop(key, None)
    _LATELY[key] = (end, found)
    for oldest in list(_LATELY)[:-_MOST]:
        _LATELY.pop(oldest, None)
    return found


def as_written(row: AnnualReport, found: Tally, texts: Mapping[str, str]) -> Report:
    """The report with these cells and texts by section key."""
    passages = tuple(Passage(s.key, f"{s.number}、", s.words, texts.get(s.key, "")) for s in SECTIONS)
    return found.report(organ=row.organ.name, title=str(row), passages=passages)


def differences(report: Report, previous: Report | None) -> tuple[Difference, ...]:
    """Where a report does not continue last year's; empty without one, and where last year's has no such figure."""
    if previous is None or previous.edition is None or report.edition is None:
        return ()
    found = []
    for identity in across_years(report.form, previous.form):
        sides = identity.sides(report.cells, previous.cells)
        if sides is not None and sides[0] != sides[1]:
            name, before = report.edition.name(identity.cell), identity.previous[0]
            reckoned = _reckoned(identity, report, previous, sides[1])
            found.append(Difference(identity.cell, name, *sides, before, reckoned))
    return tuple(found)


def _reckoned(identity: Identity, report: Report, previous: Report, due: Number) -> str:
    """How a figure follows from last year's report, in the words of the form: ``上年报告表三「…」行「…」列为 3，这里应为 3``."""
    assert report.edition is not None and previous.edition is not None
    last = "、".join(f"{previous.edition.name(a)}为 {total(previous.cells, (a,))}" for a in identity.previous)
    moved = [
        f"{verb}{report.edition.column(a).words.removesuffix('件数')} {total(report.cells, (a,))}"
        for verb, addresses in (("加", identity.right), ("减", identity.minus))
        for a in addresses
    ]
    return "，".join((f"上年报告{last}", *moved, f"这里应为 {due}"))


def fees_of(organ: Organ, year: int) -> Fees:
    """The fee notices sent in a year, what they asked for, and what was paid in the year, on a notice of the year before too.
    One query."""
    rows = Fee.objects.filter(Q(event__on__year=year) | Q(paid_on__year=year), application__organ=organ).order_by("pk")
    kept = list(rows.values_list("application_id", "amount", "event__on", "paid_on"))
    sent = [int(amount * 100) for _, amount, on, _ in kept if on.year == year]
    return Fees(
        notices=len(sent),
        asked_fen=sum(sent),
        paid_fen=sum(int(amount * 100) for _, amount, _, paid in kept if paid and paid.year == year),
        records=tuple(f"application/{pk}" for pk, *_ in kept),
    )
