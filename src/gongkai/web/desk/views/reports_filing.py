"""For the office of the government above: which organs published the report of a year, which are late, and reminding them."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.report.tally import FIRST_YEAR
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.views.exports import TYPES, table
from gongkai.web.organs.gate import Viewer
from gongkai.web.reports import filing, reminders
from gongkai.web.reports.filing import Stage, Standing

_HEADINGS = ("机关", "统一社会信用代码", "年度", "状态", "公开日期", "期限", "说明")


@require_http_methods(["GET", "POST"])
@caseworker
def show(request: HttpRequest) -> HttpResponse:
    """How the organs below stand with the report of a year, by state; as a table to download; reminding by POST."""
    viewer = viewer_of(request)
    year = _year(request.GET.get("year", ""), viewer)
    if request.method == "POST":
        return _urged(request, year, viewer)
    return _page(request, year, viewer)


def _year(text: str, viewer: Viewer) -> int:
    last = viewer.on.year - 1
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else last
    return year if FIRST_YEAR <= year <= last else last


def _urged(request: HttpRequest, year: int, viewer: Viewer) -> HttpResponse:
    chosen = [int(pk) for pk in request.POST.getlist("organ") if pk.isascii() and pk.isdecimal() and len(pk) < 10]
    try:
        told = reminders.urge(chosen, year, viewer=viewer)
    except ValueError as error:
        return _page(request, year, viewer, error=str(error))
    said = f"已提醒 {told} 人，在系统内和用邮件。" if told else "这些机关今天已经提醒过，没有重复提醒。"
    messages.success(request, said)
    return redirect(request.get_full_path())


def _page(request: HttpRequest, year: int, viewer: Viewer, *, error: str = "") -> HttpResponse:
    rows, stage = filing.standings(viewer, year), request.GET.get("stage", "")
    counts = Counter(r.stage for r in rows)
    present = [s for s in Stage if counts[s]]
    starts = accumulate((counts[s] for s in present), initial=0)
    shown = [r for r in rows if r.stage == stage] if stage in Stage.values else rows
    if request.GET.get("export") in TYPES:
        cells = [_cells(r) for r in shown]
        return table(_HEADINGS, cells, str(request.GET["export"]), name=f"annual-reports-{year}", viewer=viewer)
    context: dict[str, Any] = {
        "rows": [(r, said(r)) for r in shown],
        "counts": [(s, counts[s], start) for s, start in zip(present, starts, strict=False)],
        "total": len(rows),
        "owed": any(r.owed for r in shown),
        "year": year,
        "years": range(viewer.on.year - 1, FIRST_YEAR - 1, -1),
        "stage": stage if stage in Stage.values else "",
        "untils": sorted({r.until for r in rows}),
        "law": filing.LAW,
        "error": error,
    }
    return render(request, "desk/reports/filing.html", context, status=422 if error else 200)


def said(row: Standing) -> str:
    """What is to be said of how an organ stands."""
    if not row.owed:
        if row.published_on is None:
            return "在本系统以外公开，已导入"
        return f"迟于期限 {(row.published_on - row.until).days} 天" if row.late else "按期"
    if row.late:
        return f"逾期 {-row.left} 天，{row.work.label}"
    return "今天到期" if row.left == 0 else f"还有 {row.left} 天"


def _cells(row: Standing) -> tuple[str, ...]:
    published = str(row.published_on or "")
    return (
        row.organ.name,
        row.organ.code,
        str(row.year),
        row.stage.label,
        published,
        str(row.until),
        said(row),
    )
