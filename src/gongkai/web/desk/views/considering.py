"""What several people asked for: publish it, or say why not; from how many people on is a dated setting."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.web.applications.models import Application
from gongkai.web.catalogue import considering, queries
from gongkai.web.catalogue.models import Threshold
from gongkai.web.desk import publishing
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.forms import Described
from gongkai.web.organs.gate import visible
from gongkai.web.organs.models import Organ, Role

_OFFICE = (Role.CLERK, Role.HEAD)


class ThresholdForm(Described):
    """From which day on how many people."""

    number = forms.IntegerField(label="申请人数", min_value=2, max_value=considering.MOST)
    since = forms.DateField(label="自哪一天起", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    why = forms.CharField(label="理由", max_length=200)


def _organ(request: HttpRequest) -> Organ:
    held = viewer_of(request).organs(*_OFFICE)
    if not held:
        raise PermissionDenied("考虑主动公开由公开办经办人或者负责人办理。")
    asked = request.POST.get("organ") or request.GET.get("organ") or ""
    pk = int(asked) if asked.isdecimal() and int(asked) in held else min(held)
    return Organ.objects.get(pk=pk)


@require_http_methods(["GET", "POST"])
@caseworker
def show(request: HttpRequest) -> HttpResponse:
    """The groups side by side; dismissing one with a reason, setting the number."""
    viewer, organ = viewer_of(request), _organ(request)
    form = ThresholdForm(initial={"number": queries.threshold(organ, on=viewer.on), "since": viewer.on})
    status = 200
    if request.method == "POST":
        form = ThresholdForm(request.POST) if request.POST.get("action") == "threshold" else form
        status = _taken(request, organ, form)
        if status == 302:
            return redirect("desk:considering")
    context = {
        "organ": organ,
        "raised": publishing.raised(viewer, organ.pk),
        "number": queries.threshold(organ, on=viewer.on),
        "settings": Threshold.objects.filter(organ=organ).select_related("by")[:10],
        "form": form,
        "may_set": viewer.has(Role.HEAD, organ=organ),
    }
    return render(request, "desk/considering.html", context, status=status)


def _taken(request: HttpRequest, organ: Organ, form: ThresholdForm) -> int:
    """Do what was posted: 302 when it was done, 422 when it was not."""
    viewer = viewer_of(request)
    try:
        if request.POST.get("action") == "threshold":
            if not form.is_valid():
                return 422
            typed = form.cleaned_data
            considering.set_threshold(organ, typed["number"], since=typed["since"], why=typed["why"], viewer=viewer)
            messages.success(request, "已设定。")
        else:
            wanted = request.POST.get("numbers", "").split(",")[:600]
            seen = visible(viewer, Application).filter(organ=organ, number__in=wanted)
            numbers = list(seen.values_list("number", flat=True))
            considering.dismiss(organ, numbers, reason=request.POST.get("reason", ""), viewer=viewer)
            messages.success(request, "已记下不主动公开的理由；再有新的申请人申请同样的信息，会重新提示。")
    except ValueError as error:
        messages.error(request, str(error))
        return 422
    return 302
