"""The queue on paper and as a table: the rows in sight, without personal data."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.web.applications.dues import due_words
from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.applications.models import CHANNELS, RESULTS, STAGES, Application
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.views.queue import described, found_by
from gongkai.web.organs import vault
from gongkai.web.organs.gate import Viewer
from gongkai.web.review import log

HEADINGS = (
    "受理编号", "受理机关", "所需信息名称", "申请人类别", "渠道", "阶段", "收到申请之日", "答复期限", "期限暂定", "期限说明",
    "承办处室", "经办人", "办理结果", "办结之日",
)  # fmt: skip
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PRINTED = 500
_KINDS = {k.key: k.words for k in APPLICANT_KINDS}
_CHANNELS, _STAGES, _RESULTS = dict(CHANNELS), dict(STAGES), dict(RESULTS)
# What a line says of the case itself, and of what belongs to it.
_COLUMNS = ("number", "subject", "channel", "stage", "submitted_at", "received_on", "reply_due", "provisional", "stopped_since",
            "ended_on", "outcome")  # fmt: skip
_JOINED = ("organ__short_name", "applicant__kind", "applicant__name", "unit__name", "handler__full_name",
           "handler__username")  # fmt: skip
_NUMBERS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+|\d[\d\- ]{5,22}[\dXx]")


def veiled(text: str, name: str = "") -> str:
    """The words of an application without the numbers and addresses that identify people, and without the name."""
    if len(name) >= 2:
        text = text.replace(name, vault.mask(name))
    return _NUMBERS.sub(lambda m: vault.mask(m[0]) if len(re.sub(r"\D", "", m[0])) >= 7 or "@" in m[0] else m[0], text)


def lines(rows: QuerySet[Application], viewer: Viewer) -> Iterator[tuple[str, ...]]:
    """The cells of each row, in the order of ``HEADINGS``; one query, a piece at a time, and of what identifies the
    applicant nothing but the name is decrypted, for it has to be covered."""
    calendar = the_calendar()
    named = {f"its_{column.replace('__', '_')}": F(column) for column in _JOINED}
    for row in rows.select_related(None).annotate(**named).only(*_COLUMNS).iterator(chunk_size=2000):
        its: dict[str, Any] = vars(row)
        name = its["its_applicant_name"] if its["its_applicant_kind"] == "natural_person" else ""
        yield (
            row.number,
            its["its_organ_short_name"],
            veiled(row.subject, name),
            _KINDS.get(its["its_applicant_kind"], ""),
            _CHANNELS.get(row.channel, row.channel),
            _STAGES.get(row.stage, row.stage),
            str(row.received_on or ""),
            str(row.reply_due or ""),
            "是" if row.provisional else "",
            due_words(row, on=viewer.on, calendar=calendar).words,
            its["its_unit_name"] or "",
            its["its_handler_full_name"] or its["its_handler_username"] or "",
            _RESULTS.get(row.outcome, row.outcome),
            str(row.ended_on or ""),
        )


def written(rows: Iterable[tuple[str, ...]], form: str, *, headings: tuple[str, ...] = HEADINGS) -> bytes:
    """The rows below their headings as CSV (UTF-8 with mark, as Excel wants it) or XLSX; no cell can become a formula."""
    if form == "csv":
        return b"".join(flowing(rows, headings=headings))
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("清单")
        sheet.freeze_panes(1, 1)
        bold = book.add_format({"bold": True})
        for at, row in enumerate((headings, *rows)):
            sheet.write_row(at, 0, row, bold if at == 0 else None)
        sheet.set_column(0, len(headings) - 1, 16)
    return target.getvalue()


def flowing(rows: Iterable[tuple[str, ...]], *, headings: tuple[str, ...] = HEADINGS) -> Iterator[bytes]:
    """The same as CSV, a piece of it at a time."""
    waiting = iter(rows)
    piece: list[tuple[str, ...]] = [headings]
    mark = codecs.BOM_UTF8
    while piece:
        text = io.StringIO()
        csv.writer(text).writerows([_harmless(cell) for cell in row] for row in piece)
        yield mark + text.getvalue().encode("utf-8")
        piece, mark = list(islice(waiting, 1000)), b""


def _harmless(cell: str) -> str:
    # The apostrophe too, so that reading can tell the one that was set from one that was there.
    return f"'{cell}" if cell[:1] in ("'", "=", "+", "-", "@", "\t", "\r") else cell


def file_of(rows: QuerySet[Application], form: str, viewer: Viewer) -> HttpResponseBase:
    """The rows as a download, with an entry in the log; CSV goes out while it is read."""
    organ = viewer.posts[0].organ if viewer.posts else None
    words = f"导出申请清单 {rows.count()} 件（{form.upper()}，不含个人信息）"
    log.append("exported", words, organ=organ, viewer=viewer)
    cells = lines(rows, viewer)
    response: HttpResponseBase
    if form == "csv":
        response = StreamingHttpResponse(flowing(cells), content_type=TYPES[form])
    else:
        response = HttpResponse(written(cells, form), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="applications-{viewer.on}.{form}"'
    return response


def searched(rows: QuerySet[Any], text: str, *fields: str) -> QuerySet[Any]:
    """The rows in which every word stands in one of the fields."""
    for word in text.split()[:6]:
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(found)
    return rows


def table(
    headings: tuple[str, ...], rows: Iterable[tuple[str, ...]], form: str, *, name: str, viewer: Viewer
) -> HttpResponse:
    """Any list of the desk as a download, with an entry in the log."""
    cells = list(rows)
    organ = viewer.posts[0].organ if viewer.posts else None
    log.append("exported", f"导出清单 {name}：{len(cells)} 行（{form.upper()}）", organ=organ, viewer=viewer)
    response = HttpResponse(written(cells, form, headings=headings), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}-{viewer.on}.{form}"'
    return response


@require_GET
@caseworker
def download(request: HttpRequest, form: str) -> HttpResponseBase:
    """Everything the queue's filters leave in sight, as CSV or XLSX."""
    if form not in TYPES:
        raise Http404("没有这种格式")
    viewer = viewer_of(request)
    return file_of(found_by(request, viewer).rows, form, viewer)


@require_GET
@caseworker
def printed(request: HttpRequest) -> HttpResponse:
    """The list to be printed, at most ``PRINTED`` rows."""
    viewer = viewer_of(request)
    rows = found_by(request, viewer).rows
    return sheet(request, list(rows[:PRINTED]), rows.count(), viewer)


def sheet(request: HttpRequest, rows: list[Application], total: int, viewer: Viewer) -> HttpResponse:
    """The page for the printer."""
    context = {"rows": described(rows, viewer), "total": total, "today": viewer.on}
    return render(request, "desk/print.html", context)
