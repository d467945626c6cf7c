"""Reconsideration and litigation at the desk: the list, a case, its steps, the year's table 4."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.documents.letters.numbering import number_of
from gongkai.law.remedies import BadRemedy
from gongkai.web.applications import store
from gongkai.web.applications.intake import fingerprint
from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.applications.models import Application
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.contesting import (
    STATES,
    CorrectForm,
    RemedyForm,
    StepForm,
    initial_for,
    initial_of,
    narrowed,
)
from gongkai.web.desk.contests import HEADINGS, lines, page_of, year_of
from gongkai.web.desk.forms import RevealForm
from gongkai.web.desk.views.entry import read
from gongkai.web.desk.views.exports import TYPES, searched, table
from gongkai.web.desk.views.files import kept, sent
from gongkai.web.organs.gate import demand, visible
from gongkai.web.organs.models import Organ
from gongkai.web.remedies import operations, queries
from gongkai.web.remedies.ledger import open_to, stand
from gongkai.web.remedies.models import COURSES, Happening, Remedy, RemedyEvent, RemedyFile
from gongkai.web.remedies.operations import File
from gongkai.web.remedies.queries import READERS, WRITERS
from gongkai.web.review import log
from gongkai.web.review.operations import Stale

_PAGE = 30
_REFUSALS = (BadRemedy, Stale, ValidationError, store.Refused)


def _organ(request: HttpRequest, roles: tuple[str, ...]) -> Organ:
    """The organ asked for in which one of the roles is held, else the first. PermissionDenied without any."""
    held = viewer_of(request).organs(*roles)
    if not held:
        raise PermissionDenied("复议诉讼案件由公开办经办人、负责人和法制审核人员办理。")
    asked = request.POST.get("organ") or request.GET.get("organ") or ""
    return Organ.objects.get(pk=int(asked) if asked.isdecimal() and int(asked) in held else min(held))


def _the_remedy(request: HttpRequest, pk: int) -> Remedy:
    rows = visible(viewer_of(request), Remedy).select_related("organ", "before", "made_by")
    found: Remedy = get_object_or_404(rows, pk=pk)
    return found


def _case(request: HttpRequest, number: str, organ: Organ | None) -> Application | None:
    """The application of a number, when it is in sight (and the organ's)."""
    rows = visible(viewer_of(request), Application).select_related("organ")
    found: Application | None = rows.filter(number=number).first() if number else None
    return found if found is None or organ is None or found.organ_id == organ.pk else None


def _refuse(form: Any, error: Exception) -> int:
    """Put a refusal on the page; the status of the answer."""
    for words in operations.faults(error) if isinstance(error, ValidationError) else [str(error)]:
        form.add_error(None, words)
    return 409 if isinstance(error, Stale) else 422


def _stored(request: HttpRequest) -> list[File]:
    return [File(u.name, u.kind, len(u.content), store.keep(u.content)) for u in read(request)]


@require_GET
@caseworker
def listing(request: HttpRequest) -> HttpResponse:
    """The cases of the viewer's organs, with search and filters; as a file when asked."""
    viewer = viewer_of(request)
    text, party = request.GET.get("q", "").strip()[:100], request.GET.get("party", "")[:64]
    held = viewer.organs(*READERS)
    organs = list(Organ.objects.filter(pk__in=held).order_by("pk")) if len(held) > 1 else []
    organ = next((o for o in organs if str(o.pk) == request.GET.get("organ")), None)
    rows = visible(viewer, Remedy).select_related("organ").order_by("-accepted_on", "-pk")
    rows = narrowed(rows if organ is None else rows.filter(organ=organ), request.GET, [organ.pk] if organ else held)
    if party:
        rows = rows.filter(pk__in=queries.of_party(viewer, lambda name: _print_of(name) == party))
    rows = searched(rows, text, "case_number", "matter", "tribunal", "application_number")
    if request.GET.get("export") in TYPES:
        return table(HEADINGS, lines(rows), str(request.GET["export"]), name="remedies", viewer=viewer)
    context = {
        "page": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
        "q": text,
        "courses": COURSES,
        "states": STATES,
        "may_write": viewer.has(*WRITERS),
        "may_read": bool(held),
        "organs": organs,
        "organ": organ,
        "cell": {key: request.GET[key] for key in ("year", "result") if request.GET.get(key)},
        "party": party,
        "today": viewer.on,
    }
    return render(request, "desk/remedies/list.html", context)


def _print_of(name: str) -> str:
    """The keyed hash of a party's name, whatever white space and brackets it is typed with."""
    return fingerprint(number_of(name))


@require_POST
@caseworker
def find(request: HttpRequest) -> HttpResponse:
    """Look for the cases of a party by its whole name. The name goes no further: the address carries its keyed hash, the log
    who looked, when and how many were found."""
    name, viewer = request.POST.get("party", "").strip()[:100], viewer_of(request)
    if not viewer.organs(*READERS):
        raise PermissionDenied("复议诉讼案件由公开办经办人、负责人和法制审核人员办理。")
    if not name:
        messages.warning(request, "请填写当事人的完整姓名或者名称。")
        return redirect("desk:remedies")
    wanted = _print_of(name)
    found = queries.of_party(viewer, lambda each: _print_of(each) == wanted)
    organ = Organ.objects.get(pk=min(viewer.organs(*READERS)))
    payload = {"party": wanted, "cases": found[:100]}
    words = f"按当事人查找复议诉讼案件：{len(found)} 件"
    log.append("party_sought", words, organ=organ, viewer=viewer, payload=payload)
    return redirect(f"{reverse('desk:remedies')}?{urlencode({'party': wanted, 'state': 'all'})}")


@require_http_methods(["GET", "POST"])
@caseworker
def new(request: HttpRequest) -> HttpResponse:
    """Enter a case; from an application's page what it knows is filled in."""
    viewer, organ = viewer_of(request), _organ(request, WRITERS)
    case = _case(request, request.GET.get("case", ""), organ)
    form = RemedyForm(request.POST or None, organ=organ, on=viewer.on, initial=initial_for(organ, case))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _knows_its_application(request, form, organ):
            try:
                files = _stored(request)
                made = operations.enter(
                    organ, form.details(), form.entries(), viewer=viewer, calendar=the_calendar(), files=files
                )
            except _REFUSALS as error:
                status = _refuse(form, error)
            else:
                messages.success(request, "已登记案件。")
                return redirect("desk:remedy", pk=made.pk)
    return render(request, "desk/remedies/form.html", {"form": form, "organ": organ, "remedy": None}, status=status)


def _knows_its_application(request: HttpRequest, form: RemedyForm, organ: Organ) -> bool:
    number = form.cleaned_data["application_number"].strip()
    unchanged = form.remedy is not None and form.remedy.application_number == number
    if not number or unchanged or _case(request, number, organ):
        return True
    form.add_error("application_number", f"没有找到受理编号“{number}”；请核对，被诉的不是本系统里的申请时留空。")
    return False


@require_GET
@caseworker
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A case."""
    remedy = _the_remedy(request, pk)
    return render(request, "desk/remedies/case.html", _page(request, remedy))


def _page(request: HttpRequest, remedy: Remedy, *, clear: bool = False) -> dict[str, Any]:
    case = _case(request, remedy.application_number, None)
    return page_of(remedy, viewer_of(request), case=case, clear=clear)


@require_POST
@caseworker
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """The case with its parties in clear, once, for a reason that is logged."""
    remedy, viewer = _the_remedy(request, pk), viewer_of(request)
    form = RevealForm(request.POST, prefix="reveal")
    if form.is_valid():
        queries.reveal(remedy, viewer=viewer, reason=form.cleaned_data["reason"])
        context = _page(request, remedy, clear=True)
        messages.info(request, "已显示当事人，本次查看已记入日志；离开本页后恢复隐藏。")
    else:
        context = _page(request, remedy) | {"reveal_form": form}
    response = render(request, "desk/remedies/case.html", context, status=200 if form.is_valid() else 422)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
@caseworker
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What a case is, corrected or filled in."""
    remedy, viewer = _the_remedy(request, pk), viewer_of(request)
    demand(viewer, *WRITERS, organ=remedy.organ_id)
    initial = initial_of(remedy)
    form = RemedyForm(request.POST or None, organ=remedy.organ, on=viewer.on, remedy=remedy, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _knows_its_application(request, form, remedy.organ):
            version = form.cleaned_data["version"]
            try:
                operations.change(remedy, form.details(), version=version, viewer=viewer, calendar=the_calendar())
            except _REFUSALS as error:
                status = _refuse(form, error)
            else:
                messages.success(request, "已保存。")
                return redirect("desk:remedy", pk=pk)
    context = {"form": form, "organ": remedy.organ, "remedy": remedy}
    return render(request, "desk/remedies/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@caseworker
def step(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Enter a step of a case, with its documents."""
    if kind not in Happening.values:
        raise Http404("没有这种进展")
    remedy, viewer = _the_remedy(request, pk), viewer_of(request)
    demand(viewer, *WRITERS, organ=remedy.organ_id)
    form = StepForm(request.POST or None, remedy=remedy, kind=kind, on=viewer.on)
    context = {"form": form, "remedy": remedy, "words": Happening(kind).label, "kind": kind}
    state = stand(remedy.course, queries.standing_events(remedy), today=viewer.on)
    if request.method == "GET":
        return render(
            request, "desk/remedies/step.html", context | {"barred": kind not in open_to(remedy.course, state)}
        )
    status = 422
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            files = _stored(request)
            operations.record(
                remedy, form.entry(), version=version, viewer=viewer, calendar=the_calendar(), files=files
            )
        except _REFUSALS as error:
            status = _refuse(form, error)
        else:
            messages.success(request, f"已登记「{Happening(kind).label}」。")
            return redirect("desk:remedy", pk=pk)
    return render(request, "desk/remedies/step.html", context, status=status)


@require_http_methods(["GET", "POST"])
@caseworker
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace a step that was typed wrong, or withdraw it."""
    viewer = viewer_of(request)
    event = get_object_or_404(visible(viewer, RemedyEvent).select_related("remedy__organ"), pk=pk)
    remedy = event.remedy
    demand(viewer, *WRITERS, organ=remedy.organ_id)
    initial = {"version": remedy.version, "on": event.on, "disposal": event.disposal, "note": event.note}
    form = CorrectForm(request.POST or None, remedy=remedy, kind=event.kind, on=viewer.on, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            entry = None if request.POST.get("action") == "withdraw" else form.entry()
            why, version = form.cleaned_data["why"], form.cleaned_data["version"]
            try:
                operations.correct(event, entry, why=why, version=version, viewer=viewer, calendar=the_calendar())
            except _REFUSALS as error:
                status = _refuse(form, error)
            else:
                messages.success(request, f"已{'更正' if entry else '撤销'}「{event.get_kind_display()}」。")
                return redirect("desk:remedy", pk=remedy.pk)
    context = {"form": form, "remedy": remedy, "event": event}
    return render(request, "desk/remedies/correct.html", context, status=status)


@require_POST
@caseworker
def add_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Put documents to a case."""
    remedy, viewer = _the_remedy(request, pk), viewer_of(request)
    demand(viewer, *WRITERS, organ=remedy.organ_id)
    try:
        files = _stored(request)
        operations.attach(remedy, files, viewer=viewer)
    except store.Refused as error:
        messages.error(request, str(error))
    else:
        said = f"已添加 {len(files)} 份材料。" if files else "没有选择文件；请先选择要添加的材料。"
        messages.add_message(request, messages.SUCCESS if files else messages.WARNING, said)
    return redirect("desk:remedy", pk=pk)


@require_GET
@caseworker
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A document of a case; reading it is logged, for it names the parties."""
    viewer = viewer_of(request)
    found = get_object_or_404(visible(viewer, RemedyFile).select_related("remedy__organ"), pk=pk)
    content = kept(found.sha256)
    words = f"下载案件材料「{found.name}」"
    log.append("downloaded", words[:300], organ=found.remedy.organ, viewer=viewer, subject=found.remedy)
    return sent(content, found.kind, found.name)


@require_GET
@caseworker
def year(request: HttpRequest) -> HttpResponse:
    """Table 4 of a year as the records give it today, each cell leading to its cases."""
    organ = _organ(request, READERS)
    context = year_of(organ, request.GET.get("year", ""), viewer_of(request))
    return render(request, "desk/remedies/year.html", context)
