"""The review inbox and the page on which a step of a review is taken."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.law.outcomes import OUTCOME
from gongkai.web.applications import answerfiles, decisions, drafting, lapsing
from gongkai.web.applications.models import Application, Attachment, Decision, Extension
from gongkai.web.desk.access import caseworker, viewer_of
from gongkai.web.desk.verdicts import Reviewed, VerdictForm, standing, taken
from gongkai.web.desk.views.decisions import drafted, veiled
from gongkai.web.desk.views.exports import TYPES, table
from gongkai.web.desk.views.files import sent
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.review import log
from gongkai.web.review import queries as reviews
from gongkai.web.review.models import Kind, Review

_PAGE = 50
_HEADINGS = ("事项", "类别", "机关", "送审人", "送审日期", "状态")
_SLICES = (("mine", "等我审核"), ("others", "本机关在审"), ("done", "已审结"))


@require_GET
@caseworker
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for me, what others review in my organ, what is done."""
    viewer = viewer_of(request)
    mine = reviews.waiting_for(viewer)
    seen = visible(viewer, Review).select_related("organ", "unit", "started_by")
    rows: dict[str, Any] = {
        "mine": mine,
        "others": seen.filter(state=Review.State.OPEN).exclude(pk__in=[r.pk for r in mine]).order_by("started_at"),
        "done": seen.exclude(state=Review.State.OPEN).order_by("-ended_at", "-pk"),
    }
    key = request.GET.get("slice", "mine")
    key = key if key in rows else "mine"
    text = request.GET.get("q", "")[:100]
    found = _titled(rows[key], text)
    if request.GET.get("export") in TYPES:
        return table(_HEADINGS, _cells(found[:5000]), str(request.GET["export"]), name="reviews", viewer=viewer)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    counts = {"mine": len(mine), "others": rows["others"].count()}
    slices = [(k, words, counts.get(k)) for k, words in _SLICES]
    shown = list(page.object_list)
    due = {"answer": _due_of(shown, Decision), "extension": _due_of(shown, Extension)}
    context = {
        "slices": slices,
        "key": key,
        "q": text,
        "page": page,
        "rows": [(r, due.get(r.kind, {}).get(r.subject_id)) for r in shown],
    }
    return render(request, "desk/reviews.html", context)


def _titled(rows: Any, text: str) -> Any:
    """The reviews in whose title every word stands; ``rows`` is a list or a query."""
    for word in text.split()[:6]:
        rows = [r for r in rows if word in r.title] if isinstance(rows, list) else rows.filter(title__icontains=word)
    return rows


def _cells(found: Any) -> list[tuple[str, ...]]:
    return [
        (
            r.title, r.get_kind_display(), r.organ.short_name, str(r.started_by), str(timezone.localdate(r.started_at)),
            str(r.step["words"]) if r.step else r.get_state_display(),
        )
        for r in found
    ]  # fmt: skip


def _due_of(found: list[Review], model: type[Decision | Extension]) -> dict[int, Any]:
    """The due dates of the cases behind the reviews of answers or of extensions, by what is reviewed; one query at most."""
    kind = Kind.ANSWER if model is Decision else Kind.EXTENSION
    rows = model._default_manager.filter(pk__in=[r.subject_id for r in found if r.kind == kind])
    return dict(rows.values_list("pk", "application__reply_due"))


def _passage(request: HttpRequest, pk: int) -> tuple[Review, Decision]:
    """A review and its decision, for those who take part in it or see the case (Http404 for others)."""
    viewer = viewer_of(request)
    found = get_object_or_404(visible(viewer, Review).select_related("organ", "unit", "started_by"), pk=pk)
    decision = found.subject
    if not isinstance(decision, Decision):
        raise Http404("没有这项审核")
    person = viewer.person
    part = found.started_by_id == (person.pk if person else None) or found.opinions.filter(person=person).exists()
    due = found.step is not None and viewer.has(str(found.step["role"]), organ=found.organ_id)
    if not (part or due or visible(viewer, Application).filter(pk=decision.application_id).exists()):
        raise Http404("没有这项审核")
    return found, decision


@require_http_methods(["GET", "POST"])
@caseworker
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft, the case, the opinions so far; pass, send back or comment."""
    passage, decision = _passage(request, pk)
    kind = Reviewed(
        decide=decisions.decide,
        here="desk:review",
        signing="签发：立即编文号并生成文书，不能撤回",
        signed=lambda after: (_signed(decision), redirect("desk:review", pk=after.pk)),
        failed="没有办成，答复未签发：",
    )
    return taken(request, passage, kind, lambda form, status: _page(request, passage, decision, form, status))


def _signed(decision: Decision) -> str:
    letter = decision.application.letters.exclude(number="").last()
    return f"已签发，文书编号为 {letter.number}。" if letter else "已签发。"


def _page(request: HttpRequest, passage: Review, decision: Decision, form: VerdictForm, status: int) -> HttpResponse:
    viewer, case, issued = viewer_of(request), decision.application, decisions.issued(passage)
    context = {
        **standing(request, passage, decisions.refusal(passage, viewer)),
        "decision": decision,
        "case": case,
        "lapsed": lapsing.why_lapsed(case, passage),
        "outcome": OUTCOME[decision.outcome],
        "form": form,
        "paper": veiled(decision, viewer) if passage.state != Review.State.SIGNED else None,
        "signed": list(issued.letters.all()) if issued else [],
        "problems": decisions.problems(decision, on=viewer.on) if passage.state == Review.State.OPEN else [],
        "cautions": drafting.cautions(decision) if passage.state == Review.State.OPEN else [],
        "enclosures": answerfiles.of(issued) if issued else answerfiles.drafted(case),
        "sees_case": visible(viewer, Application).filter(pk=case.pk).exists(),
    }
    return render(request, "desk/review.html", context, status=status)


@require_GET
@caseworker
def draft_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft under review as PDF, with the applicant in clear; logged."""
    _, decision = _passage(request, pk)
    return drafted(decision, viewer_of(request))


@require_GET
@caseworker
def enclosure(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file of the answer under review."""
    from gongkai.web.applications import store

    passage, decision = _passage(request, pk)
    rows = Attachment.objects.filter(application=decision.application_id, side=Attachment.Side.ANSWER)
    found = get_object_or_404(rows, pk=file)
    viewer: Viewer = viewer_of(request)
    words = f"下载答复附件「{found.name}」"
    log.append("downloaded", words, organ=passage.organ, viewer=viewer, subject=decision.application)
    return sent(store.fetch(found.sha256), found.kind, found.name)
