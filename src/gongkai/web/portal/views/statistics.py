"""How applications were handled, by organ and year: a table, a chart in words and bars, and the figures as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gongkai.web.applications.statistics import GROUPS, Figures, statistics, total, years
from gongkai.web.charts import Chart, chart
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Organ
from gongkai.web.portal.access import viewer_of

EVERY = "all"
_ROWS, _BARS = 50, 12


def _chosen(request: HttpRequest, viewer: Viewer, known: Sequence[int]) -> tuple[Organ | None, int | None]:
    """Which organ and year are asked for: the latest year of all organs, all years of one organ, unless said otherwise."""
    code, year = request.GET.get("organ", ""), request.GET.get("year", "")
    organ = None
    if code:
        if not code.isalnum():
            raise Http404("没有这个机关")
        organ = get_object_or_404(visible(viewer, Organ), code=code)
    if year == EVERY or (not year and organ is not None):
        return organ, None
    if not year:
        return organ, known[0]
    if not year.isdecimal() or int(year) not in known:
        raise Http404("没有这一年的统计")
    return organ, int(year)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The table and the charts of what was chosen."""
    viewer = viewer_of(request)
    known = years(viewer, on=viewer.on)
    organ, year = _chosen(request, viewer, known)
    rows = statistics(viewer, on=viewer.on, organ=organ, year=year)
    kept = {"organ": organ.code if organ else "", "year": year or EVERY}
    context: dict[str, Any] = {
        "organs": visible(viewer, Organ),
        "years": known,
        "organ": organ,
        "year": year,
        "page": Paginator(rows, _ROWS).get_page(request.GET.get("page")),
        "page_address": urlencode(kept),
        "total": total(rows, year=year or viewer.on.year),
        "charts": _charts(rows, organ=organ, year=year),
        "groups": GROUPS,
        "until": viewer.on,
        "here": "statistics",
    }
    return render(request, "portal/statistics.html", context)


def _charts(rows: Sequence[Figures], *, organ: Organ | None, year: int | None) -> list[Chart]:
    """How what ended was answered; and what came in, by year or by organ."""
    if not rows:
        return []
    whole = total(rows, year=0)
    answered = chart("答复的结果", [(g.value, whole.groups[g], "fresh") for g in GROUPS])
    if organ is not None or year is None:
        by_year: dict[int, int] = {}
        for each in rows:
            by_year[each.year] = by_year.get(each.year, 0) + each.received
        bars = [(f"{y} 年", n, "fresh") for y, n in sorted(by_year.items())]
        return [chart("各年收到的申请", bars[-_BARS:]), answered] if len(bars) > 1 else [answered]
    busy = sorted(rows, key=lambda f: -f.received)[:_BARS]
    title = "收到申请最多的机关" if len(rows) > _BARS else "各机关收到的申请"
    return [chart(title, [(f.organ.short_name if f.organ else "", f.received, "fresh") for f in busy]), answered]


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The whole table as CSV (UTF-8 with mark, as spreadsheets want it)."""
    viewer = viewer_of(request)
    organ, year = _chosen(request, viewer, years(viewer, on=viewer.on))
    text = io.StringIO()
    out = csv.writer(text)
    heads = ["机关", "统一社会信用代码", "年度", "收到申请", "答复", *(g.value for g in GROUPS)]
    out.writerow([*heads, "撤回、移送等", "办结", "按期办结", "平均天数", "按期办结比例（%）"])
    for each in statistics(viewer, on=viewer.on, organ=organ, year=year):
        if each.organ is not None:
            out.writerow(_line(each.organ, each))
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="statistics-{year or EVERY}-{viewer.on}.csv"'
    return response


def _line(organ: Organ, figures: Figures) -> list[object]:
    name = f"'{organ.name}" if organ.name[:1] in "=+-@" else organ.name
    numbers = [figures.received, figures.answered, *figures.groups.values(), figures.without_answer]
    numbers += [figures.ended, figures.in_time]
    share = None if figures.on_time is None else round(figures.on_time * 100, 1)
    blank = ["" if x is None else x for x in (figures.average_days, share)]
    return [name, organ.code, figures.year, *numbers, *blank]
