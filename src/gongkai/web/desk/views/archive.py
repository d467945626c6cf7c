"""The file of a case: what is in it, and all of it as one zip."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from gongkai.web.applications import archive
from gongkai.web.desk.access import caseworker, the_case, viewer_of
from gongkai.web.review import log


@require_GET
@caseworker
def show(request: HttpRequest, number: str) -> HttpResponse:
    """What the file of the case holds, and whether the log is whole."""
    case, viewer = the_case(request, number), viewer_of(request)
    archive.demand(case, viewer)
    context = {
        "case": case,
        "items": archive.items(case),
        "entries": archive.entries(case),
        "faults": [words for _, words in log.broken(case.organ)],
    }
    return render(request, "desk/archive.html", context)


@require_GET
@caseworker
def download(request: HttpRequest, number: str) -> HttpResponse:
    """Everything as one zip, sent piece by piece."""
    case, viewer = the_case(request, number), viewer_of(request)
    try:
        pieces = archive.stream(case, viewer=viewer, on=viewer.on)
    except (FileNotFoundError, ValueError) as error:
        messages.error(request, f"案卷不能导出：有文件缺失或者被改动（{error}）；请联系系统管理员。")
        return redirect("desk:archive", number=number)
    response: Any = StreamingHttpResponse(pieces, content_type="application/zip")
    name = quote(f"{case.number} 案卷.zip")
    response["Content-Disposition"] = f"attachment; filename=\"case.zip\"; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
