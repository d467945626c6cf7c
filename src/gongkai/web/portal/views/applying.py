"""Applying: the form, the draft behind it, the review page, the receipt."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.documents import letters
from gongkai.law import matters
from gongkai.web.applications import intake, store
from gongkai.web.applications.papers import application_form
from gongkai.web.portal import accounts, challenge, drafts, paper
from gongkai.web.portal.access import address_of, too_often
from gongkai.web.portal.forms import FIELDS, ApplicationForm
from gongkai.web.portal.models import Draft
from gongkai.web.portal.views.files import Open, read, sent

_PERSON = ("kind", "name", "id_number", "telephone", "address", "id_kind", "agent", "email", "postcode")
_MATTER = ("subject", "content", "document_number", "form_wanted", "way_wanted")


def _living(request: HttpRequest) -> Draft | None:
    draft = drafts.of(request)
    return draft if draft is not None and draft.application_id is None else None


@never_cache
@require_http_methods(["GET", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """The form. Whatever is posted is kept as a draft first, right or wrong; then checked."""
    draft = _living(request)
    if request.method == "GET":
        typed = draft.typed if draft else {}
        if request.GET.get("organ"):
            typed["organ"] = request.GET["organ"][:18]
        if not typed.get("subject"):  # what was typed into the search before
            typed["subject"] = request.GET.get("wanted", "")[:200]
        return _shown(request, ApplicationForm(initial=typed), draft, restored=draft is not None)
    wrong, files = "", []
    if request.FILES and too_often("files", address_of(request), most=settings.PORTAL_MOST_UPLOADS, seconds=3600):
        wrong = "提交附件太密了，这次的附件没有保存，填写的内容已存为草稿；请过一会儿再添加附件。"
    else:
        try:
            files = read(request, already=len(draft.files) if draft else 0)
        except store.Refused as error:
            wrong = str(error)
    draft, token = drafts.keep(draft, request.POST.dict(), files, drop=request.POST.getlist("drop"))
    bound = ApplicationForm(draft.typed)
    if wrong:
        bound.add_error(None, wrong)
    if "save" in request.POST:
        response = _shown(request, ApplicationForm(initial=draft.typed), draft, saved=not wrong, wrong=wrong)
    elif bound.is_valid():
        response = redirect("portal:review")
    else:
        response = _shown(request, bound, draft, status=422)
    return drafts.remember(response, token, secure=settings.SESSION_COOKIE_SECURE)


def _shown(
    request: HttpRequest, form: ApplicationForm, draft: Draft | None, *, status: int = 200, **more: object
) -> HttpResponse:
    held = form.fields["organ"].queryset.exclude(holds="").only("name", "holds")  # type: ignore[attr-defined]
    shown = {"form": form, "draft": draft, "holding": held, "here": "apply", "most": store.MAX_FILES, **more}
    return render(request, "portal/apply.html", shown, status=status)


@never_cache
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what was typed so far; asked for by the page itself every little while."""
    if too_often("draft", address_of(request), most=600, seconds=3600):
        return HttpResponse("草稿暂未保存，请稍后再试。", status=429)
    kept, token = drafts.keep(_living(request), request.POST.dict())
    response = HttpResponse(f"草稿已保存（{timezone.localtime(kept.changed_at):%H:%M}）")
    return drafts.remember(response, token, secure=settings.SESSION_COOKIE_SECURE)


@never_cache
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """Everything once more before it is sent. Sending twice, by a double click or the back button, gives one receipt."""
    draft = drafts.of(request)
    if draft is None:
        return redirect("portal:apply")
    if draft.application_id:
        return redirect("portal:receipt")
    bound = ApplicationForm(draft.typed)
    if not bound.is_valid():
        return redirect("portal:apply")
    wrong = ""
    if request.method == "POST":
        wrong = _refusal(request, bound)
        if not wrong:
            _send(request, draft.pk, bound)
            return redirect("portal:receipt")
    rows = [(words, [(f.label, paper.said(bound, f)) for f in fields]) for words, fields in bound.parts]
    several = None if drafts.WHOLE in draft.typed else matters.several(draft.typed["subject"], draft.typed["content"])
    shown = {"parts": rows, "draft": draft, "challenge": challenge.new(), "wrong": wrong, "here": "apply"}
    shown["several"] = several
    return render(request, "portal/review.html", shown, status=422 if wrong else 200)


def _refusal(request: HttpRequest, bound: ApplicationForm) -> str:
    """Why the application is not taken now, in one sentence; empty when it is."""
    try:
        challenge.check(**{k: request.POST.get(k, "")[:200] for k in ("seed", "proof", "answer")})
    except challenge.Unproved as error:
        return str(error)
    who = bound.cleaned_data["id_number"]
    crowded = too_often("apply", address_of(request), most=settings.PORTAL_MOST_AN_HOUR, seconds=3600)
    if crowded or too_often("applicant", who, most=settings.PORTAL_MOST_A_DAY, seconds=86400):
        return "提交得太密了，内容已存为草稿，请过一会儿再提交；急用的可以邮寄或者当面提交。"
    return ""


@transaction.atomic
def _send(request: HttpRequest, pk: int, bound: ApplicationForm) -> None:
    draft = Draft.objects.select_for_update().get(pk=pk)
    if draft.application_id:
        return
    typed = bound.cleaned_data
    receipt = intake.submit(
        organ=typed["organ"],
        person=intake.Person(**{k: typed[k] for k in _PERSON}),
        matter=intake.Matter(**{k: typed[k] for k in _MATTER}),
        channel="internet",
        files=drafts.uploads(draft),
        once=draft.once,
        address=address_of(request),
    )
    draft.application, draft.code, draft.files = receipt.application, receipt.code, []
    drafts.sent(draft)
    request.session.cycle_key()
    Open.put(request, receipt.application)
    account = accounts.of(request)
    if account is not None:
        accounts.add(request, account, receipt.application)


def _sent(request: HttpRequest) -> Draft:
    draft = drafts.of(request)
    if draft is None or draft.application is None:
        raise Http404("回执只在提交后的半小时内显示。")
    return draft


@never_cache
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """The number, the query code, the dates and what happens next; to be printed. Half an hour long."""
    draft = _sent(request)
    case = draft.application
    assert case is not None  # _sent lets nothing else through
    shown = {"case": case, "code": draft.code, "due": paper.due_words(case), "here": "apply"}
    shown["waiting"] = draft.typed.get(drafts.WAITING, [])
    return render(request, "portal/receipt.html", shown)


@never_cache
@require_GET
def receipt_pdf(request: HttpRequest) -> HttpResponse:
    """What the receipt page says, as PDF, the query code with it: as long as the page itself has it."""
    draft = _sent(request)
    case = draft.application
    assert case is not None  # _sent lets nothing else through
    address = request.build_absolute_uri(reverse("portal:status"))
    slip = paper.submission_slip(case, code=draft.code, address=address)
    return sent(slip, "pdf", f"申请提交回执 {case.number}.pdf")


@never_cache
@require_GET
def form_pdf(request: HttpRequest) -> HttpResponse:
    """The application as the form of the law, as PDF."""
    case = _sent(request).application
    assert case is not None  # _sent lets nothing else through
    return sent(letters.pdf.write(application_form(case)), "pdf", f"政府信息公开申请表 {case.number}.pdf")


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page has expired or cookies are off (CSRF). What was typed is shown again in a fresh page; nothing is lost."""
    if request.path.startswith("/apply/") and any(name in request.POST for name in FIELDS):
        typed = {name: request.POST[name] for name in FIELDS if name in request.POST}
        return _shown(request, ApplicationForm(initial=typed), _living(request), status=403, expired=True)
    return render(request, "403_csrf.html", {"back": request.path}, status=403)
