"""Giving cases to units and people, one or many at a time."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from gongkai.web.applications.assign import assign, mark_third_party, may_assign, workers
from gongkai.web.applications.models import Application
from gongkai.web.desk.access import caseworker, the_case, viewer_of
from gongkai.web.desk.forms import AssignForm, ThirdPartyForm
from gongkai.web.desk.views import exports
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import CASEWORKERS, Person, Unit
from gongkai.web.review.operations import Stale


def _back(request: HttpRequest) -> str:
    """Where the list was; only addresses of this site."""
    target = request.POST.get("back", "")
    return target if url_has_allowed_host_and_scheme(target, None) else "/desk/"


@require_POST
@caseworker
def bulk(request: HttpRequest) -> HttpResponseBase:
    """What is done with the ticked rows: assign, print, export."""
    viewer = viewer_of(request)
    ticked = [int(pk) for pk in request.POST.getlist("case") if pk.isdecimal()]
    rows = visible(viewer, Application).filter(pk__in=ticked).select_related("organ", "unit", "handler", "applicant")
    rows = rows.order_by("reply_due", "pk")
    cases = list(rows)
    if not cases:
        messages.warning(request, "没有勾选申请；请先在左侧勾选。")
        return redirect(_back(request))
    action = request.POST.get("action", "")
    if action in exports.TYPES:
        return exports.file_of(rows, action, viewer)
    if action == "print":
        return exports.sheet(request, cases, len(cases), viewer)
    _assign_all(request, cases, viewer)
    return redirect(_back(request))


def _assign_all(request: HttpRequest, cases: list[Application], viewer: Viewer) -> None:
    """Assign each case on its own, so that one refusal does not hold up the others; say what came of it."""
    organs = viewer.organs(*CASEWORKERS)
    unit = Unit.objects.filter(pk=_number(request, "unit"), organ__in=organs).first()
    person = Person.objects.filter(pk=_number(request, "handler"), posts__organ__in=organs).distinct().first()
    done = 0
    for case in cases:
        try:
            assign(case, unit=unit, person=person, reason=request.POST.get("reason", ""), viewer=viewer)
            done += 1
        except (ValueError, PermissionDenied, Stale) as error:
            messages.error(request, f"{case.number}：{error}")
    if done:
        messages.success(request, f"已分办 {done} 件。")


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() else 0


@caseworker
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Give one case to somebody, or hand it over with a reason."""
    case, viewer = the_case(request, number), viewer_of(request)
    if not may_assign(case, viewer):
        raise PermissionDenied("分办须由公开机构经办人、负责人或者承办处室办理。")
    units = list(Unit.objects.filter(organ=case.organ_id))
    people = workers([case.organ_id], on=viewer.on)
    form = AssignForm(request.POST or None, case=case, units=units, people=people)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            assign(
                case,
                unit=form.unit,
                person=form.person,
                reason=form.cleaned_data["reason"],
                viewer=viewer,
                seen=form.seen,
                task=form.task,
            )
            messages.success(request, "已分办，协助办理函在“文书和材料”里。" if form.task else "已分办。")
            return redirect("desk:case", number=number)
        except (ValueError, PermissionDenied, Stale) as error:
            form.add_error(None, str(error))
            form.take_up(the_case(request, number))
            status = 409 if isinstance(error, Stale) else 200
    return render(request, "desk/assign.html", {"case": case, "form": form}, status=status)


@require_POST
@caseworker
def mark(request: HttpRequest, number: str) -> HttpResponse:
    """Say whether a third party is concerned."""
    case = the_case(request, number)
    form = ThirdPartyForm(request.POST)
    form.is_valid()
    try:
        touches = form.cleaned_data.get("touches", False)
        mark_third_party(case, touches=touches, reason=form.cleaned_data.get("reason", ""), viewer=viewer_of(request))
        messages.success(request, "已记录是否涉及第三方。")
    except (ValueError, PermissionDenied) as error:
        messages.error(request, str(error))
    return redirect("desk:case", number=number)
