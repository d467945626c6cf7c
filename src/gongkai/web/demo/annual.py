"""The deeds of an organ's year beside its applications: entering records, contests, and the report from draft to edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from gongkai.documents.letters.numbering import number_of
from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.applications.models import Application
from gongkai.web.demo.city import GOVERNMENT
from gongkai.web.demo.telling import Deed
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Organ, Post, Role
from gongkai.web.registers import operations as registers
from gongkai.web.registers.table import REGISTERS
from gongkai.web.remedies import operations as remedies
from gongkai.web.remedies.models import Remedy
from gongkai.web.reports import operations as reports
from gongkai.web.reports.compiling import compiled
from gongkai.web.reports.models import AnnualReport
from gongkai.web.review.models import Opinion

CHAIN = (Role.REVIEWER, Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNER)
_UPHELD = ("maintained", "claim_rejected")
Row = tuple[str, Mapping[str, Any]]


def viewer(organ: Organ, role: Role, on: date) -> Viewer:
    """Who holds a role in an organ, on a day."""
    post = Post.objects.filter(organ=organ, role=role).select_related("person").first()
    assert post is not None, f"{organ}: nobody is {role}"
    return Viewer.of(post.person, on=on)


def entered(organ: str, rows: Iterable[Row], on: date) -> list[Deed]:
    """Rows of the registers, entered on a day by one clerk."""

    @cache
    def clerk() -> tuple[Organ, Viewer]:
        found = Organ.objects.get(short_name=organ)
        return found, viewer(found, Role.CLERK, on)

    def enter(key: str, row: Mapping[str, Any]) -> None:
        found, who = clerk()
        registers.enter(REGISTERS[key], found, row, viewer=who)

    return [Deed(on, lambda k=key, r=row: enter(k, r)) for key, row in rows]  # type: ignore[misc]


def corrected(organ: str, key: str, where: Mapping[str, Any], changed: Mapping[str, str], why: str, on: date) -> Deed:
    """A record of a register that gets other values, with a reason."""

    def run() -> None:
        register, found = REGISTERS[key], Organ.objects.get(short_name=organ)
        record = register.model._default_manager.get(organ=found, **where)
        raw = {**register.shown(record), **changed}
        clerk = viewer(found, Role.CLERK, on)
        registers.correct(register, record, raw, version=record.version, reason=why, viewer=clerk)

    return Deed(on, run)


@dataclass(frozen=True, slots=True)
class Contest:
    """A reconsideration or a suit over the answer to an application: course, the subject applied for, when it was brought,
    its case number; how and when it ended, both left out while it is open. ``before`` is the number of the
    reconsideration a suit follows; ``above`` who reconsiders."""

    course: str
    subject: str
    brought: date
    number: str
    disposal: str = ""
    ended: date | None = None
    before: str = ""
    above: str = GOVERNMENT


def contested(organ: str, contests: Iterable[Contest]) -> list[Deed]:
    """Contests: accepted within a week, answered within the term, ended, the judgment received."""
    found = []
    working = the_calendar()
    for contest in contests:
        days = [working.add(contest.brought, n) for n in (4, 5, 11)]
        found.append(Deed(days[1], lambda c=contest, d=days: _brought(organ, c, d[0], d[1])))  # type: ignore[misc]
        found.append(_went_on(organ, contest, remedies.Entry("answered", days[2])))
        if contest.ended:
            ended = remedies.Entry("ended", contest.ended, contest.disposal)
            found += [
                _went_on(organ, contest, e) for e in (ended, remedies.Entry("served", working.add(contest.ended, 3)))
            ]
    return found


def _brought(organ: str, contest: Contest, accepted: date, received: date) -> None:
    found = Organ.objects.get(short_name=organ)
    case = Application.objects.select_related("applicant").get(organ=found, subject=contest.subject)
    answer = case.events.filter(kind="decided", on__lte=contest.brought).first()
    assert answer is not None, contest.subject
    reconsidered = contest.course == "reconsideration"
    before = Remedy.objects.get(organ=found, case_number=number_of(contest.before)) if contest.before else None
    # Who upheld the answer is sued together with the organ (行政诉讼法第二十六条).
    sued = (found.name, contest.above) if before and before.disposal in _UPHELD else (found.name,)
    details = remedies.Details(
        course=contest.course,
        tribunal=contest.above if reconsidered else found.court,
        matter=f"不服对“{contest.subject}”的答复",
        claimants=case.applicant.name,
        original=found.name,
        defendants=sued,
        case_number=contest.number,
        application_number=case.number,
        outcome=str(answer.facts["outcome"]),
        replied_on=answer.on,
        known_on=the_calendar().add(answer.on, 1),
        filed_on=contest.brought,
        before=before,
    )
    entries = [remedies.Entry("accepted", accepted), remedies.Entry("received", received)]
    clerk = viewer(found, Role.CLERK, received)
    remedies.enter(found, details, entries, viewer=clerk, calendar=the_calendar())


def _went_on(organ: str, contest: Contest, entry: remedies.Entry) -> Deed:
    def run() -> None:
        found = Organ.objects.get(short_name=organ)
        remedy = Remedy.objects.get(organ=found, case_number=number_of(contest.number))
        clerk = viewer(found, Role.CLERK, entry.on)
        remedies.record(remedy, entry, version=remedy.version, viewer=clerk, calendar=the_calendar())

    return Deed(entry.on, run)


def reported(organ: str, year: int, *, why: str = "") -> list[Deed]:
    """The report of a year, written from the records in January, through review to its edition; ``why`` explains where it
    does not continue last year's."""
    working = the_calendar()
    written = working.roll(date(year + 1, 1, 15))
    signed = working.add(written, 5)
    return [
        Deed(written, lambda: write(organ, year, written, why=why)),
        Deed(signed, lambda: _sign(organ, year, signed)),
    ]


def write(organ: str, year: int, on: date, *, why: str = "", mistake: tuple[str, str] | None = None) -> AnnualReport:
    """The report of a year with its sections as drafted from the records, and words of a draft that are typed wrong."""
    found = Organ.objects.get(short_name=organ)
    clerk = viewer(found, Role.CLERK, on)
    report = reports.begin(found, year, viewer=clerk)
    if why:
        report = reports.explain(report, why, viewer=clerk)
    drafts = compiled(report).drafts
    for section in report.sections.all():
        text = getattr(drafts, section.key).text
        if mistake and section.key == "overview":
            assert mistake[0] in text, text
            text = text.replace(*mistake, 1)
        kept = getattr(drafts, section.key).objects()
        reports.save_section(report, section.key, text, version=section.version, viewer=clerk, base=kept)
    return report


def _sign(organ: str, year: int, on: date) -> None:
    found = Organ.objects.get(short_name=organ)
    report = AnnualReport.objects.get(organ=found, year=year)
    passage = reports.send(report, viewer=viewer(found, Role.CLERK, on))
    for role in CHAIN:
        passage = reports.decide(
            passage, verdict=Opinion.Verdict.PASSED, comment="同意。", version=passage.version,
            viewer=viewer(found, role, on), on=on,
        )  # fmt: skip


def spread(year: int, number: int, of: int, *, first: date | None = None, last: date | None = None) -> date:
    """The n-th of so many days spread over a year (or from a day to another), on a working day."""
    begin, end = first or date(year, 1, 4), last or date(year, 11, 10)
    return the_calendar().roll(begin + timedelta(days=(end - begin).days * number // max(of - 1, 1)))
