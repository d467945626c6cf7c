"""Notes on a case, and where one was named."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from gongkai.web.applications import notes
from gongkai.web.desk.access import caseworker, the_case, viewer_of
from gongkai.web.desk.forms import NoteForm
from gongkai.web.desk.views.cases import context_of


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
    page = Paginator(notes.mentions(viewer_of(request)), 30).get_page(request.GET.get("page"))
    return render(request, "desk/mentions.html", {"page": page})
