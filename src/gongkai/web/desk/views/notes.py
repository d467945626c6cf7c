"""Notes on a case, and where one was named."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongkai.web.applications import notes
from gongkai.web.desk.access import caseworker, the_case, viewer_of
from gongkai.web.desk.forms import NoteForm
from gongkai.web.desk.views.cases import context_of
from gongkai.web.desk.views.exports import TYPES, searched, table


@require_POST
@caseworker
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Write a note; what was typed stays when it is refused."""
    case, viewer = the_case(request, number), viewer_of(request)
    form = NoteForm(request.POST, prefix="note")
    if form.is_valid():
        try:
            notes.add(case, text=form.cleaned_data["text"], viewer=viewer)
            messages.success(request, "已写附注。")
            return redirect("desk:case", number=number)
        except (ValueError, PermissionDenied) as error:
            form.add_error("text", str(error))
    return render(request, "desk/case.html", {**context_of(case, viewer), "note_form": form})


@require_GET
@caseworker
def mentions(request: HttpRequest) -> HttpResponse:
    """Where colleagues named the viewer."""
    viewer, text = viewer_of(request), request.GET.get("q", "")[:100]
    rows = searched(notes.mentions(viewer), text, "text", "application__number", "application__subject")
    if request.GET.get("export") in TYPES:
        cells = [
            (str(timezone.localdate(n.at)), str(n.by), n.application.number, n.application.subject, n.text)
            for n in rows[:5000]
        ]
        headings = ("日期", "写附注的人", "受理编号", "所需信息名称", "附注")
        return table(headings, cells, str(request.GET["export"]), name="mentions", viewer=viewer)
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return render(request, "desk/mentions.html", {"page": page, "q": text})
