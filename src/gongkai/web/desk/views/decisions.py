"""Drafting the answer: which outcome, which letter, what it says; then to review."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.documents import letters
from gongkai.documents.letters.paper import Block, Line
from gongkai.law import advice, stages
from gongkai.law.events import KIND, Unlawful
from gongkai.law.guidance import GUIDANCE
from gongkai.law.outcomes import OUTCOME, OUTCOMES, Group
from gongkai.law.questions import QUESTIONS
from gongkai.web.applications import answerfiles, decisions, drafting, store
from gongkai.web.applications.models import Application, Attachment, Decision
from gongkai.web.applications.nearby import near
from gongkai.web.catalogue import queries as published
from gongkai.web.desk.access import caseworker, the_case, viewer_of
from gongkai.web.desk.drafts import DraftForm
from gongkai.web.desk.nextsteps import forbidden
from gongkai.web.desk.views.entry import read
from gongkai.web.desk.views.files import sent
from gongkai.web.organs import vault
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.review import log
from gongkai.web.review import operations as review
from gongkai.web.review.operations import Stale

# These end a case by a step of their own, not by a drafted answer.
_OWN_STEPS = ("supplement_lapsed", "fee_lapsed")


@require_http_methods(["GET", "POST"])
@caseworker
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The draft: choosing the outcome, then the form with the letter beside it."""
    case, viewer = the_case(request, number), viewer_of(request)
    draft, passage = drafting.the_draft(case), decisions.under_review(case)
    refusal = "" if passage else forbidden(case, stages.MOVE["decided"], viewer)
    if not refusal and not passage and not drafting.may_draft(case, viewer):
        refusal = "答复由公开机构经办人、负责人或者承办处室起草。"
    if refusal or passage:
        return _locked(request, case, draft, passage, refusal)
    given = request.POST if request.method == "POST" else request.GET
    form = None if given.get("choose") else _form(request, case, draft)
    if form is None:
        return render(request, "desk/decision_choose.html", _choices(case, draft))
    return _save(request, form, draft) if request.method == "POST" else _page(request, form, draft)


def _form(request: HttpRequest, case: Application, draft: Decision | None) -> DraftForm | None:
    """The form of the outcome and the letter asked for, or of the draft's; None where no outcome has been chosen."""
    given = request.POST if request.method == "POST" else request.GET
    outcome = given.get("outcome") or (draft.outcome if draft else "")
    if outcome not in OUTCOME or outcome in _OWN_STEPS:
        return None
    usable = decisions.letters_of(outcome)
    wanted = given.get("letter") or (draft.letter if draft and draft.outcome == outcome else "")
    letter = next((x for x in usable if x.key == wanted), usable[0])
    data = request.POST if request.method == "POST" else None
    return DraftForm(data, case=case, viewer=viewer_of(request), outcome=outcome, letter=letter.key, draft=draft)


def _choices(case: Application, draft: Decision | None) -> dict[str, Any]:
    groups = [
        (
            group.value,
            [
                (o, GUIDANCE[o.key], _neighbours(o.key))
                for o in OUTCOMES
                if o.group is group and o.key not in _OWN_STEPS
            ],
        )
        for group in Group
    ]
    return {"case": case, "draft": draft, "groups": groups}


def _neighbours(outcome: str) -> list[tuple[str, str]]:
    return [(OUTCOME[key].words, when) for key, when in GUIDANCE[outcome].neighbours]


def _locked(
    request: HttpRequest, case: Application, draft: Decision | None, passage: Any, refusal: str
) -> HttpResponse:
    """The draft as it stands, when it cannot be written at."""
    viewer = viewer_of(request)
    context = {
        "case": case,
        "draft": draft,
        "passage": passage,
        "refusal": refusal,
        "paper": veiled(draft, viewer) if draft else None,
        "may_withdraw": passage is not None and viewer.person is not None and passage.started_by_id == viewer.person.pk,
        "step_words": passage.step["words"] if passage and passage.step else "",
    }
    return render(request, "desk/decision_locked.html", context, status=409 if request.method == "POST" else 200)


def veiled(decision: Decision, viewer: Viewer) -> letters.Paper | str:
    """The letter in words with the applicant veiled, or why it cannot be shown."""
    try:
        paper = drafting.paper(decision, on=viewer.on)
    except (letters.MissingElements, letters.BadElement, ValueError) as error:
        return str(error)
    applicant = decision.application.applicant
    hidden = [t for t in (applicant.name, applicant.address, applicant.telephone, applicant.email) if t]

    def veil(block: Block) -> Block:
        if not isinstance(block, Line):
            return block
        text = block.text
        for each in hidden:
            text = text.replace(each, vault.mask(each))
        return replace(block, text=text)

    return replace(paper, blocks=tuple(veil(b) for b in paper.blocks))


def _page(
    request: HttpRequest, form: DraftForm, draft: Decision | None, *, status: int = 200, stale: bool = False
) -> HttpResponse:
    viewer, case = form.viewer, form.case
    shown = form.decision() if form.is_bound and form.is_valid() else draft
    if shown is None or shown.outcome != form.chosen:
        shown = form.proposed()
    context = {
        "case": case,
        "form": form,
        "draft": draft,
        "outcome": OUTCOME[form.chosen],
        "guidance": GUIDANCE[form.chosen],
        "neighbours": _neighbours(form.chosen),
        "letters": decisions.letters_of(form.chosen),
        "letter": letters.LETTER[form.paper_key],
        "paper": veiled(shown, viewer),
        "problems": decisions.problems(draft, on=viewer.on) if draft and draft.outcome == form.chosen else [],
        "cautions": drafting.cautions(draft) if draft and draft.outcome == form.chosen else [],
        "enclosures": answerfiles.drafted(case),
        "near": [n for n in near(case, viewer) if n.application.outcome],
        "public": published.similar(viewer, f"{case.subject} {case.content}"[:200]),
        "sent_back": _sent_back(draft),
        "stale": stale,
    }
    return render(request, "desk/decision.html", context, status=status)


def _sent_back(draft: Decision | None) -> Any:
    """The opinion with which the draft was last sent back, if that was its last passage."""
    last = decisions.reviews_of(draft).order_by("-pk").first() if draft else None
    if last is None or last.state != last.State.SENT_BACK:
        return None
    return last.opinions.select_related("person").last()


def _save(request: HttpRequest, form: DraftForm, draft: Decision | None) -> HttpResponse:
    action = request.POST.get("action", "save")
    if not form.is_valid() or action == "preview":
        return _page(request, form, draft)
    try:
        saved = _kept(form)
    except Stale as error:
        return _overtaken(request, form, error)
    if action != "send":
        messages.success(request, "答复稿已保存。")
        return redirect("desk:decision", number=form.case.number)
    return _send(request, form, saved)


def _kept(form: DraftForm, enclosed: tuple[str, ...] = ()) -> Decision:
    """Save what was typed; a letter that lists what goes with it lists the ``enclosed`` names too. Raises Stale."""
    typed = form.decision()
    if "e_enclosures" in form.fields:
        listed = [str(name) for name in typed.elements.get("enclosures") or ()]
        typed.elements["enclosures"] = listed + [name for name in enclosed if name not in listed]
    with transaction.atomic():
        return decisions.draft(
            form.case,
            outcome=typed.outcome,
            letter=typed.letter,
            reason=typed.reason,
            elements=typed.elements,
            viewer=form.viewer,
            version=form.cleaned_data["version"],
        )


def _overtaken(request: HttpRequest, form: DraftForm, error: Stale) -> HttpResponse:
    form.add_error(None, str(error))
    now = drafting.the_draft(form.case)
    form.renew(version=now.version if now else 0)
    return _page(request, form, now, status=409, stale=True)


def _send(request: HttpRequest, form: DraftForm, saved: Decision) -> HttpResponse:
    form.renew(version=saved.version)
    try:
        passage = decisions.send_for_review(saved, viewer=form.viewer, on=form.viewer.on)
    except (Unlawful, Stale) as error:
        messages.warning(request, f"答复稿已保存，但还不能送审：{error}")
        return _page(request, form, saved)
    step = passage.step
    messages.success(request, f"已送审，等待{step['words'] if step else '审核'}。")
    return redirect("desk:case", number=form.case.number)


@require_POST
@caseworker
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """The letter for what has been typed so far, as a piece of the page."""
    case, viewer = the_case(request, number), viewer_of(request)
    outcome, letter = request.POST.get("outcome", ""), request.POST.get("letter", "")
    if outcome not in OUTCOME or letter not in {x.key for x in decisions.letters_of(outcome)}:
        raise Http404("没有这种文书")
    form = DraftForm(request.POST, case=case, viewer=viewer, outcome=outcome, letter=letter, draft=None)
    form.is_valid()
    return render(request, "desk/decision_paper.html", {"paper": veiled(form.decision(), viewer)})


@require_GET
@caseworker
def draft_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The saved draft as PDF, marked as one; logged, for it names the applicant."""
    case, viewer = the_case(request, number), viewer_of(request)
    draft = drafting.the_draft(case)
    if draft is None:
        raise Http404("还没有答复稿")
    return drafted(draft, viewer)


def drafted(draft: Decision, viewer: Viewer) -> HttpResponse:
    """A draft as a PDF to download."""
    case = draft.application
    try:
        content = letters.pdf.write(drafting.paper(draft, on=viewer.on))
    except (letters.MissingElements, letters.BadElement) as error:
        return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")
    log.append("downloaded", "下载答复草稿", organ=case.organ, viewer=viewer, subject=case)
    return sent(content, "pdf", f"{case.number} 草稿.pdf")


@require_GET
@caseworker
def adviser(request: HttpRequest, number: str) -> HttpResponse:
    """Question by question to the lawful outcomes. All answers stand in the address, so back and bookmark work."""
    case = the_case(request, number)
    keys = [q.key for q in QUESTIONS]
    answers = {k: request.GET[k] for k in keys if request.GET.get(k)}
    context: dict[str, Any] = {"case": case}
    try:
        path = advice.path_of(answers)
        context["question"] = advice.next_question(answers)
        context["advice"] = [] if context["question"] else [(a, _step(case, a)) for a in advice.advise(answers)]
    except advice.BadAnswer as error:
        context["error"], path, context["question"] = str(error), [], None
    context["answered"] = [(q, o, urlencode({p.key: x.key for p, x in path[:at]})) for at, (q, o) in enumerate(path)]
    context["hidden"] = [(q.key, o.key) for q, o in path]
    return render(request, "desk/decision_adviser.html", context)


def _step(case: Application, found: advice.Advice) -> str:
    """Where an advice leads to: the draft of the outcome, or the step that must come first."""
    if found.outcome in _OWN_STEPS:
        return reverse("desk:step", args=[case.number, found.outcome])
    if found.outcome:
        chosen = {"outcome": found.outcome, "letter": decisions.letter_for(found.outcome, found.law).key}
        return f"{reverse('desk:decision', args=[case.number])}?{urlencode(chosen)}"
    return reverse("desk:step", args=[case.number, found.step]) if found.step in KIND else ""


@require_POST
@caseworker
def enclose(request: HttpRequest, number: str) -> HttpResponse:
    """Add files to the answer, and save what was typed beside them: both or neither."""
    case, viewer = the_case(request, number), viewer_of(request)
    draft = drafting.the_draft(case)
    form = _form(request, case, draft) if request.POST.get("outcome") else None
    try:
        files = read(request)
        if form is not None and not form.is_valid():
            messages.error(request, "附件没有添加：请先改好下面指出的内容，再选一次文件。")
            return _page(request, form, draft)
        with transaction.atomic():
            if form is not None:
                _kept(form, tuple(drafting.stem(upload.name) for upload in files))
            for upload in files:
                drafting.enclose(case, upload, viewer=viewer)
    except Stale as error:
        if form is not None:
            return _overtaken(request, form, error)
        messages.error(request, str(error))
    except store.Refused as error:
        messages.error(request, str(error))
        if form is not None:
            return _page(request, form, draft, status=422)
    else:
        none = "没有选择文件；请先选择要添加的附件。"
        messages.info(request, f"已添加 {len(files)} 个答复附件，填写的内容也保存了。" if files else none)
    return redirect("desk:decision", number=number)


@require_POST
@caseworker
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file out of the answer again."""
    viewer = viewer_of(request)
    rows = visible(viewer, Attachment).filter(side=Attachment.Side.ANSWER).select_related("application__organ")
    found = get_object_or_404(rows, pk=pk)
    try:
        drafting.take_out(found, viewer=viewer)
    except Stale as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已移除附件「{found.name}」。")
    return redirect("desk:decision", number=found.application.number)


@require_POST
@caseworker
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the draft back from review."""
    case, viewer = the_case(request, number), viewer_of(request)
    passage = decisions.under_review(case)
    version = request.POST.get("version", "")
    try:
        if passage is None:
            raise Stale("没有正在审核的答复稿，可能已经审结；请刷新后核对。")
        review.cancel(passage, version=int(version) if version.isdecimal() else -1, viewer=viewer)
    except (Stale, PermissionDenied) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已撤回送审，可以修改答复稿。")
    return redirect("desk:decision", number=number)
