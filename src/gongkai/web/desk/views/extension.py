"""The page on which the head agrees to an extension or sends the request back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.documents import letters
from gongkai.law.events import Unlawful
from gongkai.web.applications import extensions
from gongkai.web.applications.models import Extension
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.extending import looked_at
from gongkai.web.desk.views.reviews import VerdictForm, steps_of
from gongkai.web.organs.gate import visible
from gongkai.web.review import operations as review
from gongkai.web.review.models import Opinion, Review
from gongkai.web.review.operations import Stale


class ConsentForm(VerdictForm):
    """What the head decides."""

    signing = "同意：今天起延长，立即编文号并生成延长答复告知书，不能撤回"


@require_http_methods(["GET", "POST"])
@caseworker
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The request, the letter it would make, what stands against it; agree, send back, comment, or take it back."""
    viewer = viewer_of(request)
    passage = get_object_or_404(visible(viewer, Review).select_related("organ", "unit", "started_by"), pk=pk)
    asked = passage.subject
    if not isinstance(asked, Extension) or not visible(viewer, Extension).filter(pk=asked.pk).exists():
        raise Http404("没有这项提请")
    final = bool(passage.step and passage.at_step == len(passage.steps) - 1)
    if request.method == "GET":
        return _page(request, passage, asked, ConsentForm(final=final, initial={"version": passage.version}))
    form = ConsentForm(request.POST, final=final)
    if request.POST.get("action") == "withdraw":
        return _withdraw(request, passage, asked)
    return _decide(request, passage, asked, form) if form.is_valid() else _page(request, passage, asked, form)


def _withdraw(request: HttpRequest, passage: Review, asked: Extension) -> HttpResponse:
    try:
        extensions.withdraw(passage, version=passage.version, viewer=viewer_of(request))
    except (Stale, PermissionDenied) as error:
        messages.error(request, str(error))
        return redirect("desk:extension", pk=passage.pk)
    messages.success(request, "已撤回延长提请。")
    return redirect("desk:case", number=asked.application.number)


def _decide(request: HttpRequest, passage: Review, asked: Extension, form: VerdictForm) -> HttpResponse:
    viewer, typed = viewer_of(request), form.cleaned_data
    try:
        if typed["verdict"] == Opinion.Verdict.COMMENT:
            review.comment(passage, text=typed["comment"], viewer=viewer)
            messages.success(request, "意见已记录。")
            return redirect("desk:extension", pk=passage.pk)
        after = extensions.decide(
            passage,
            verdict=Opinion.Verdict(typed["verdict"]),
            comment=typed["comment"],
            version=typed["version"],
            viewer=viewer,
            on=viewer.on,
        )
    except (Stale, PermissionDenied) as error:
        form.add_error(None, str(error))
        passage.refresh_from_db()
        return _page(request, passage, asked, form, status=409 if isinstance(error, Stale) else 403)
    except (Unlawful, letters.MissingElements, letters.BadElement) as error:
        form.add_error(None, f"没有办成，期限没有延长：{error}")
        passage.refresh_from_db()
        return _page(request, passage, asked, form, status=422)
    messages.success(request, _said(after))
    if after.state == Review.State.SIGNED:
        return redirect("desk:case", number=asked.application.number)
    return redirect("desk:reviews")


def _said(after: Review) -> str:
    if after.state == Review.State.SIGNED:
        return "已同意延长，新的答复期限和延长答复告知书见本页。"
    if after.state == Review.State.SENT_BACK:
        return "已退回提请人，期限没有变。"
    return f"已同意，转入{after.step['words'] if after.step else '下一步'}。"


def _page(
    request: HttpRequest, passage: Review, asked: Extension, form: VerdictForm, *, status: int = 200
) -> HttpResponse:
    viewer, open_ = viewer_of(request), passage.state == Review.State.OPEN
    preview, problems = looked_at(asked, viewer) if open_ else (None, [])
    refusal = review.may_decide(passage, viewer)
    role = str(passage.step["role"]) if passage.step else ""
    context = {
        "passage": passage,
        "asked": asked,
        "case": asked.application,
        "form": form,
        "preview": preview,
        "problems": problems,
        "refusal": refusal,
        "behalf": viewer.acting_for(role, organ=passage.organ_id) if role and not refusal else None,
        "steps": steps_of(passage),
        "opinions": passage.opinions.select_related("person", "on_behalf_of"),
        "own": open_ and viewer.person is not None and passage.started_by_id == viewer.person.pk,
    }
    return render(request, "desk/extension.html", context, status=status)
