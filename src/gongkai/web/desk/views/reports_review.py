"""The review of a report, and its editions with their files and what each changed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.report.facts import BadFact
from gongkai.report.reading import Report
from gongkai.web.applications.store import TYPES
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.verdicts import Reviewed, VerdictForm, standing, taken
from gongkai.web.desk.views.files import kept, sent
from gongkai.web.desk.views.reports import counted, the_report
from gongkai.web.desk.views.reports_cells import told
from gongkai.web.organs.gate import visible
from gongkai.web.reports import operations, queries
from gongkai.web.reports.compiling import compiled
from gongkai.web.reports.differences import changed_cells, changed_texts
from gongkai.web.reports.freezing import FORMATS, digest_of
from gongkai.web.reports.models import AnnualReport, Edition
from gongkai.web.reports.sending import moved
from gongkai.web.review import log
from gongkai.web.review.models import Review

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
    kind = Reviewed(
        decide=operations.decide,
        here="desk:report_review",
        signing="签发：立即定稿并向社会公开，不能撤回",
        signed=lambda _: ("已签发：报告已经定稿并向社会公开。", redirect("desk:report", report.pk)),
    )
    return taken(request, passage, kind, lambda form, status: _page(request, passage, report, form, status))


def _page(request: HttpRequest, passage: Review, report: AnnualReport, form: VerdictForm, status: int) -> HttpResponse:
    viewer = viewer_of(request)
    context: dict[str, Any] = {
        **standing(request, passage, operations.refusal(passage, viewer)),
        "report": report,
        "form": form,
    }
    if passage.state == Review.State.OPEN:
        try:
            found = compiled(report)
            context |= counted(found, report) | {"obstacles": found.obstacles + moved(found)}
            if before := report.editions.order_by("-number").first():
                context |= {"before": before, **_against(found.written, queries.read_content(before.content))}
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
    return {"cells": changed_cells(before, ours)[:_SHOWN_CHANGES], "texts": changed_texts(before, ours)}


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
    # What a browser could run is named as plain data; it is a download in any case.
    response = sent(kept(digest), form if form in TYPES else "text", found.file_name(form))
    response["Content-Type"] = _PLAIN.get(form, response["Content-Type"])
    return response
