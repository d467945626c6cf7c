"""Where an application stands: opened with number and query code, for this session only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.documents.letters import pdf as paper
from gongkai.web.applications import fees, intake, store
from gongkai.web.applications import messages as correspondence
from gongkai.web.applications.models import Application, Message, Rating
from gongkai.web.applications.papers import application_form
from gongkai.web.portal import accounts, progress
from gongkai.web.portal.access import address_of, too_often
from gongkai.web.portal.forms import (
    PaymentForm,
    Plain,
    QuestionForm,
    RatingForm,
    StatusForm,
    SupplementForm,
    WithdrawForm,
)
from gongkai.web.portal.views.files import Open, sent
from gongkai.web.review import log

_WRONG = "受理编号或者查询码不对，请对照回执核对。查询码丢失的，请带证件到受理机关，或者打公开指南上的电话。"
# What is wanted of the applicant at a stage: the kind of message, its form.
SUPPLIES: dict[str, tuple[str, type[Plain]]] = {
    "awaiting_supplement": (Message.Kind.SUPPLEMENT, SupplementForm),
    "awaiting_reasons": (Message.Kind.REASONS, SupplementForm),
    "awaiting_fee": (Message.Kind.PAYMENT, PaymentForm),
}
_OFTEN = "查询得太密了，请过十分钟再试。"


def opened(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view have the application this session opened; else ask for number and code."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, **given: object) -> HttpResponse:
        case = Open.of(request)
        if case is None:
            messages.info(request, "请先输入受理编号和查询码。")
            return redirect("portal:status")
        return view(request, case, **given)

    return wrapped


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Number and code. A wrong number and a wrong code are answered alike, and not more than a few times."""
    form = StatusForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            number, code = form.cleaned_data["number"], form.cleaned_data["code"]
            crowded = too_often("status", address_of(request), most=20, seconds=600)
            if too_often("number", number.strip().upper(), most=10, seconds=600) or crowded:
                form.add_error(None, _OFTEN)
                status = 429
            elif case := intake.find(number, code.replace(" ", "")):
                request.session.cycle_key()
                Open.put(request, case)
                return redirect("portal:case")
            else:
                form.add_error(None, _WRONG)
    return render(request, "portal/status.html", {"form": form, "here": "status"}, status=status)


@require_GET
@opened
def case(request: HttpRequest, case: Application) -> HttpResponse:
    """The application: stage, due date and why, timeline, letters, what to do."""
    return page(request, case)


def page(request: HttpRequest, case: Application, *, status: int = 200, **more: object) -> HttpResponse:
    """The page of an application; ``more`` puts refused forms in the place of empty ones."""
    rows, account = list(case.events.all()), accounts.of(request)
    letters = progress.letters_for(case)
    badge, stage, meaning = progress.stands(case)
    way, remedies = progress.remedies_of(case, letters)
    shown = {
        "case": case,
        "badge": badge,
        "stage": stage,
        "meaning": meaning,
        "timeline": progress.timeline(rows),
        "days": progress.days(rows, on=timezone.localdate()),
        "letters": letters,
        "answer": progress.answer(case, letters),
        "way": way,
        "remedies": remedies,
        "provisional_remedies": any(r.last and r.last.provisional for r in remedies),
        "enclosures": progress.enclosures(case, letters),
        "attachments": correspondence.enclosed(case),
        "supplement": SUPPLIES[case.stage][1]() if case.stage in SUPPLIES else None,
        "sent_already": case.stage in SUPPLIES and not badge,
        "supply_until": progress.last_day_for_applicant(rows),
        "withdraw": WithdrawForm() if progress.can_withdraw(case) else None,
        "unconfirmed": correspondence.unconfirmed(case),
        "taken_back": correspondence.taken_back(case),
        "withdrawing": progress.withdrawing(case),
        "question": QuestionForm(),
        "correspondence": case.messages.prefetch_related("files"),
        "fees": case.fees.all(),
        "owed": fees.owed(case) if case.stage == "awaiting_fee" else None,
        "rating": Rating.objects.filter(application=case).first(),
        "rate": RatingForm() if progress.can_rate(case, letters) else None,
        "kin": progress.kin(case),
        "account": account,
        "held": account is not None and accounts.cases(account).filter(pk=case.pk).exists(),
        "here": "status",
        **more,
    }
    return render(request, "portal/case.html", shown, status=status)


@require_GET
@opened
def letter(request: HttpRequest, case: Application, pk: int, form: str) -> HttpResponse:
    """A letter addressed to the applicant, as Word or PDF; logged."""
    found = next((x for x in progress.letters_for(case) if x.pk == pk), None)
    if found is None or form not in ("docx", "pdf"):
        raise Http404("没有这份文书")
    content = store.fetch(found.docx_sha256 if form == "docx" else found.pdf_sha256)
    words = f"申请人下载《{found.title}》{found.number}"
    where = address_of(request) or None
    log.append("downloaded", words, organ=case.organ, actor_words="申请人", subject=case, address=where)
    return sent(content, form, f"{case.number} {found.title}.{form}")


@require_GET
@opened
def form(request: HttpRequest, case: Application) -> HttpResponse:
    """The application as the form of the law, PDF, the number of the identity document covered; logged."""
    where = address_of(request) or None
    words = "申请人下载政府信息公开申请表"
    log.append("downloaded", words, organ=case.organ, actor_words="申请人", subject=case, address=where)
    return sent(paper.write(application_form(case, veiled=True)), "pdf", f"政府信息公开申请表 {case.number}.pdf")


@require_GET
@opened
def enclosure(request: HttpRequest, case: Application, pk: int) -> HttpResponse:
    """A file that was given with the answer, once the answer is delivered; logged."""
    found = next((x for x in progress.enclosures(case, progress.letters_for(case)) if x.pk == pk), None)
    if found is None:
        raise Http404("没有这份附件")
    where = address_of(request) or None
    words = f"申请人下载答复附件「{found.name}」"
    log.append("downloaded", words, organ=case.organ, actor_words="申请人", subject=case, address=where)
    return sent(store.fetch(found.sha256), found.kind, found.name)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the application in this browser."""
    Open.drop(request)
    messages.success(request, "已关闭这件申请。再次查看需要受理编号和查询码。")
    return redirect("portal:home")
