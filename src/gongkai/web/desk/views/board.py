"""The supervisor's board, and the reminders everybody gets."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.web.applications import boards, outbox, reminders
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
        "horizons": boards.HORIZONS,
        "below": boards.below(viewer, on=viewer.on),
        "troubled": outbox.troubled(viewer)[:20],
        "today": viewer.on,
        "at_risk": boards.AT_RISK,
    }
    return render(request, "desk/board.html", context)


@require_http_methods(["GET", "POST"])
@caseworker
def told(request: HttpRequest) -> HttpResponse:
    """What falls due, as the reminders said; read ones go away."""
    viewer = viewer_of(request)
    if request.method == "POST":
        chosen = [int(pk) for pk in request.POST.getlist("reminder") if pk.isdecimal()]
        reminders.read(viewer, pks=chosen or None)
        return redirect("desk:reminders")
    return render(request, "desk/reminders.html", {"rows": reminders.unread(viewer)[:200]})
