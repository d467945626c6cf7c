"""Splitting a case into several, and handling two of the same applicant as one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.law.events import Unlawful
from gongkai.web.applications import intake, merge
from gongkai.web.desk.access import caseworker, the_case, viewer_of
from gongkai.web.desk.forms import MergeForm, SplitForm
from gongkai.web.review.operations import Stale


@require_http_methods(["GET", "POST"])
@caseworker
def split(request: HttpRequest, number: str) -> HttpResponse:
    """Make one of several matters a case of its own."""
    case, viewer = the_case(request, number), viewer_of(request)
    merge.demand_office(case, viewer, "分立")
    form = SplitForm(request.POST or None, initial={"version": case.version})
    status = 200
    if request.method == "POST" and form.is_valid():
        matter = intake.Matter(form.cleaned_data["subject"], form.cleaned_data["content"])
        try:
            receipt = merge.split(case, matter=matter, viewer=viewer, version=form.cleaned_data["version"])
        except (ValueError, PermissionDenied, Stale) as error:
            form.add_error(None, str(error))
            form.renew(version=case.version)
            status = 409 if isinstance(error, Stale) else 200
        else:
            response = render(request, "desk/receipt.html", {"case": receipt.application, "code": receipt.code})
            response["Cache-Control"] = "no-store"
            return response
    return render(request, "desk/split.html", {"case": case, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@caseworker
def join(request: HttpRequest, number: str) -> HttpResponse:
    """Handle a case together with another of the same applicant."""
    case, viewer = the_case(request, number), viewer_of(request)
    merge.demand_office(case, viewer, "合并")
    others = merge.can_merge_into(case, viewer)
    form = MergeForm(request.POST or None, others=others, initial={"version": case.version, "on": viewer.on})
    status = 200
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            merge.merge(
                case,
                into=typed["into"],
                consent=typed["consent"],
                viewer=viewer,
                on=typed["on"],
                version=typed["version"],
            )
            messages.success(request, f"{case.number} 已并入 {typed['into'].number}。")
            return redirect("desk:case", number=typed["into"].number)
        except (Unlawful, ValueError, PermissionDenied, Stale) as error:
            form.add_error(None, str(error))
            form.renew(version=case.version)
            status = 409 if isinstance(error, Stale) else 200
    return render(request, "desk/merge.html", {"case": case, "form": form, "others": others}, status=status)
