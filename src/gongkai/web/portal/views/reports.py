"""Annual reports for everybody: the list, one report in the official layout, its files, pictures of it, the years beside
each other. Only editions are shown, and they never change (条例第四十九条、第五十条)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gongkai.documents.layout import SECTION_OF_TABLE, Sheet, elements
from gongkai.report.cells import Address, Number
from gongkai.report.reading import Report
from gongkai.web.applications import store
from gongkai.web.charts import Chart
from gongkai.web.organs.gate import visible
from gongkai.web.organs.models import Organ
from gongkai.web.portal import reportcharts
from gongkai.web.portal.access import viewer_of
from gongkai.web.reports import queries
from gongkai.web.reports.differences import changed_cells, changed_texts
from gongkai.web.reports.models import Edition

_PAGE = 30
TYPES = {
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": ("PDF", "application/pdf"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "html": ("网页", "text/html; charset=utf-8"),
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "json": ("JSON", "application/json; charset=utf-8"),
}


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every report that was published, newest year first; by year, by words in the organ's name."""
    viewer = viewer_of(request)
    rows = queries.published().filter(pk__in=visible(viewer, Edition).values("pk"))
    years = sorted(set(rows.order_by().values_list("report__year", flat=True)), reverse=True)
    words = request.GET.get("q", "").strip()[:40]
    year = next((y for y in years if str(y) == request.GET.get("year")), None)
    if year:
        rows = rows.filter(report__year=year)
    if words:
        rows = rows.filter(report__organ__name__icontains=words)
    organs = visible(viewer, Organ).filter(name__icontains=words).exclude(pk__in=rows.values("report__organ"))
    context = {
        "missing": list(organs.order_by("name")) if year else [],
        "page": Paginator(rows.defer("content", "records", "pictured"), _PAGE).get_page(request.GET.get("page")),
        "page_address": urlencode({"q": words, "year": year or ""}),
        "years": years,
        "year": year,
        "q": words,
        "here": "reports",
    }
    return render(request, "portal/reports.html", context)


def _editions(request: HttpRequest, code: str, year: int) -> list[Edition]:
    """The editions of a report, newest first. Http404 when there is none."""
    rows = visible(viewer_of(request), Edition).filter(report__organ__code=code, report__year=year)
    found = list(rows.select_related("report__organ").defer("records").order_by("-number"))
    if not found:
        raise Http404("没有这一年的年度报告")
    return found


@require_safe
def one(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """One report in the official layout: the edition in force, or an older one by its number."""
    editions = _editions(request, code, year)
    number = request.GET.get("edition", "")
    edition = next((e for e in editions if str(e.number) == number), editions[0])
    if number and str(edition.number) != number:
        raise Http404("没有这一版")
    report = queries.read_content(edition.content)
    context = {
        "edition": edition,
        "editions": editions,
        "report": report,
        "organ": edition.report.organ,
        "year": year,
        "parts": [_part(element) for element in elements(report)],
        "files": [(format, TYPES[format][0]) for format in TYPES if format in edition.files],
        **_changes(edition, editions),
        "here": "reports",
    }
    return render(request, "portal/report.html", context)


@dataclass(frozen=True, slots=True)
class Part:
    """A line or a table of the layout, for the template. ``named`` is the heading a table stands under."""

    line: Any = None
    sheet: Sheet | None = None
    named: str = ""


def _part(element: Any) -> Part:
    if isinstance(element, Sheet):
        return Part(sheet=element, named=SECTION_OF_TABLE[element.number])
    return Part(line=element)


def _changes(edition: Edition, editions: list[Edition]) -> dict[str, Any]:
    """What an amendment changed against the edition before: the cells and the texts; nothing for a first edition."""
    before = next((e for e in editions if e.number == edition.number - 1), None)
    if before is None:
        return {}
    old, new = queries.read_content(before.content), queries.read_content(edition.content)
    return {"before": before, "cells": changed_cells(old, new), "texts": changed_texts(old, new)}


@require_safe
def file(request: HttpRequest, code: str, year: int, edition: int, format: str) -> HttpResponse:
    """A file of an edition, as it was kept when it was signed."""
    found = next((e for e in _editions(request, code, year) if e.number == edition), None)
    if found is None or format not in TYPES or format not in found.files:
        raise Http404("没有这个文件")
    response = HttpResponse(store.fetch(found.files[format]), content_type=TYPES[format][1])
    plain = f"{year}-{edition}.{format}" if edition > 1 else f"{year}.{format}"
    name = quote(found.file_name(format))
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def illustrated(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The report's figures as pictures with words, each with its table behind."""
    edition = _editions(request, code, year)[0]
    report, organ = queries.read_content(edition.content), edition.report.organ
    earlier = queries.published([organ.pk]).filter(pk__in=visible(viewer_of(request), Edition).values("pk"))
    last = earlier.filter(report__year=year - 1).first()
    before = queries.read_content(last.content) if last is not None else None
    charts, without = reportcharts.of_year(report, before, edition.pictured)
    context = {
        "edition": edition,
        "organ": organ,
        "year": year,
        "report": report,
        "charts": charts,
        "without": without,
        "here": "reports",
    }
    return render(request, "portal/report_illustrated.html", context)


@require_safe
def years(request: HttpRequest, code: str) -> HttpResponse:
    """An organ's years beside each other: the figures people ask for, as pictures and as a table."""
    viewer = viewer_of(request)
    organ = get_object_or_404(visible(viewer, Organ), code=code)
    rows = queries.published([organ.pk]).filter(pk__in=visible(viewer, Edition).values("pk"))
    reports = [queries.read_content(e.content) for e in rows.order_by("report__year")]
    if not reports:
        raise Http404("这个机关还没有公开年度报告")
    held = [r.year for r in reports if r.year]
    context = {
        "organ": organ,
        "missing": [y for y in range(min(held), max(held)) if y not in held],
        "years": [r.year for r in reports],
        "rows": [(words, [_value(r, address) for r in reports]) for words, address in reportcharts.COMPARED],
        "charts": _over_years(reports),
        "here": "reports",
    }
    return render(request, "portal/report_years.html", context)


def _value(report: Report, address: Address) -> Number | None:
    return report.value(*address)


def _over_years(reports: list[Report]) -> list[Chart]:
    return reportcharts.over_years(reports) if len(reports) > 1 else []
