"""The page on which a step of the review of a publication is taken."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.web.catalogue import operations
from gongkai.web.catalogue.models import InformationItem, State
from gongkai.web.desk import publishing
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.views.publication import pieces
from gongkai.web.desk.views.reviews import VerdictForm, steps_of
from gongkai.web.organs.gate import visible
from gongkai.web.review import operations as review
from gongkai.web.review.models import Opinion, Review
from gongkai.web.review.operations import Stale


class PublicationForm(VerdictForm):
    """What somebody decides at a step of a publication."""

    signing = "公开：立即编索引号并向社会公开"


@require_http_methods(["GET", "POST"])
@caseworker
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with its marks, what to be warned of, the opinions so far; pass, send back or comment."""
    viewer = viewer_of(request)
    passage = get_object_or_404(visible(viewer, Review).select_related("organ", "unit", "started_by"), pk=pk)
    item = passage.subject
    if not isinstance(item, InformationItem) or not visible(viewer, InformationItem).filter(pk=item.pk).exists():
        raise Http404("没有这项审核")
    final = bool(passage.step and passage.at_step == len(passage.steps) - 1)
    if request.method == "GET":
        return _page(request, passage, item, PublicationForm(final=final, initial={"version": passage.version}))
    form = PublicationForm(request.POST, final=final)
    return _decide(request, passage, item, form) if form.is_valid() else _page(request, passage, item, form)


def _decide(request: HttpRequest, passage: Review, item: InformationItem, form: PublicationForm) -> HttpResponse:
    viewer, typed = viewer_of(request), form.cleaned_data
    try:
        if typed["verdict"] == Opinion.Verdict.COMMENT:
            review.comment(passage, text=typed["comment"], viewer=viewer)
            messages.success(request, "意见已记录。")
            return redirect("desk:publication_review", pk=passage.pk)
        after = operations.decide(
            passage,
            verdict=Opinion.Verdict(typed["verdict"]),
            comment=typed["comment"],
            version=typed["version"],
            own=publishing.own_of(item),
            viewer=viewer,
            on=viewer.on,
        )
    except (Stale, PermissionDenied, ValueError) as error:
        form.add_error(None, str(error))
        passage.refresh_from_db()
        status = 409 if isinstance(error, Stale) else 403 if isinstance(error, PermissionDenied) else 422
        return _page(request, passage, item, form, status=status)
    messages.success(request, _said(after))
    if after.state == Review.State.SIGNED:
        return redirect("desk:item", pk=item.pk)
    return redirect("desk:reviews")


def _said(after: Review) -> str:
    if after.state == Review.State.SIGNED:
        return "已向社会公开。"
    if after.state == Review.State.SENT_BACK:
        return "已退回起草人修改。"
    return f"已同意，转入{after.step['words'] if after.step else '下一步'}。"


def _page(
    request: HttpRequest, passage: Review, item: InformationItem, form: PublicationForm, *, status: int = 200
) -> HttpResponse:
    viewer = viewer_of(request)
    refusal = operations.refusal(passage, viewer)
    role = str(passage.step["role"]) if passage.step else ""
    marks = operations.all_marks(item, publishing.own_of(item)) if item.state == State.DRAFT else []
    context: dict[str, Any] = {
        "passage": passage,
        "item": item,
        "form": form,
        "refusal": refusal,
        "behalf": viewer.acting_for(role, organ=passage.organ_id) if role and not refusal else None,
        "steps": steps_of(passage),
        "opinions": passage.opinions.select_related("person", "on_behalf_of"),
        "pieces": pieces(f"{item.title}\n{item.body}", marks),
        "kept": list(item.dismissed.values()),
        "files": list(item.files.all()),
        "warnings": publishing.warnings(publishing.source_of(item)),
    }
    return render(request, "desk/publication_review.html", context, status=status)
