"""Delivering the answer, after a second look; what delivers it closes the case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.law import stages
from gongkai.law.events import Unlawful
from gongkai.web.applications import answerfiles, delivery, outbox, store
from gongkai.web.applications.models import Application, Mailing
from gongkai.web.desk.access import caseworker, the_case, viewer_of
from gongkai.web.desk.forms import Described
from gongkai.web.desk.nextsteps import forbidden
from gongkai.web.desk.views.entry import read
from gongkai.web.organs import vault
from gongkai.web.organs.gate import demand, visible
from gongkai.web.organs.models import Role
from gongkai.web.review.operations import Stale

# The way of delivery that fits the way the applicant asked for.
_USUAL = {"online": "portal", "post": "post", "email": "email", "in_person": "in_person"}


class DeliveryForm(Described):
    """How the answer went out."""

    printed = True
    way = forms.ChoiceField(
        label="送达方式", choices=[(w.key, w.words) for w in delivery.WAYS], widget=forms.RadioSelect
    )
    on = forms.DateField(label="送达日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    tracking = forms.CharField(label="邮件号（邮寄）", required=False, max_length=60)
    address = forms.EmailField(
        label="收件邮箱（电子邮件）",
        required=False,
        help_text="不填则发到申请表上的邮箱。",
        error_messages={"invalid": "电子邮箱应写成 a@b.cn 这样。"},
    )
    receiver = forms.CharField(label="领取人（当面领取）", required=False, max_length=40)
    looked = forms.MultipleChoiceField(
        label="办结前再看一遍", choices=delivery.SECOND_LOOK, widget=forms.CheckboxSelectMultiple, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Application, today: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {"way": _USUAL.get(case.way_wanted, "portal"), "on": today, "version": case.version}
        )
        super().__init__(*args, **kwargs)
        self.case, self.today = case, today
        if not outbox.leaves():
            ways = [(w.key, w.words) for w in delivery.WAYS if w.needs != "email"]
            self.fields["way"].choices = ways  # type: ignore[attr-defined]
            self.fields["way"].help_text = "本系统还没有接邮件服务器，不能用电子邮件送达。"
            del self.fields["address"]
            self.initial["way"] = self.initial["way"] if self.initial["way"] != "email" else "portal"
            return
        email = vault.mask(case.applicant.email)
        if email:
            self.fields["address"].help_text = f"不填则发到申请表上的邮箱（{email}）。"

    def given(self, receipt: list[store.Upload]) -> delivery.Given:
        """What was recorded."""
        typed = self.cleaned_data
        return delivery.Given(
            typed["way"],
            self.today if typed["way"] == "email" else typed["on"],
            tracking=typed["tracking"],
            address=typed.get("address", ""),
            receiver=typed["receiver"],
            receipt=receipt,
            looked=typed["looked"],
        )

    def clean(self) -> dict[str, Any]:
        """Say at its field what is wrong; a day in the future is."""
        found = super().clean() or {}
        day = found.get("on")
        if day is not None and day > self.today:
            self.add_error("on", f"日期不能晚于今天（{self.today}）。")
        if not self.errors:
            for name, words in delivery.faults(self.case, self.given([])).items():
                self.add_error(name, words)
        return found

    def renew(self, **values: object) -> None:
        """Put values into the hidden fields of the page to come."""
        renewed: Any = self.data.copy()  # type: ignore[attr-defined] # a QueryDict
        for name, value in values.items():
            renewed[name] = str(value)
        self.data = renewed


@require_http_methods(["GET", "POST"])
@caseworker
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Record the delivery."""
    case, viewer = the_case(request, number), viewer_of(request)
    refusal = forbidden(case, stages.MOVE["delivered"], viewer)
    if refusal and request.method == "GET":
        return _page(request, case, None, refusal=refusal)
    if request.method == "GET":
        return _page(request, case, DeliveryForm(case=case, today=viewer.on))
    form = DeliveryForm(request.POST, case=case, today=viewer.on)
    if not form.is_valid():
        return _page(request, case, form)
    try:
        receipt = read(request)
        delivery.deliver(case, form.given(receipt), viewer=viewer, version=form.cleaned_data["version"])
    except Stale as error:
        form.add_error(None, str(error))
        case.refresh_from_db()
        form.renew(version=case.version)
        return _page(request, case, form, status=409)
    except (store.Refused, Unlawful, ValueError) as error:
        form.add_error(None, str(error))
        return _page(request, case, form)
    if form.cleaned_data["way"] == "email":
        messages.info(request, "答复邮件已交付发送；邮件服务器接收后自动登记送达并办结。")
        return redirect("desk:delivery", number=number)
    messages.success(request, "已登记送达，本件办结。")
    return redirect("desk:case", number=number)


def _page(
    request: HttpRequest, case: Application, form: DeliveryForm | None, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "refusal": refusal,
        "letters": delivery.answers(case),
        "enclosures": answerfiles.standing(case),
        "mail": delivery.mail_under_way(case),
        "sent": Mailing.objects.filter(application=case, state=Mailing.State.SENT, purpose="delivery").last(),
    }
    return render(request, "desk/delivery.html", context, status=status)


@require_POST
@caseworker
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a mail once more."""
    viewer = viewer_of(request)
    rows = visible(viewer, Mailing).select_related("application")
    found = get_object_or_404(rows, pk=pk)
    if found.application is not None:
        demand(viewer, Role.CLERK, Role.HEAD, organ=found.application.organ_id)
    try:
        went = outbox.again(found, viewer=viewer)
    except PermissionDenied:
        went = False
    if went:
        messages.success(request, "邮件已发出。")
    else:
        found.refresh_from_db()
        messages.error(request, f"邮件仍未发出（{found.error or '已经不在待发送之列'}）；稍后会自动重试。")
    if found.application is None:
        return redirect("desk:mail")
    return redirect("desk:delivery", number=found.application.number)
