"""Importing a register from a spreadsheet: the template, the upload, the dry run, the confirmation."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.views.exports import TYPES
from gongkai.web.desk.views.registers import chosen_organ, the_register, writers_organs
from gongkai.web.organs.gate import visible
from gongkai.web.registers import imports, operations, template
from gongkai.web.registers.models import Import
from gongkai.web.registers.register import Fault
from gongkai.web.registers.sheets import MAX_BYTES, MAX_ROWS, BadSheet
from gongkai.web.registers.table import REGISTERS
from gongkai.web.review.operations import Stale

_PAGE = 100


@require_GET
@caseworker
def blank(request: HttpRequest, register: str) -> HttpResponse:
    """The empty spreadsheet of a register."""
    known = the_register(register)
    writers_organs(viewer_of(request))
    response = HttpResponse(template.write(known), content_type=TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{known.key}-template.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
@caseworker
def upload(request: HttpRequest, register: str) -> HttpResponse:
    """What the columns are, and the upload of a filled sheet; nothing is stored by it."""
    known, viewer = the_register(register), viewer_of(request)
    organs = writers_organs(viewer)
    error = ""
    if request.method == "POST":
        sent = request.FILES.get("sheet")
        try:
            if sent is None:
                raise BadSheet("请选择要导入的文件。")
            if (sent.size or 0) > MAX_BYTES:
                raise BadSheet("文件超过 10 MB，请分成几个文件导入。")
            organ = chosen_organ(request, organs)
            batch = imports.begin(known, organ, name=sent.name or "", content=sent.read(), viewer=viewer)
        except BadSheet as refusal:
            error = str(refusal)
        else:
            return redirect("desk:import_check", batch.pk)
    context = {
        "register": known, "organs": organs, "error": error, "most": MAX_ROWS,
        "columns": [(b, template.explained(b)) for b in known.bound],
        "earlier": visible(viewer, Import).filter(register=known.key).select_related("by")[:10],
    }  # fmt: skip
    return render(request, "desk/registers/import.html", context, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
@caseworker
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The dry run: every row as understood, what is wrong in it; confirmed by POST, stored whole or not at all."""
    viewer = viewer_of(request)
    batch = get_object_or_404(visible(viewer, Import).select_related("organ", "by"), pk=pk)
    known = REGISTERS[batch.register]
    error, status = "", 200
    if request.method == "POST":
        try:
            count = imports.confirm(batch, viewer=viewer)
        except (operations.Refused, BadSheet) as refusal:
            error, status = str(refusal), 422
        except Stale as refusal:
            error, status = str(refusal), 409
        else:
            messages.success(request, f"已导入 {count} 条。")
            return redirect("desk:register", known.key)
    return _page(request, batch, error=error, status=status)


def _page(request: HttpRequest, batch: Import, *, error: str, status: int) -> HttpResponse:
    known = REGISTERS[batch.register]
    context = {"batch": batch, "register": known, "error": error}
    if batch.stored_at is None:
        try:
            looked = imports.look(batch, on=viewer_of(request).on)
        except (BadSheet, FileNotFoundError):
            context["error"] = error or "上传的文件已读不出来，请重新上传。"
            return render(request, "desk/registers/check.html", context, status=max(status, 422))
        bad = looked.bad
        doubtful = looked.doubtful
        shown = request.GET.get("show", "") or ("bad" if bad else "doubtful" if doubtful else "all")
        rows = {"bad": bad, "doubtful": doubtful}.get(shown, looked.rows)
        page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
        context |= {
            "looked": looked, "bad": len(bad), "good": len(looked.rows) - len(bad), "doubtful": len(doubtful),
            "shown": shown, "page": page,
            "columns": known.bound,
            "rows": [
                (row, _cells(known.key, row), _said(known.key, row.faults), _said(known.key, row.doubts)) for row in page
            ],
        }  # fmt: skip
    else:
        context["stored"] = timezone.localtime(batch.stored_at)
    return render(request, "desk/registers/check.html", context, status=status)


def _cells(key: str, row: imports.Row) -> list[tuple[str, str, bool]]:
    """Words of the column, what stands there, whether it is wrong."""
    wrong = {fault.column for fault in row.faults}
    return [(b.words, row.shown[b.key], b.key in wrong) for b in REGISTERS[key].bound]


def _said(key: str, faults: list[Fault]) -> list[tuple[str, str]]:
    """Words of the column (or of the whole row) and what to do."""
    columns = REGISTERS[key].by_key
    return [(columns[f.column].words if f.column in columns else "整行", f.words) for f in faults]
