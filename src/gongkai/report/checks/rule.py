"""A check as a row: code, severity, what it asks, why, law, remedy, and the function that looks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from gongkai.report.cells import Address
from gongkai.report.findings import Finding, Severity, Span
from gongkai.report.reading import FORMS, Report, form_for
from gongkai.sources import Citation


@dataclass(frozen=True, slots=True)
class Context:
    """What a report is seen beside: last year's report of the organ, other reports of the batch (for copied text), the
    reports of the organs below it (for an area's sum)."""

    previous: Report | None = None
    peers: Sequence[Report] = ()
    members: Sequence[Report] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check's function yields: the place and the words that fill the finding. The rule adds the rest.

    ``law`` is the place this very finding answers to, where the rule's own covers several (one table of three).
    """

    where: Address | Span | None
    message: str
    printed: str = ""
    expected: str = ""
    likely_cause: str | None = None
    remedy: str | None = None
    severity: Severity | None = None
    law: Citation | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A rule. ``title`` is a short Chinese name, ``why`` one sentence for the reference page, ``remedy`` what to do."""

    code: str
    severity: Severity
    title: str
    why: str
    remedy: str
    law: Citation
    look: Callable[[Report, Context], Iterable[Hit]]

    def findings(self, report: Report, context: Context) -> list[Finding]:
        """Run the check on one report. Pure: no clock, no files."""
        return [
            Finding(
                code=self.code,
                severity=hit.severity or self.severity,
                where=hit.where,
                message=hit.message,
                remedy=hit.remedy or self.remedy,
                law=str(cited(hit.law or self.law, report)),
                printed=hit.printed,
                expected=hit.expected,
                likely_cause=hit.likely_cause,
            )
            for hit in self.look(report, context)
        ]


def cited(law: Citation, report: Report) -> Citation:
    """The same place in the edition of the form that was in force for the report's year.

    The rules cite the form of today; a report of 2019 or 2020 answers to the trial form. Other laws stay as they are.
    """
    form = report.edition if report.year is None else form_for(report.year)
    if form is None or law.instrument not in [edition.instrument for edition in FORMS.values()]:
        return law
    return form.instrument.part(law.place)
