"""What the desk tells people: reminders of due dates, of what applicants sent, of notes that name them; and the mail."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.web.applications import outbox, reminders
from gongkai.web.applications.models import Mailing, Reminder
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.views.exports import TYPES, searched, table
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.reports import reminders as filing
from gongkai.web.reports.models import FilingReminder

_PAGE = 50
_HEADINGS = ("日期", "类别", "提醒", "受理编号", "所需信息名称", "已读时间")
_MAIL_HEADINGS = ("生成时间", "用途", "主题", "状态", "次数", "发送时间", "失败原因")


REPORTS = ("report", "年度报告")


def _of_reports(viewer: Viewer, kind: str, text: str, *, every: bool) -> list[FilingReminder]:
    """The reminders of annual reports in the same selection, a year's worth at most."""
    if kind not in ("", REPORTS[0]):
        return []
    rows = visible(viewer, FilingReminder).select_related("organ", "by") if every else filing.unread(viewer)
    return list(searched(rows, text, "words")[:100])


def _read(request: HttpRequest, viewer: Viewer) -> None:
    for name, read in (("reminder", reminders.read), ("filing", filing.read)):
        chosen = [int(pk) for pk in request.POST.getlist(name) if pk.isdecimal()]
        read(viewer, pks=None if request.POST.get("action") == "all" else chosen)


def _local(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


@require_http_methods(["GET", "POST"])
@caseworker
def told(request: HttpRequest) -> HttpResponse:
    """What the viewer was told: unread, or all of it; by kind and words. Read ones go away from the first list."""
    viewer = viewer_of(request)
    if request.method == "POST":
        _read(request, viewer)
        return redirect(request.get_full_path())
    kind, text, every = request.GET.get("kind", ""), request.GET.get("q", "")[:100], request.GET.get("all") == "1"
    rows: QuerySet[Reminder] = (
        visible(viewer, Reminder).select_related("application") if every else reminders.unread(viewer)
    )
    if kind == REPORTS[0]:
        rows = rows.none()
    elif kind in Reminder.Kind.values:
        rows = rows.filter(kind=kind)
    rows = searched(rows, text, "words", "application__number", "application__subject")
    of_reports = _of_reports(viewer, kind, text, every=every)
    if request.GET.get("export") in TYPES:
        cells = [
            (str(r.on), r.get_kind_display(), r.words, r.application.number, r.application.subject, _local(r.read_at))
            for r in rows[:5000]
        ]
        cells[:0] = [(str(r.on), REPORTS[1], r.words, "", "", _local(r.read_at)) for r in of_reports]
        return table(_HEADINGS, cells, str(request.GET["export"]), name="reminders", viewer=viewer)
    context = {
        "page": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
        "of_reports": of_reports,
        "kinds": [*Reminder.Kind.choices, REPORTS],
        "kind": kind,
        "q": text,
        "every": every,
        "narrowed": bool(kind or text),
    }
    return render(request, "desk/reminders.html", context)


@require_GET
@caseworker
def mail(request: HttpRequest) -> HttpResponse:
    """The mail in sight: one's own reminders and what was sent to applicants of cases in sight; by state and words."""
    viewer = viewer_of(request)
    state, text = request.GET.get("state", ""), request.GET.get("q", "")[:100]
    rows: QuerySet[Mailing] = visible(viewer, Mailing).select_related("application").order_by("-pk")
    if state in Mailing.State.values:
        rows = rows.filter(state=state)
    rows = searched(rows, text, "subject", "application__number")
    if request.GET.get("export") in TYPES:
        cells = [
            (
                _local(m.made_at), m.get_purpose_display(), m.subject, m.get_state_display(), str(m.tries),
                _local(m.sent_at), m.error,
            )
            for m in rows[:5000]
        ]  # fmt: skip
        return table(_MAIL_HEADINGS, cells, str(request.GET["export"]), name="mail", viewer=viewer)
    context = {
        "page": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
        "states": Mailing.State.choices,
        "state": state,
        "q": text,
        "narrowed": bool(state or text),
        "leaves": outbox.leaves(),
    }
    return render(request, "desk/mail.html", context)
