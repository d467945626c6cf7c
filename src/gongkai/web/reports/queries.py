"""Reading annual reports: who sees which, what last year's was, the report as it stands, where it differs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.documents import json as report_json
from gongkai.report.cells import Address, Number
from gongkai.report.checks import check
from gongkai.report.checks.rule import Context
from gongkai.report.findings import Finding
from gongkai.report.form_2021 import SECTIONS
from gongkai.report.identities import across_years
from gongkai.report.reading import Passage, Report
from gongkai.report.tally import Tally
from gongkai.web.organs.gate import Viewer, rule_for, visible
from gongkai.web.organs.models import Organ, Role
from gongkai.web.reports.models import AnnualReport, EarlierReport, Edition, Section, SectionVersion
from gongkai.web.review.models import Review

# Who works at reports or reviews them; reports of organs below are seen by the office of the government above.
OFFICE = (
    Role.CLERK, Role.HEAD, Role.PUBLISHER, Role.REVIEWER, Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNER,
)  # fmt: skip
WRITERS = (Role.CLERK, Role.HEAD)


@rule_for(AnnualReport)
def _reports(viewer: Viewer, rows: QuerySet[AnnualReport]) -> QuerySet[AnnualReport]:
    """The public sees reports with an edition; an organ's people their own from the first draft."""
    published = Q(Exists(Edition.objects.filter(report=OuterRef("pk"))))
    if viewer.person is None:
        return rows.filter(published)
    return rows.filter(published | Q(organ__in=viewer.organs(*OFFICE)))


@rule_for(Edition)
def _editions(_: Viewer, rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """What is frozen is published (条例第四十九条、第五十条)."""
    return rows


@rule_for(Section)
def _sections(viewer: Viewer, rows: QuerySet[Section]) -> QuerySet[Section]:
    return rows.filter(report__organ__in=viewer.organs(*OFFICE))


@rule_for(SectionVersion)
def _versions(viewer: Viewer, rows: QuerySet[SectionVersion]) -> QuerySet[SectionVersion]:
    return rows.filter(section__in=visible(viewer, Section))


@rule_for(EarlierReport)
def _earlier(viewer: Viewer, rows: QuerySet[EarlierReport]) -> QuerySet[EarlierReport]:
    return rows.filter(organ__in=viewer.organs(*OFFICE))


def latest_edition(organ: Organ, year: int) -> Edition | None:
    """The edition in force of a year, or None while nothing was filed."""
    return Edition.objects.filter(report__organ=organ, report__year=year).order_by("-number").first()


def filed(organ: Organ, year: int) -> Report | None:
    """The report of a year as it was filed: ours, or the imported file; None when there is neither."""
    edition = latest_edition(organ, year)
    if edition is not None:
        return read_content(edition.content)
    earlier = EarlierReport.objects.filter(organ=organ, year=year).first()
    return read_content(earlier.content) if earlier else None


def read_content(content: object) -> Report:
    """A report from the JSON of its contract."""
    return report_json.read(json.dumps(content, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell of this year that should equal one of last year's filed report: both figures."""

    address: Address
    ours: Number
    before: Number
    words: str


def differences(report: Report, previous: Report | None) -> list[Difference]:
    """Where this year does not continue last year's report (上年结转 and the documents in force); empty without one."""
    if previous is None or report.edition is None or previous.edition is None:
        return []
    found = []
    for identity in across_years(report.form, previous.form):
        sides = identity.sides(report.cells, previous.cells)
        if sides is not None and sides[0] != sides[1]:
            found.append(Difference(identity.cell, sides[0], sides[1], identity.words))
    return found


def as_written(report: AnnualReport, tally: Tally) -> Report:
    """The report as it stands: the cells counted, the sections as saved last."""
    texts = {s.key: s.text for s in report.sections.all()}
    if report.difference_why:
        texts["requests"] = report.difference_why
    passages = tuple(Passage(s.key, f"{s.number}、", s.words, texts.get(s.key, "")) for s in SECTIONS)
    return tally.report(organ=report.organ.name, title=str(report), passages=passages)


def findings(report: Report, previous: Report | None, *, on: date) -> list[Finding]:
    """What ``gongkai check`` finds in the report beside last year's."""
    return check(report, Context(previous=previous))


def reviews_of(report: AnnualReport) -> QuerySet[Review]:
    """The passages of a report through review."""
    type_ = ContentType.objects.get_for_model(AnnualReport)
    return Review.objects.filter(subject_type=type_, subject_id=report.pk)


def under_review(report: AnnualReport) -> Review | None:
    """The open review of a report, if any."""
    return reviews_of(report).filter(state=Review.State.OPEN).first()


def signed_since_edition(report: AnnualReport) -> bool:
    """Whether the last review that ended was a signature no edition follows yet."""
    last = reviews_of(report).filter(state=Review.State.SIGNED).order_by("-ended_at").first()
    edition = report.editions.order_by("-number").first()
    return last is not None and (edition is None or (last.ended_at is not None and last.ended_at > edition.at))


def published(organs: Iterable[int] | None = None) -> QuerySet[Edition]:
    """The edition in force of every filed report, newest year first."""
    later = Edition.objects.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
    rows = Edition.objects.exclude(Exists(later)).select_related("report__organ")
    if organs is not None:
        rows = rows.filter(report__organ__in=organs)
    return rows.order_by("-report__year", "report__organ__name")
