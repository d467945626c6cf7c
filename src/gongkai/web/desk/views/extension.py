"""The page on which the head agrees to an extension or sends the request back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.web.applications import extensions, lapsing
from gongkai.web.applications.models import Extension
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.extending import looked_at
from gongkai.web.desk.verdicts import Reviewed, VerdictForm, standing, taken
from gongkai.web.organs.gate import visible
from gongkai.web.review import operations as review
from gongkai.web.review.models import Review
from gongkai.web.review.operations import Stale


@require_http_methods(["GET", "POST"])
@caseworker
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The request, the letter it would make, what stands against it; agree, send back, comment, or take it back."""
    viewer = viewer_of(request)
    passage = get_object_or_404(visible(viewer, Review).select_related("organ", "unit", "started_by"), pk=pk)
    asked = passage.subject
    if not isinstance(asked, Extension) or not visible(viewer, Extension).filter(pk=asked.pk).exists():
        raise Http404("没有这项提请")
    if request.POST.get("action") == "withdraw":
        return _withdraw(request, passage, asked)
    kind = Reviewed(
        decide=extensions.decide,
        here="desk:extension",
        signing="同意：今天起延长，立即编文号并生成延期答复告知书，不能撤回",
        signed=lambda _: (
            "已同意延长，新的答复期限和延期答复告知书见本页。",
            redirect("desk:case", number=asked.application.number),
        ),
        sent_back="已退回提请人，期限没有变。",
        failed="没有办成，期限没有延长：",
    )
    return taken(request, passage, kind, lambda form, status: _page(request, passage, asked, form, status))


def _withdraw(request: HttpRequest, passage: Review, asked: Extension) -> HttpResponse:
    try:
        extensions.withdraw(passage, version=passage.version, viewer=viewer_of(request))
    except (Stale, PermissionDenied) as error:
        messages.error(request, str(error))
        return redirect("desk:extension", pk=passage.pk)
    messages.success(request, "已撤回延长提请。")
    return redirect("desk:case", number=asked.application.number)


def _page(request: HttpRequest, passage: Review, asked: Extension, form: VerdictForm, status: int) -> HttpResponse:
    viewer, open_ = viewer_of(request), passage.state == Review.State.OPEN
    preview, problems = looked_at(asked, viewer) if open_ else (None, [])
    context = {
        **standing(request, passage, review.may_decide(passage, viewer)),
        "asked": asked,
        "case": asked.application,
        "form": form,
        "lapsed": lapsing.why_lapsed(asked.application, passage),
        "preview": preview,
        "problems": problems,
        "own": open_ and viewer.person is not None and passage.started_by_id == viewer.person.pk,
    }
    return render(request, "desk/extension.html", context, status=status)
