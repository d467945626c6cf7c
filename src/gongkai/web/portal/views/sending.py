"""What an applicant sends after applying: what was asked for, a withdrawal, a message, what they think of the answer."""

from __future__ import annotations

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.law import matters
from gongkai.web.applications import messages as correspondence
from gongkai.web.applications import store
from gongkai.web.applications.models import Application, Message, Rating
from gongkai.web.applications.templatetags.ratings import satisfaction
from gongkai.web.portal import progress
from gongkai.web.portal.access import address_of, too_often
from gongkai.web.portal.forms import Plain, QuestionForm, RatingForm, WithdrawForm
from gongkai.web.portal.views.files import read
from gongkai.web.portal.views.status import SUPPLIES, opened, page
from gongkai.web.review import log
from gongkai.web.review.operations import Stale

_MANY = "今天提交的次数太多了，请明天再提交，或者邮寄、当面提交。"


def _files(request: HttpRequest, form: Plain) -> list[store.Upload]:
    """The uploads; one that is not taken is said at the form."""
    try:
        return read(request)
    except store.Refused as error:
        form.add_error(None, str(error))
        return []


@require_POST
@opened
def supplement(request: HttpRequest, case: Application) -> HttpResponse:
    """What was asked for: kept with the case; the office then confirms the day it came."""
    if not progress.awaits_applicant(case):
        messages.warning(request, "这件申请现在不需要补充材料；要补充说明的，请在下面留言。")
        return redirect("portal:case")
    kind, form_class = SUPPLIES[case.stage]
    form = form_class(request.POST)
    files = _files(request, form)
    if too_often("supplement", str(case.pk), most=10, seconds=86400):
        form.add_error(None, _MANY)
    if not form.is_valid():
        return page(request, case, status=422, supplement=form)
    original = "\n".join((case.subject, case.document_number, case.content))
    again = kind == Message.Kind.SUPPLEMENT and not files and matters.repeats(original, form.cleaned_data["text"])
    if again and "anyway" not in request.POST:
        return page(request, case, status=422, supplement=form, again=True)
    where = address_of(request) or None
    correspondence.receive(case, kind=kind, text=form.cleaned_data["text"], files=files, address=where)
    messages.success(request, "已提交。工作人员登记以后，这里会显示收到的日期和答复期限。")
    return redirect("portal:case")


@require_POST
@opened
def withdraw(request: HttpRequest, case: Application) -> HttpResponse:
    """A request to withdraw: kept with the case; it takes effect when the office registers it."""
    if case.stage in ("decided", "closed"):
        messages.warning(request, "这件申请已经答复或者办结，不能再撤回。")
        return redirect("portal:case")
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return page(request, case, status=422, withdraw=form)
    if correspondence.waiting(case).filter(kind=Message.Kind.WITHDRAWAL).exists():
        messages.info(request, "撤回请求已经收到，不用重复提交。")
        return redirect("portal:case")
    words = f"请求撤回申请 {case.number}。\n原因：{form.cleaned_data['reason'] or '未写'}"
    where = address_of(request) or None
    if correspondence.unconfirmed(case):
        try:
            correspondence.take_back(case, text=words, address=where)
        except Stale as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "已撤回，即时生效。需要时可以重新申请。")
        return redirect("portal:case")
    correspondence.receive(case, kind=Message.Kind.WITHDRAWAL, text=words, address=where)
    messages.success(request, "撤回请求已提交。工作人员登记以后生效，这里会显示结果。")
    return redirect("portal:case")


@require_POST
@opened
def question(request: HttpRequest, case: Application) -> HttpResponse:
    """A message to the office; the answer stands on this page."""
    form = QuestionForm(request.POST)
    files = _files(request, form)
    if form.is_valid() and too_often("question", str(case.pk), most=5, seconds=86400):
        form.add_error(None, "今天留言的次数太多了，请明天再写，或者打受理机关的电话。")
    if not form.is_valid():
        return page(request, case, status=422, question=form)
    where, text = address_of(request) or None, form.cleaned_data["text"]
    correspondence.receive(case, kind=Message.Kind.QUESTION, text=text, files=files, address=where)
    messages.success(request, "留言已提交，受理机关的回复会显示在这里。")
    return redirect("portal:case")


@require_POST
@opened
def rate(request: HttpRequest, case: Application) -> HttpResponse:
    """What the applicant thinks of the answer; once."""
    if not progress.can_rate(case, progress.letters_for(case)):
        messages.warning(request, "答复送达以后可以评价一次；这件申请还没有送达，或者已经评价过。")
        return redirect("portal:case")
    form = RatingForm(request.POST)
    if not form.is_valid():
        return page(request, case, status=422, rate=form)
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            Rating.objects.create(application=case, score=typed["score"], words=typed["words"], at=timezone.now())
            words = f"申请人评价答复：{satisfaction(typed['score'])}"
            made = log.change({}, {"score": typed["score"], "words": len(typed["words"])})
            log.append("rated", words, organ=case.organ, actor_words="申请人", subject=case, payload=made)
    except IntegrityError:  # a second click
        messages.info(request, "这件申请已经评价过。")
        return redirect("portal:case")
    messages.success(request, "谢谢您的评价。")
    return redirect("portal:case")
