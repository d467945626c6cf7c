"""Writing an annual report: beginning it, saving its sections, through review to an edition that nobody changes."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from gongkai.report.facts import BadFact
from gongkai.report.tally import FIRST_YEAR
from gongkai.web.organs.gate import Viewer, demand
from gongkai.web.organs.models import Organ
from gongkai.web.reports import queries
from gongkai.web.reports.compiling import Compiled, compiled
from gongkai.web.reports.freezing import seal, sealing
from gongkai.web.reports.models import WRITTEN, AnnualReport, Edition, Section, SectionVersion
from gongkai.web.reports.sending import moved, nothing_new, sent_of
from gongkai.web.review import log
from gongkai.web.review import operations as review
from gongkai.web.review.models import Kind, Opinion, Review
from gongkai.web.review.operations import Stale

_LONGEST_REASON = 500


@transaction.atomic
def begin(organ: Organ, year: int, *, viewer: Viewer) -> AnnualReport:
    """The report of a year with its three empty sections; the one that is there when there is one.

    Raises PermissionDenied, ValueError for a year that has not ended or whose form is not counted.
    """
    demand(viewer, *queries.WRITERS, organ=organ)
    if year < FIRST_YEAR:
        raise ValueError(f"{FIRST_YEAR} 年以前的报告用旧格式，不能由记录汇总；请导入当年已发布的报告。")
    if year > viewer.on.year:
        raise ValueError(f"{str(year)[:6]} 年还没有到，不能编制这一年的报告。")
    report, made = AnnualReport.objects.get_or_create(
        organ=organ, year=year, defaults={"begun_by": viewer.person, "begun_at": timezone.now()}
    )
    if made:
        Section.objects.bulk_create(Section(report=report, key=key) for key, _ in WRITTEN)
        begun = log.change({}, log.standing(report, "organ", "year", "begun_by", "begun_at"))
        log.append("report_begun", f"开始编制{report}", organ=organ, viewer=viewer, subject=report, payload=begun)
    return report


def _open(report: AnnualReport, viewer: Viewer) -> AnnualReport:
    """The report, locked, when it may be written at. Raises PermissionDenied, Stale."""
    fresh = _locked(report, viewer)
    if fresh.editions.exists() and not fresh.amendment_why:
        raise Stale("报告已经公开，不能修改；确有错误的，请先写明理由，开始更正。")
    return fresh


def _locked(report: AnnualReport, viewer: Viewer) -> AnnualReport:
    demand(viewer, *queries.WRITERS, organ=report.organ_id)
    # The organ is read beside: PostgreSQL locks no row of an outer join, and locking the organ would hold up others.
    fresh = AnnualReport.objects.select_for_update(of=("self",)).select_related("organ").get(pk=report.pk)
    if queries.under_review(fresh):
        raise Stale("年度报告正在审核，不能修改；请先撤回送审。")
    return fresh


@transaction.atomic
def save_section(
    report: AnnualReport,
    key: str,
    text: str,
    *,
    version: int,
    viewer: Viewer,
    base: list[Any] | None = None,
    keep: bool = True,
) -> Section:
    """Save a section anew; ``version`` is the one the editor began with, ``base`` the draft the text grew from.

    ``keep=False`` saves what is being typed without making a version of it; it becomes one when it is kept, when somebody
    else writes on, or when the report is sent. Raises Stale when another saved meanwhile or the report is under review,
    ValidationError for a text that is too long.
    """
    fresh = _open(report, viewer)
    section = Section.objects.select_for_update(of=("self",)).get(report=fresh, key=key)
    if section.version != version:
        who = section.changed_by or "别人"
        raise Stale(f"{who}刚刚保存过这一部分，您的文字没有保存；请对照后合并再存。")
    text = text.replace("\r\n", "\n").strip()
    if section.changed_by_id != (viewer.person.pk if viewer.person else None):
        _record(section)
    if section.text != text or base is not None:
        section.text, section.version = text, section.version + 1
        section.changed_by, section.changed_at = viewer.person, timezone.now()
        section.base = section.base if base is None else base
        section.clean_fields(exclude=("report", "changed_by", "base"))
        section.save()
    if keep and _record(section):
        words = f"修改「{section.get_key_display()}」（第{section.version}稿）"
        log.append("section_saved", words, organ=fresh.organ, viewer=viewer, subject=fresh, payload=_drafts(section))
    return section


def _drafts(section: Section) -> dict[str, Any]:
    """The newest version of a section and the one before it, by number and SHA-256; the versions keep the words for good."""
    kept = [
        {"version": v.number, "sha256": hashlib.sha256(v.text.encode()).hexdigest()}
        for v in section.versions.order_by("-number")[:2]
    ]
    return log.change(kept[1] if len(kept) > 1 else {}, kept[0])


def _record(section: Section) -> bool:
    """Make a version of what stands in a section, unless it is one already."""
    if not section.version or section.versions.filter(number=section.version).exists():
        return False
    SectionVersion.objects.create(
        section=section,
        number=section.version,
        text=section.text,
        by=section.changed_by,
        at=section.changed_at or timezone.now(),
    )
    return True


@transaction.atomic
def explain(report: AnnualReport, why: str, *, viewer: Viewer) -> AnnualReport:
    """Say why the year does not continue last year's filed report; the words go into the file (section 三) as long as there is
    a difference. They hold for the differences there are now: another needs words anew. Raises BadFact."""
    fresh = _open(report, viewer)
    before, fresh.difference_why = fresh.difference_why, why.strip()
    fresh.explained = [d.key for d in compiled(fresh).differences] if fresh.difference_why else []
    fresh.version += 1
    fresh.clean_fields(exclude=("organ", "begun_by", "explained", "sent"))
    fresh.save()
    payload = {"before": before, "after": fresh.difference_why, "differences": fresh.explained}
    log.append("difference_explained", "说明结转差异", organ=fresh.organ, viewer=viewer, subject=fresh, payload=payload)
    return fresh


def send(report: AnnualReport, *, viewer: Viewer) -> Review:
    """Send the report through the organ's chain. ValueError with the first obstacle (BadFact is one), Stale when it is there
    already or was published, PermissionDenied."""
    demand(viewer, *queries.WRITERS, organ=report.organ_id)
    if report.year >= viewer.on.year:
        raise ValueError(f"{report.year} 年的数据截至 12 月 31 日，年度结束后才能送审。")
    found = compiled(report)
    with transaction.atomic():
        fresh = _open(report, viewer)
        if why := found.obstacles + nothing_new(found):
            raise ValueError(why[0])
        fresh.sent = sent_of(found)
        fresh.save(update_fields=["sent"])
        for section in fresh.sections.all():
            _record(section)
        return review.start(fresh, organ=fresh.organ, kind=Kind.REPORT, title=str(fresh), viewer=viewer)


def refusal(passage: Review, viewer: Viewer) -> str:
    """Why the viewer may not take the waiting step; empty when they may. Who wrote at a section since the last edition does
    not review it."""
    found = review.may_decide(passage, viewer)
    if found or viewer.person is None or passage.step is None:
        return found
    written = SectionVersion.objects.filter(section__report=passage.subject_id)
    last = Edition.objects.filter(report=passage.subject_id).order_by("-number").first()
    if last is not None:
        written = written.filter(at__gt=last.at)
    authors = set(written.order_by().values_list("by", flat=True).distinct())
    behalf = viewer.acting_for(str(passage.step["role"]), organ=passage.organ_id)
    if viewer.person.pk in authors:
        return "撰稿人不能审核自己写的报告。"
    if behalf is not None and behalf.pk in authors:
        return f"{behalf}写了这份报告，不能由代理人代为审核。"
    return ""


def decide(
    passage: Review, *, verdict: Opinion.Verdict, comment: str, version: int, viewer: Viewer, on: date
) -> Review:
    """Take a step of the review; the last one freezes and publishes in the same transaction.

    Nobody passes what is not as it was sent; what is frozen is counted before, in one snapshot, and checked once more.
    Raises what ``review.decide`` raises, PermissionDenied for an author, ValueError when the records have moved since.
    """
    why = refusal(passage, viewer)
    if why and passage.version == version:
        raise PermissionDenied(why)
    ready = None
    if verdict == Opinion.Verdict.PASSED and passage.version == version:
        found = _as_sent(AnnualReport.objects.select_related("organ").get(pk=passage.subject_id))
        ready = sealing(found, on=on) if passage.at_step == len(passage.steps) - 1 else None
    with transaction.atomic():
        after = review.decide(passage, verdict=verdict, comment=comment, version=version, viewer=viewer)
        if after.state == Review.State.SIGNED and ready is not None:
            seal(ready, viewer=viewer)
    return after


def _as_sent(report: AnnualReport) -> Compiled:
    """The report counted anew, when it is what was sent. Raises ValueError."""
    try:
        found = compiled(report)
    except BadFact as error:
        raise ValueError(f"送审之后记录有变化，暂不能通过：{error}") from None
    if why := found.obstacles + moved(found):
        raise ValueError(f"送审之后记录有变化，暂不能通过：{why[0]}请退回，由撰稿人核对文字后重新送审。")
    return found


def begin_amending(report: AnnualReport, reason: str, *, viewer: Viewer) -> AnnualReport:
    """Open a filed report for amendment; it goes through review again. ValueError without a reason or a filed edition."""
    with transaction.atomic():
        fresh = _locked(report, viewer)
        if not fresh.editions.exists():
            raise ValueError("报告还没有公开，直接修改即可，不用更正。")
        if fresh.amendment_why:
            raise Stale("这份报告已经在更正中；请刷新后再看。")
        why = _reason(reason, "更正")
        fresh.amendment_why, fresh.version = why, fresh.version + 1
        fresh.save()
        words, payload = f"更正{fresh}：{why}"[:300], {"reason": why}
        log.append("amendment_begun", words, organ=fresh.organ, viewer=viewer, subject=fresh, payload=payload)
    return fresh


def end_amending(report: AnnualReport, reason: str, *, viewer: Viewer) -> AnnualReport:
    """Give an amendment up: the edition stands as it is, the sections say again what it says (what was written stays among
    their versions). Raises PermissionDenied, Stale when it is not being amended or is under review, ValueError without a
    reason."""
    with transaction.atomic():
        fresh = _locked(report, viewer)
        edition = fresh.editions.order_by("-number").first()
        if edition is None or not fresh.amendment_why:
            raise Stale("这份报告不在更正中；请刷新后再看。")
        why = _reason(reason, "取消更正")
        payload = {"reason": why, "given_up": fresh.amendment_why, "restored": _restored(fresh, edition, viewer)}
        fresh.amendment_why, fresh.version = "", fresh.version + 1
        fresh.save()
        words = f"取消更正{fresh}：{why}"[:300]
        log.append("amendment_ended", words, organ=fresh.organ, viewer=viewer, subject=fresh, payload=payload)
    return fresh


def _restored(report: AnnualReport, edition: Edition, viewer: Viewer) -> list[str]:
    """Put the sections back to what an edition says; the keys of those that said something else."""
    published, changed = queries.read_content(edition.content), []
    for section in report.sections.select_for_update(of=("self",)):
        text = published.text(section.key)
        if section.text != text:
            _record(section)
            section.text, section.version = text, section.version + 1
            section.changed_by, section.changed_at = viewer.person, timezone.now()
            section.save()
            _record(section)
            changed.append(section.key)
    return changed


def _reason(reason: str, what: str) -> str:
    """A reason on one line. Raises ValueError for none, or one too long."""
    why = " ".join(reason.split())
    if not why:
        raise ValueError(f"{what}已公开的报告须写明理由。")
    if len(why) > _LONGEST_REASON:
        raise ValueError(f"{what}的理由最多 {_LONGEST_REASON} 字，现有 {len(why)} 字，请精简。")
    return why


__all__ = [
    "begin",
    "begin_amending",
    "decide",
    "end_amending",
    "explain",
    "refusal",
    "save_section",
    "send",
]
