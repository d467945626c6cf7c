"""Annual reports at the desk: which there are and which is due, one report with its tables, findings and sections."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gongkai.documents.blocks import Unreadable
from gongkai.documents.layout import sheets
from gongkai.report.facts import BadFact
from gongkai.report.findings import Finding, Span
from gongkai.report.prose import length_guidance
from gongkai.report.tally import FIRST_YEAR
from gongkai.web.applications import store
from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.views.reports_cells import breaks, cell_url, named, sheet_rows, told
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Organ
from gongkai.web.registers.coverage import uncovered
from gongkai.web.remedies import queries as remedies
from gongkai.web.reports import counting, earlier, filing, operations, published, publishing, queries
from gongkai.web.reports.compiling import Compiled, compiled
from gongkai.web.reports.models import WRITTEN, AnnualReport, EarlierReport, Edition
from gongkai.web.reports.notes import open_notes
from gongkai.web.reports.sending import nothing_new
from gongkai.web.review import log
from gongkai.web.review import operations as review
from gongkai.web.review.operations import Stale
from gongkai.workdays import CalendarEnds

LAW = "条例第四十九条、第五十条"
_SECTIONS = dict(WRITTEN)


def the_report(request: HttpRequest, pk: int) -> AnnualReport:
    """A report of the viewer's own organs (Http404 for others)."""
    found: AnnualReport = get_object_or_404(queries.listing(viewer_of(request)), pk=pk)
    return found


def may_write(report: AnnualReport, viewer: Viewer) -> bool:
    """Whether the viewer may change the report as it stands."""
    state = queries.state_of(report)
    closed = (queries.State.REVIEW, queries.State.PUBLISHED)
    return state not in closed and viewer.has(*queries.WRITERS, organ=report.organ_id)


def writers_organs(viewer: Viewer) -> list[Organ]:
    """The organs whose reports the viewer writes."""
    return list(visible(viewer, Organ).filter(pk__in=viewer.organs(*queries.WRITERS)).order_by("pk"))


@require_GET
@caseworker
def listing(request: HttpRequest) -> HttpResponse:
    """The reports of the viewer's organs, what is due next, reports of earlier years that were taken in."""
    return _list_page(request)


def _list_page(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    if not viewer.has(*queries.OFFICE):
        raise PermissionDenied("年度报告由公开办办理，由审核人和签发人审核。")
    reports = list(queries.listing(viewer)[:200])
    context = {
        "reports": [(r, queries.state_of(r)) for r in reports],
        "dues": [_due(organ, reports, viewer) for organ in writers_organs(viewer)],
        "years": range(viewer.on.year, FIRST_YEAR - 1, -1),
        "organs": writers_organs(viewer),
        "oversees": bool(filing.overseen(viewer)),
        "earlier": visible(viewer, EarlierReport).select_related("organ", "by")[:200],
        "error": error,
        "law": LAW,
    }
    return render(request, "desk/reports/list.html", context, status=status)


def _due(organ: Organ, reports: list[AnnualReport], viewer: Viewer) -> dict[str, Any]:
    """The report an organ owes: last year's, and until when; ``left`` working days (None where the calendar ends)."""
    year = viewer.on.year - 1
    until = filing.due(organ, year)
    report = next((r for r in reports if r.organ_id == organ.pk and r.year == year), None)
    done = not filing.owing([organ], year, on=viewer.on)[0].owed
    try:
        left: int | None = the_calendar().count(viewer.on, until)
    except CalendarEnds:
        left = None
    return {"organ": organ, "year": year, "until": until, "report": report, "done": done, "left": left,
            "late": viewer.on > until}  # fmt: skip


def _year(text: str) -> int:
    """A year as typed. ValueError with one sentence for anything that is none."""
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise ValueError("年度应写成 2025 这样的四位数字，请重新选择。")
    return int(text)


def _day(text: str) -> date | None:
    """A day as a date field sends it; None for none. ValueError with one sentence."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"公开日期“{text[:20]}”不是日期，应写成 2026-01-20 这样。") from None


def _organ(request: HttpRequest) -> Organ:
    organs = writers_organs(viewer_of(request))
    if not organs:
        raise PermissionDenied("年度报告由公开办经办人或者公开机构负责人编制。")
    wanted = request.POST.get("organ", "")
    return next((o for o in organs if str(o.pk) == wanted), organs[0])


@require_POST
@caseworker
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the report of a year, or go to the one that is there."""
    try:
        organ = _organ(request)
        report = operations.begin(organ, _year(request.POST.get("year", "")), viewer=viewer_of(request))
    except ValueError as error:
        return _list_page(request, error=str(error), status=422)
    return redirect("desk:report", report.pk)


@require_POST
@caseworker
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in the file of a report that was filed elsewhere."""
    organ, upload = _organ(request), request.FILES.get("file")
    try:
        if upload is None:
            raise ValueError("请选择要导入的年度报告文件。")
        if (upload.size or 0) > store.MAX_BYTES:
            raise ValueError("文件超过 20 MB，请压缩图片后再导入。")
        typed = request.POST.get("year", "").strip()
        year = _year(typed) if typed else None
        found = earlier.take_in(
            organ, upload.name or "", upload.read(), viewer=viewer_of(request), year=year,
            published_on=_day(request.POST.get("published_on", "").strip()), ours=bool(request.POST.get("ours")),
        )  # fmt: skip
    except (Unreadable, ValueError) as error:
        return _list_page(request, error=str(error), status=422)
    messages.success(
        request, f"已导入{organ.short_name} {found.year} 年度报告，{found.year + 1} 年的上年结转以它核对。"
    )
    return redirect("desk:reports")


@require_POST
@caseworker
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out the file of an earlier report that was taken in by mistake."""
    viewer = viewer_of(request)
    row = get_object_or_404(visible(viewer, EarlierReport).select_related("organ"), pk=pk)
    try:
        earlier.take_out(row, request.POST.get("reason", ""), viewer=viewer)
    except ValueError as error:
        return _list_page(request, error=str(error), status=422)
    messages.success(request, f"已撤销导入的{row.organ.short_name} {row.year} 年度报告。")
    return redirect("desk:reports")


@require_GET
@caseworker
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The tables, the differences, the findings and the sections of a report."""
    return page(request, the_report(request, pk))


def page(request: HttpRequest, report: AnnualReport, *, error: str = "", status: int = 200) -> HttpResponse:
    """The page of a report; a record that cannot be counted is told in its place."""
    viewer, passage = viewer_of(request), queries.under_review(report)
    context: dict[str, Any] = {
        "report": report,
        "state": queries.state_of(report),
        "error": error,
        "may_write": may_write(report, viewer),
        "writer": viewer.has(*queries.WRITERS, organ=report.organ_id),
        "passage": passage,
        "may_withdraw": passage is not None and viewer.person is not None and passage.started_by_id == viewer.person.pk,
        "editions": report.editions.select_related("by").order_by("-number").defer("content", "records"),
        "history": log.of(report).order_by("-id")[:30],
        "running": report.year >= viewer.on.year,
    }
    edition = published.standing(report)
    if edition is not None:
        context |= as_published(viewer, report, edition)
        return render(request, "desk/reports/report.html", context, status=status)
    try:
        found = compiled(report)
    except BadFact as fault:
        context["fault"] = told(viewer, str(fault))
    else:
        context |= counted(found, report) | {"obstacles": found.obstacles + nothing_new(found)}
        context["breaks"] = breaks(viewer, report, found.differences)
        undated = remedies.undated(report.organ, report.year).values_list("pk", flat=True)[:50]
        context["own_items"], context["other_items"] = publishing.beside(found.work)
        context["uncovered"] = uncovered(report.organ, report.year, on=viewer.on)
        context["undated"] = list(named(viewer, [f"remedy/{pk}" for pk in undated]).values())
    return render(request, "desk/reports/report.html", context, status=status)


def as_published(viewer: Viewer, report: AnnualReport, edition: Edition) -> dict[str, Any]:
    """What a page shows of a report as it was published, and the cells that its records would give another figure today."""
    found = published.as_published(edition)
    context = _written(found, report) | {"edition": edition, "breaks": breaks(viewer, report, found.differences)}
    try:
        moved = found.moved(counting.counted(report.organ, report.year))
    except BadFact as fault:
        return context | {"unsure": told(viewer, str(fault))}
    return context | {"moved": [(m, cell_url(report.pk, m.address)) for m in moved]}


def counted(found: Compiled, report: AnnualReport) -> dict[str, Any]:
    """What a page shows of a report that was counted."""
    return _written(found, report) | {
        "contradicted_count": len(found.contradicted),
        "contradicted": [(key, _SECTIONS[key], mark) for key, mark in found.contradicted],
        "obstacles": found.obstacles,
    }


def _written(found: Compiled | published.Published, report: AnnualReport) -> dict[str, Any]:
    """Its tables, its findings, its sections."""
    marked = {f.where for f in found.findings}
    waiting = open_notes(report.pk)
    return {
        "compiled": found,
        "sheets": [sheet_rows(s, report, found.written, marked) for s in sheets(found.written)],
        "findings": [(f, jump(f, report)) for f in found.findings],
        "contradicted": [],
        "contradicted_count": 0,
        "sections": [
            (
                key,
                words,
                found.written.text(key),
                length_guidance(found.written.text(key), section=key),
                waiting.get(key),
            )
            for key, words in WRITTEN
        ],
    }


def jump(finding: Finding, report: AnnualReport) -> str:
    """The address of the cell or the section a finding is about; empty for the document as a whole."""
    if isinstance(finding.where, Span):
        if finding.where.section not in _SECTIONS:
            return ""
        return reverse("desk:report_section", args=(report.pk, finding.where.section))
    if finding.where is None:
        return ""
    where = finding.where
    return f"{reverse('desk:report', args=(report.pk,))}#cell-{where.table}-{where.row}-{where.column}"


def _done(request: HttpRequest, pk: int, act: Any, said: str) -> HttpResponse:
    """Do something to a report and come back to it; a refusal is told on its page."""
    report = the_report(request, pk)
    try:
        act(report)
    except (Stale, ValueError, ValidationError) as error:
        status = 409 if isinstance(error, Stale) else 422
        words = "；".join(error.messages) if isinstance(error, ValidationError) else str(error)
        if isinstance(error, BadFact):
            words = told(viewer_of(request), words)[0]
        return page(request, the_report(request, pk), error=words, status=status)
    messages.success(request, said)
    return redirect("desk:report", pk)


@require_POST
@caseworker
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why the year does not continue last year's report."""
    why, viewer = request.POST.get("why", ""), viewer_of(request)
    return _done(request, pk, lambda r: operations.explain(r, why, viewer=viewer), "已保存说明；它写入报告第三部分。")


@require_POST
@caseworker
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the report to review."""
    viewer = viewer_of(request)
    return _done(request, pk, lambda r: operations.send(r, viewer=viewer), "已送审；审核期间不能修改。")


@require_POST
@caseworker
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the report back from review."""

    def act(report: AnnualReport) -> None:
        passage = queries.under_review(report)
        if passage is None:
            raise Stale("报告不在审核中，不用撤回；请刷新后再看。")
        review.cancel(passage, version=passage.version, viewer=viewer_of(request))

    return _done(request, pk, act, "已撤回，可以修改后重新送审。")


@require_POST
@caseworker
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a published report for amendment, with the reason."""
    why, viewer = request.POST.get("reason", ""), viewer_of(request)
    said = "已开始更正：改好之后重新送审，原来的版本一直保留。"
    return _done(request, pk, lambda r: operations.begin_amending(r, why, viewer=viewer), said)


@require_POST
@caseworker
def end_amending(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an amendment up, with the reason."""
    why, viewer = request.POST.get("reason", ""), viewer_of(request)
    said = "已取消更正：公开的版本照旧，正文恢复为公开时的文字。"
    return _done(request, pk, lambda r: operations.end_amending(r, why, viewer=viewer), said)
