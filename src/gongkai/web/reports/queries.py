"""Reading annual reports: who sees which, where each stands, what last year's was."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from gongkai.documents import json as report_json
from gongkai.report.reading import Report
from gongkai.web.organs.gate import Viewer, rule_for, visible
from gongkai.web.organs.models import Organ, Role
from gongkai.web.reports.models import (
    AnnualReport,
    EarlierReport,
    Edition,
    FilingReminder,
    Section,
    SectionNote,
    SectionVersion,
)
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


@rule_for(SectionNote)
def _notes(viewer: Viewer, rows: QuerySet[SectionNote]) -> QuerySet[SectionNote]:
    return rows.filter(section__in=visible(viewer, Section))


@rule_for(EarlierReport)
def _earlier(viewer: Viewer, rows: QuerySet[EarlierReport]) -> QuerySet[EarlierReport]:
    return rows.filter(organ__in=viewer.organs(*OFFICE))


@rule_for(FilingReminder)
def _filing_reminders(viewer: Viewer, rows: QuerySet[FilingReminder]) -> QuerySet[FilingReminder]:
    """One's own."""
    return rows.filter(person=viewer.person) if viewer.person else rows.none()


def latest_edition(organ: Organ, year: int) -> Edition | None:
    """The edition in force of a year, or None while nothing was filed."""
    return Edition.objects.filter(report__organ=organ, report__year=year).order_by("-number").first()


def filed(organ: Organ, year: int) -> Report | None:
    """The report of a year as it was filed: ours, or the imported file; None when there is neither."""
    content = Edition.objects.filter(report__organ=organ, report__year=year).order_by("-number").values_list("content")
    edition = content.first()
    if edition is not None:
        return read_content(edition[0])
    earlier = EarlierReport.objects.filter(organ=organ, year=year).first()
    return read_content(earlier.content) if earlier else None


def read_content(content: object) -> Report:
    """A report from the JSON of its contract."""
    return report_json.read(json.dumps(content, ensure_ascii=False))


def reviews_of(report: AnnualReport) -> QuerySet[Review]:
    """The passages of a report through review."""
    type_ = ContentType.objects.get_for_model(AnnualReport)
    return Review.objects.filter(subject_type=type_, subject_id=report.pk)


def under_review(report: AnnualReport) -> Review | None:
    """The open review of a report, if any."""
    return reviews_of(report).filter(state=Review.State.OPEN).first()


class State(models.TextChoices):
    """Where a report stands."""

    WRITING = "writing", "编制中"
    REVIEW = "review", "审核中"
    SENT_BACK = "sent_back", "已退回修改"
    PUBLISHED = "published", "已公开"
    AMENDING = "amending", "更正中"


def listing(viewer: Viewer) -> QuerySet[AnnualReport]:
    """The reports of the viewer's organs, newest year first, each ``with_state``."""
    return with_state(worked_at(viewer).select_related("begun_by")).order_by("-year", "organ__name")


def worked_at(viewer: Viewer) -> QuerySet[AnnualReport]:
    """The reports of the organs at whose reports the viewer works."""
    return visible(viewer, AnnualReport).filter(organ__in=viewer.organs(*OFFICE)).select_related("organ")


def with_state(rows: QuerySet[AnnualReport]) -> QuerySet[AnnualReport]:
    """The reports, each with what ``state_of`` reads, and ``first_on``: the day it was first published."""
    type_ = ContentType.objects.get_for_model(AnnualReport)
    passages = Review.objects.filter(subject_type=type_, subject_id=OuterRef("pk")).order_by("-pk")
    last = Edition.objects.filter(report=OuterRef("pk")).order_by("-number")
    return rows.annotate(
        edition_number=Subquery(last.values("number")[:1]),
        edition_on=Subquery(last.values("published_on")[:1]),
        first_on=Subquery(last.order_by("number").values("published_on")[:1]),
        last_review=Subquery(passages.values("state")[:1]),
    )


def state_of(report: AnnualReport) -> State:
    """Where a report ``with_state`` stands."""
    review, edition = report.last_review, report.edition_number  # type: ignore[attr-defined]
    if review == Review.State.OPEN:
        return State.REVIEW
    if edition and not report.amendment_why:
        return State.PUBLISHED
    if review == Review.State.SENT_BACK:
        return State.SENT_BACK
    return State.AMENDING if edition else State.WRITING


def previous_edition(edition: Edition) -> Edition | None:
    """The edition an edition amended, or None for the first."""
    return Edition.objects.filter(report=edition.report_id, number__lt=edition.number).order_by("-number").first()


def published(organs: Iterable[int] | None = None) -> QuerySet[Edition]:
    """The edition in force of every filed report, newest year first; the keys of what it counted are not read with it."""
    later = Edition.objects.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
    rows = Edition.objects.exclude(Exists(later)).select_related("report__organ").defer("records")
    if organs is not None:
        rows = rows.filter(report__organ__in=organs)
    return rows.order_by("-report__year", "report__organ__name")
