"""Writing an annual report: beginning it, saving its sections, through review to an edition that nobody changes."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.documents import read, write
from gongkai.documents.blocks import Unreadable
from gongkai.documents.json import report_object
from gongkai.report.facts import BadFact
from gongkai.report.findings import Severity
from gongkai.report.reading import Report
from gongkai.report.tally import FIRST_YEAR, Tally
from gongkai.web.applications import store
from gongkai.web.organs.gate import Viewer, demand
from gongkai.web.organs.models import Organ
from gongkai.web.reports import counting, queries
from gongkai.web.reports.models import WRITTEN, AnnualReport, EarlierReport, Edition, Section, SectionVersion
from gongkai.web.review import log
from gongkai.web.review import operations as review
from gongkai.web.review.models import Kind, Opinion, Review
from gongkai.web.review.operations import Stale

FORMATS = ("docx", "pdf", "xlsx", "html", "csv", "json")


@transaction.atomic
def begin(organ: Organ, year: int, *, viewer: Viewer) -> AnnualReport:
    """The report of a year with its three empty sections; the one that is there when there is one.

    Raises PermissionDenied, ValueError for a year that has not ended or whose form is not counted.
    """
    demand(viewer, *queries.WRITERS, organ=organ)
    if year < FIRST_YEAR:
        raise ValueError(f"{FIRST_YEAR} 年以前的报告用旧格式，不能由记录汇总；请导入当年已发布的报告。")
    if year > viewer.on.year:
        raise ValueError(f"{year} 年还没有到，不能编制这一年的报告。")
    report, made = AnnualReport.objects.get_or_create(
        organ=organ, year=year, defaults={"begun_by": viewer.person, "begun_at": timezone.now()}
    )
    if made:
        Section.objects.bulk_create(Section(report=report, key=key) for key, _ in WRITTEN)
        log.append("report_begun", f"开始编制{report}", organ=organ, viewer=viewer, subject=report)
    return report


def _open(report: AnnualReport, viewer: Viewer) -> AnnualReport:
    """The report, locked, when it may be written at."""
    demand(viewer, *queries.WRITERS, organ=report.organ_id)
    fresh = AnnualReport.objects.select_for_update().select_related("organ").get(pk=report.pk)
    if queries.under_review(fresh):
        raise Stale("年度报告正在审核，不能修改；请先撤回送审。")
    return fresh


@transaction.atomic
def save_section(
    report: AnnualReport, key: str, text: str, *, version: int, viewer: Viewer, base: list[Any] | None = None
) -> Section:
    """Save a section anew; ``version`` is the one the editor began with, ``base`` the draft the text grew from.

    Raises Stale when another saved meanwhile or the report is under review, ValueError for a text that is too long.
    """
    fresh = _open(report, viewer)
    section = Section.objects.select_for_update().get(report=fresh, key=key)
    if section.version != version:
        who = section.changed_by or "别人"
        raise Stale(f"{who}刚刚保存过这一部分，您的文字没有保存；请对照后合并再存。")
    if section.text == text and base is None:
        return section
    section.text, section.version = text.replace("\r\n", "\n").strip(), section.version + 1
    section.changed_by, section.changed_at = viewer.person, timezone.now()
    if base is not None:
        section.base = base
    section.clean_fields(exclude=("report", "changed_by", "base"))
    section.save()
    SectionVersion.objects.create(
        section=section, number=section.version, text=section.text, by=viewer.person, at=section.changed_at
    )
    log.append(
        "section_saved",
        f"修改「{section.get_key_display()}」（第{section.version}稿）",
        organ=fresh.organ,
        viewer=viewer,
        subject=fresh,
    )
    return section


@transaction.atomic
def explain(report: AnnualReport, why: str, *, viewer: Viewer) -> AnnualReport:
    """Say why the year does not continue last year's filed report; the words go into the file (section 三)."""
    fresh = _open(report, viewer)
    before, fresh.difference_why = fresh.difference_why, why.strip()
    fresh.version += 1
    fresh.clean_fields(exclude=("organ", "begun_by"))
    fresh.save()
    payload = {"before": before, "after": fresh.difference_why}
    log.append("difference_explained", "说明结转差异", organ=fresh.organ, viewer=viewer, subject=fresh, payload=payload)
    return fresh


@transaction.atomic
def take_in(organ: Organ, name: str, content: bytes, *, viewer: Viewer, year: int | None = None) -> EarlierReport:
    """Take in the file of a report that was filed elsewhere, in any format that is read; an earlier file is replaced.

    Raises Unreadable with one sentence, ValueError for one of another year or without figures.
    """
    demand(viewer, *queries.WRITERS, organ=organ)
    found = read(content, name=name, year=year).reports
    fitting = [r for r in found if r.year and (year is None or r.year == year)]
    if len(fitting) != 1:
        raise ValueError("文件里没有恰好一份这一年度的报告；请选对文件，或者注明年度。")
    report = fitting[0]
    assert report.year is not None
    if report.edition is None:
        raise ValueError(f"{report.year} 年的报告早于 2019 年格式，没有可以核对的表格。")
    earlier, _ = EarlierReport.objects.update_or_create(
        organ=organ,
        year=report.year,
        defaults={
            "name": store.safe_name(name),
            "sha256": store.keep(content),
            "content": report_object(report),
            "by": viewer.person,
            "at": timezone.now(),
        },
    )
    words = f"导入{report.year}年度报告（{earlier.name}）"[:300]
    log.append("report_taken_in", words, organ=organ, viewer=viewer, subject=earlier)
    return earlier


def obstacles(report: AnnualReport) -> list[str]:
    """Why the report cannot go to review yet, in Chinese: what cannot be counted, differences without a word, errors of
    the checks, sections without text."""
    try:
        tally = counting.counted(report.organ, report.year)
    except BadFact as error:
        return [str(error)]
    written = queries.as_written(report, tally)
    previous = queries.filed(report.organ, report.year - 1)
    found = [f"「{words}」还没有内容。" for key, words in WRITTEN if not written.text(key)]
    if waiting := counting.unregistered(report.organ, report.year):
        found.append(f"还有 {waiting} 件 {report.year} 年提交的申请没有登记收到日期，无法计入；请先登记。")
    if not report.difference_why:
        found += [
            f"{d.words}：本年为 {d.ours}，应为 {d.before}；请说明原因。" for d in queries.differences(written, previous)
        ]
    for finding in queries.findings(written, previous, on=timezone.localdate()):
        # What was explained in words is no longer an obstacle.
        explained = finding.code.startswith("Y-") and report.difference_why
        if finding.severity is Severity.ERROR and not explained:
            found.append(f"{finding.code}：{finding.message}")
    return found


@transaction.atomic
def send(report: AnnualReport, *, viewer: Viewer) -> Review:
    """Send the report through the organ's chain. ValueError with the obstacles, Stale when it is there already."""
    fresh = _open(report, viewer)
    if fresh.year >= viewer.on.year:
        raise ValueError(f"{fresh.year} 年的数据截至 12 月 31 日，年度结束后才能送审。")
    if why := obstacles(fresh):
        raise ValueError(why[0])
    return review.start(fresh, organ=fresh.organ, kind=Kind.REPORT, title=str(fresh), viewer=viewer)


def refusal(passage: Review, viewer: Viewer) -> str:
    """Why the viewer may not take the waiting step; empty when they may. Who wrote at a section does not review it."""
    found = review.may_decide(passage, viewer)
    if found or viewer.person is None or passage.step is None:
        return found
    authors = set(
        SectionVersion.objects.filter(section__report=passage.subject_id).values_list("by", flat=True).distinct()
    )
    behalf = viewer.acting_for(str(passage.step["role"]), organ=passage.organ_id)
    if viewer.person.pk in authors:
        return "撰稿人不能审核自己写的报告。"
    if behalf is not None and behalf.pk in authors:
        return f"{behalf}写了这份报告，不能由代理人代为审核。"
    return ""


@transaction.atomic
def decide(
    passage: Review, *, verdict: Opinion.Verdict, comment: str, version: int, viewer: Viewer, on: date
) -> Review:
    """Take a step of the review; the last one freezes and publishes in the same transaction.

    Raises what ``review.decide`` raises, PermissionDenied for an author, ValueError when an obstacle has come up since.
    """
    why = refusal(passage, viewer)
    if why and passage.version == version:
        raise PermissionDenied(why)
    after = review.decide(passage, verdict=verdict, comment=comment, version=version, viewer=viewer)
    if after.state == Review.State.SIGNED:
        report = AnnualReport.objects.select_for_update().select_related("organ").get(pk=after.subject_id)
        if obstacle := next(iter(obstacles(report)), ""):
            raise ValueError(f"送审之后记录有变化，暂不能定稿：{obstacle}")
        freeze(report, viewer=viewer, on=on)
    return after


def freeze(report: AnnualReport, *, viewer: Viewer, on: date) -> Edition:
    """The next edition: the report counted once more, its files written and kept, its hash taken. Only ``decide`` and the
    demonstration call it. Raises Stale when nothing changed since the last edition or another was faster."""
    tally = counting.counted(report.organ, report.year)
    written = queries.as_written(report, tally)
    content = report_object(written)
    content["published_on"] = on.isoformat()
    digest = hashlib.sha256(canonical(content)).hexdigest()
    last = report.editions.order_by("-number").first()
    amendment = report.editions.exists()
    if last is not None and _without_day(last.content) == _without_day(content):
        raise Stale("内容与已公开的版本相同，没有可以更正的地方。")
    try:
        with transaction.atomic():
            edition = Edition.objects.create(
                report=report,
                number=last.number + 1 if last else 1,
                reason=_reason(report) if amendment else "",
                content=content,
                records=_records(tally),
                digest=digest,
                files=_files(queries.read_content(content)),
                by=viewer.person,
                at=timezone.now(),
                published_on=on,
            )
    except IntegrityError:
        raise Stale("别人刚刚定稿了这份报告；请刷新后再看。") from None
    what = f"更正并公开{report}" if amendment else f"定稿并公开{report}"
    payload = {"digest": digest, "number": edition.number, "files": edition.files}
    log.append("report_frozen", what, organ=report.organ, viewer=viewer, subject=edition, payload=payload)
    return edition


def canonical(content: object) -> bytes:
    """The JSON whose hash an edition carries: keys in order, no spaces, utf-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _without_day(content: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in content.items() if k != "published_on"}


def _reason(report: AnnualReport) -> str:
    """Why the report is amended: what was said when it was opened for amendment."""
    entry = log.of(report).filter(kind="amendment_begun").order_by("-id").first()
    return entry.payload.get("reason", "")[:500] if entry else ""


def _records(tally: Tally) -> dict[str, list[list[Any]]]:
    return {
        f"{a.table}/{a.row}/{a.column}": [[c.record, str(c.value)] for c in counted]
        for a, counted in tally.records.items()
        if counted and "total" not in (a.row, a.column)
    }


def _files(report: Report) -> dict[str, str]:
    return {format: store.keep(write(report, format=format)) for format in FORMATS}


@transaction.atomic
def amend(report: AnnualReport, reason: str, *, viewer: Viewer) -> AnnualReport:
    """Open a filed report for amendment; it goes through review again. ValueError without a reason or a filed edition."""
    fresh = _open(report, viewer)
    if not fresh.editions.exists():
        raise ValueError("报告还没有公开，直接修改即可，不用更正。")
    if not reason.strip():
        raise ValueError("更正已公开的报告须写明理由。")
    payload = {"reason": reason.strip()[:500]}
    words = f"更正{fresh}：{reason.strip()}"[:300]
    log.append("amendment_begun", words, organ=fresh.organ, viewer=viewer, subject=fresh, payload=payload)
    return fresh


__all__ = [
    "FORMATS",
    "Unreadable",
    "amend",
    "begin",
    "decide",
    "explain",
    "freeze",
    "obstacles",
    "save_section",
    "send",
]
