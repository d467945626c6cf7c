"""The supervisor's board."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongkai.web.applications import boards, outbox
from gongkai.web.charts import chart
from gongkai.web.desk.access import caseworker, viewer_of

_KINDS = ("fresh", "fresh", "warm", "warm", "late")
_SHOWN = 12


@require_GET
@caseworker
def show(request: HttpRequest) -> HttpResponse:
    """The figures of the organs in which the viewer supervises, and of those below a competent department."""
    viewer = viewer_of(request)
    if not viewer.has(*boards.SUPERVISORS):
        raise PermissionDenied("看板供公开机构经办人、负责人和签发人使用。")
    found = boards.board(viewer, on=viewer.on)
    ages = chart("收到以来的工作日数", [(words, n, kind) for (words, n), kind in zip(found.bands, _KINDS, strict=True)])
    due = chart(
        f"未来 {boards.HORIZONS[0]} 个工作日内到期（含逾期）",
        [(p.name, p.overdue + p.due[0], "late" if p.overdue else "warm") for p in found.people[:_SHOWN]],
    )
    context = {
        "board": found,
        "ages": ages,
        "due": due,
        "reviewing": boards.reviewing(viewer, on=viewer.on),
        "horizons": boards.HORIZONS,
        "below": boards.below(viewer, on=viewer.on),
        "troubled": outbox.troubled(viewer)[:20],
        "today": viewer.on,
        "at_risk": boards.AT_RISK,
    }
    return render(request, "desk/board.html", context)
