"""A published report as it stands: its figures are those of the edition, its records those the edition counted.

What the registers say today may be another number; it is told beside, and an amendment is the way to publish it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from gongkai.report.cells import Address, Number
from gongkai.report.checks import check
from gongkai.report.checks.rule import Context
from gongkai.report.findings import Finding
from gongkai.report.reading import Report, form_for
from gongkai.report.tally import Counted, Tally, added_up
from gongkai.web.reports import queries
from gongkai.web.reports.compiling import Difference, as_written, differences
from gongkai.web.reports.models import AnnualReport, Edition


@dataclass(frozen=True, slots=True)
class Moved:
    """A cell whose records have changed since it was published: its name, the published figure, what they add up to today."""

    address: Address
    name: str
    published: Number
    today: Number


@dataclass(frozen=True)
class Published:
    """An edition as a page shows it: the report as published, beside last year's filed one."""

    edition: Edition
    written: Report
    previous: Report | None

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Where it does not continue last year's report."""
        return differences(self.written, self.previous)

    @cached_property
    def findings(self) -> list[Finding]:
        """What ``gongkai check`` finds in it."""
        return check(self.written, Context(previous=self.previous))

    def moved(self, today: Tally) -> list[Moved]:
        """The cells that today's count of the year gives another figure, in the order of the form, totals included."""
        ours = as_written(self.edition.report, today, {})
        assert ours.edition is not None
        pairs = ((a, self.written.value(*a), ours.value(*a)) for a in ours.edition.addresses)
        return [
            Moved(address, ours.edition.name(address), then, now)
            for address, then, now in pairs
            if then is not None and now is not None and then != now
        ]


def standing(report: AnnualReport) -> Edition | None:
    """The edition a report stands in; None while it is written for the first time or amended, when the records count."""
    if report.amendment_why:
        return None
    return report.editions.select_related("report__organ").defer("records").order_by("-number").first()


def as_published(edition: Edition) -> Published:
    """An edition with what it is read beside. One query."""
    report = edition.report
    return Published(edition, queries.read_content(edition.content), queries.filed(report.organ, report.year - 1))


def recorded(edition: Edition) -> Tally:
    """The cells of an edition with the records each counted when it was signed; totals are those of their parts."""
    form = form_for(edition.report.year)
    assert form is not None
    return added_up(form, edition.report.year, dict(_parts(edition.records)))


def _parts(records: Mapping[str, list[list[str]]]) -> Iterator[tuple[Address, list[Counted]]]:
    for key, counted in records.items():
        table, row, column = key.split("/")
        yield Address(int(table), row, column), [Counted(record, _number(value)) for record, value in counted]


def _number(kept: str) -> Number:
    return int(kept) if kept.isdecimal() else Decimal(kept)
