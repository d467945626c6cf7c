"""The review of a report, and its editions with their files and what each changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.report.facts import BadFact
from gongkai.report.reading import Report
from gongkai.web.applications.store import TYPES
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.views.files import kept, sent
from gongkai.web.desk.views.reports import counted, the_report
from gongkai.web.desk.views.reports_cells import told
from gongkai.web.desk.views.reports_sections import changes
from gongkai.web.desk.views.reviews import VerdictForm, steps_of
from gongkai.web.organs.gate import visible
from gongkai.web.reports import operations, queries
from gongkai.web.reports.compiling import compiled
from gongkai.web.reports.freezing import FORMATS, digest_of
from gongkai.web.reports.models import AnnualReport, Edition
from gongkai.web.review import log
from gongkai.web.review import operations as review
from gongkai.web.review.models import Opinion, Review
from gongkai.web.review.operations import Stale

_FILES = {
    "docx": "Word 文档",
    "pdf": "PDF 文档",
    "xlsx": "Excel 表格",
    "html": "网页",
    "csv": "CSV 数据",
    "json": "JSON 数据",
}
_PLAIN = {"html": "application/octet-stream", "csv": "text/csv; charset=utf-8", "json": "application/json"}
_SHOWN_CHANGES = 200


class ReportForm(VerdictForm):
    """What somebody decides at a step of a report."""

    signing = "签发：立即定稿并向社会公开，不能撤回"


@require_http_methods(["GET", "POST"])
@caseworker
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The report under review, the opinions so far; pass, send back or comment."""
    passage = get_object_or_404(
        visible(viewer_of(request), Review).select_related("organ", "unit", "started_by"), pk=pk
    )
    if not isinstance(passage.subject, AnnualReport):
        raise Http404("没有这项审核")
    report = the_report(request, passage.subject_id)
    final = bool(passage.step and passage.at_step == len(passage.steps) - 1)
    if request.method == "GET":
        return _page(request, passage, report, ReportForm(final=final, initial={"version": passage.version}))
    form = ReportForm(request.POST, final=final)
    return _decide(request, passage, report, form) if form.is_valid() else _page(request, passage, report, form)


def _decide(request: HttpRequest, passage: Review, report: AnnualReport, form: ReportForm) -> HttpResponse:
    viewer, typed = viewer_of(request), form.cleaned_data
    try:
        if typed["verdict"] == Opinion.Verdict.COMMENT:
            review.comment(passage, text=typed["comment"], viewer=viewer)
            messages.success(request, "意见已记录。")
            return redirect("desk:report_review", pk=passage.pk)
        after = operations.decide(
            passage, verdict=Opinion.Verdict(typed["verdict"]), comment=typed["comment"], version=typed["version"],
            viewer=viewer, on=viewer.on,
        )  # fmt: skip
    except (Stale, PermissionDenied, ValueError) as error:
        form.add_error(None, str(error))
        passage.refresh_from_db()
        status = 409 if isinstance(error, Stale) else 403 if isinstance(error, PermissionDenied) else 422
        return _page(request, passage, report, form, status=status)
    messages.success(request, _said(after))
    if after.state == Review.State.SIGNED:
        return redirect("desk:report", report.pk)
    return redirect("desk:reviews")


def _said(after: Review) -> str:
    if after.state == Review.State.SIGNED:
        return "已签发：报告已经定稿并向社会公开。"
    if after.state == Review.State.SENT_BACK:
        return "已退回起草人修改。"
    return f"已同意，转入{after.step['words'] if after.step else '下一步'}。"


def _page(
    request: HttpRequest, passage: Review, report: AnnualReport, form: ReportForm, *, status: int = 200
) -> HttpResponse:
    viewer = viewer_of(request)
    refusal = operations.refusal(passage, viewer)
    role = str(passage.step["role"]) if passage.step else ""
    context: dict[str, Any] = {
        "passage": passage,
        "report": report,
        "form": form,
        "refusal": refusal,
        "behalf": viewer.acting_for(role, organ=passage.organ_id) if role and not refusal else None,
        "steps": steps_of(passage),
        "opinions": passage.opinions.select_related("person", "on_behalf_of"),
    }
    if passage.state == Review.State.OPEN:
        try:
            context |= counted(compiled(report), report)
        except BadFact as error:
            context["fault"] = told(viewer, str(error))
    return render(request, "desk/reports/review.html", context, status=status)


def _edition(request: HttpRequest, pk: int, number: int) -> Edition:
    report = the_report(request, pk)
    rows = visible(viewer_of(request), Edition).filter(report=report).select_related("report__organ", "by")
    found: Edition = get_object_or_404(rows, number=number)
    return found


@require_GET
@caseworker
def edition(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """An edition: its files, its hash taken again, what it changed against the one before."""
    found = _edition(request, pk, number)
    before = queries.previous_edition(found)
    ours = queries.read_content(found.content)
    context = {
        "edition": found,
        "report": found.report,
        "whole": digest_of(found.content) == found.digest,
        "files": [(f, _FILES[f], found.files[f]) for f in FORMATS if f in found.files],
        "before": before,
        **(_against(ours, queries.read_content(before.content)) if before else {}),
    }
    return render(request, "desk/reports/edition.html", context)


def _against(ours: Report, before: Report) -> dict[str, Any]:
    """The cells and the texts that differ between two editions."""
    form = ours.edition
    assert form is not None
    cells = [
        (form.name(a), before.cell(*a).printed, ours.cell(*a).printed)
        for a in form.addresses
        if before.cell(*a) != ours.cell(*a)
    ]
    texts = [
        (f"{s.number}、{s.words}", changes(before.text(s.key), ours.text(s.key)))
        for s in form.sections
        if before.text(s.key) != ours.text(s.key)
    ]
    return {"cells": cells[:_SHOWN_CHANGES], "texts": texts}


@require_GET
@caseworker
def file(request: HttpRequest, pk: int, number: int, form: str) -> HttpResponse:
    """A file of an edition, as a download."""
    found = _edition(request, pk, number)
    digest = found.files.get(form)
    if digest is None:
        raise Http404("没有这种格式")
    words = f"下载{found}（{form}）"[:300]
    log.append("downloaded", words, organ=found.report.organ, viewer=viewer_of(request), subject=found.report)
    version = f"（第{found.number}版）" if found.number > 1 else ""
    # What a browser could run is named as plain data; it is a download in any case.
    response = sent(kept(digest), form if form in TYPES else "text", f"{found.report}{version}.{form}")
    response["Content-Type"] = _PLAIN.get(form, response["Content-Type"])
    return response
