"""The page on which a step of the review of a publication is taken."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.web.catalogue import operations
from gongkai.web.catalogue.models import InformationItem, State
from gongkai.web.desk import publishing
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.verdicts import Reviewed, VerdictForm, standing, taken
from gongkai.web.desk.views.publication import pieces
from gongkai.web.organs.gate import visible
from gongkai.web.review.models import Review


@require_http_methods(["GET", "POST"])
@caseworker
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with its marks, what to be warned of, the opinions so far; pass, send back or comment."""
    viewer = viewer_of(request)
    passage = get_object_or_404(visible(viewer, Review).select_related("organ", "unit", "started_by"), pk=pk)
    item = passage.subject
    if not isinstance(item, InformationItem) or not visible(viewer, InformationItem).filter(pk=item.pk).exists():
        raise Http404("没有这项审核")
    kind = Reviewed(
        decide=partial(operations.decide, own=publishing.own_of(item)),
        here="desk:publication_review",
        signing="公开：立即编索引号并向社会公开",
        signed=lambda _: ("已向社会公开。", redirect("desk:item", pk=item.pk)),
    )
    return taken(request, passage, kind, lambda form, status: _page(request, passage, item, form, status))


def _page(request: HttpRequest, passage: Review, item: InformationItem, form: VerdictForm, status: int) -> HttpResponse:
    marks = operations.all_marks(item, publishing.own_of(item)) if item.state == State.DRAFT else []
    context: dict[str, Any] = {
        **standing(request, passage, operations.refusal(passage, viewer_of(request))),
        "item": item,
        "form": form,
        "pieces": pieces(f"{item.title}\n{item.body}", marks),
        "in_files": [m.words for m in marks if m.file],
        "kept": list(item.dismissed.values()),
        "files": list(item.files.all()),
        "unchecked": operations.unchecked(item) if item.state == State.DRAFT else [],
        "warnings": publishing.warnings(publishing.source_of(item)),
    }
    return render(request, "desk/publication_review.html", context, status=status)
