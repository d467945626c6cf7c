"""Publishing: the organ's items, the draft of one, its marks of personal data, its review, taking it down again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.web.applications import store
from gongkai.web.applications.models import Application
from gongkai.web.catalogue import cutting, operations, queries, search
from gongkai.web.catalogue.models import LONGEST_BODY, Column, InformationItem, ItemFile, State
from gongkai.web.catalogue.operations import DRAFTERS, Text
from gongkai.web.catalogue.personal import Mark
from gongkai.web.desk import publishing
from gongkai.web.desk.access import caseworker, the_case, viewer_of
from gongkai.web.desk.forms import Described
from gongkai.web.desk.views.entry import read
from gongkai.web.desk.views.files import sent
from gongkai.web.organs.gate import visible
from gongkai.web.organs.models import Organ
from gongkai.web.review import log
from gongkai.web.review import operations as review
from gongkai.web.review.operations import Stale

_PAGE = 30


class ItemForm(Described):
    """What an item says."""

    column = forms.ChoiceField(label="栏目", choices=Column.choices)
    title = forms.CharField(label="标题", max_length=200)
    body = forms.CharField(
        label="正文", max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 18}),
        help_text=f"最多 {LONGEST_BODY} 字；更长的内容请放在附件里。",
    )  # fmt: skip
    document_number = forms.CharField(label="发文字号", max_length=100, required=False)
    drawn_up_on = forms.DateField(
        label="成文日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def text(self) -> Text:
        """What was typed."""
        typed = self.cleaned_data
        return Text(typed["title"], typed["body"], typed["column"], typed["document_number"], typed["drawn_up_on"])


def _initial(text: Text | InformationItem, version: int = 0) -> dict[str, Any]:
    keys = ("column", "title", "body", "document_number", "drawn_up_on")
    return {"version": version, **{key: getattr(text, key) for key in keys}}


@require_GET
@caseworker
def listing(request: HttpRequest) -> HttpResponse:
    """The items of the viewer's organs: drafts, published, taken down."""
    viewer = viewer_of(request)
    state = next((s for s in State.values if s == request.GET.get("state")), "")
    words = request.GET.get("q", "").strip()[: cutting.LONGEST_QUERY]
    rows = queries.own(viewer, state)
    hits: Any = search.find(rows, words) if words else rows
    context = {
        "page": Paginator(hits, _PAGE).get_page(request.GET.get("page")),
        "states": [("", "全部"), *State.choices],
        "state": state,
        "q": words,
        "address": urlencode({"state": state, "q": words}),
        "may_draft": viewer.has(*DRAFTERS),
    }
    return render(request, "desk/information.html", context)


@require_http_methods(["GET", "POST"])
@caseworker
def new(request: HttpRequest) -> HttpResponse:
    """An item that comes from no application."""
    viewer = viewer_of(request)
    held = viewer.organs(*DRAFTERS)
    if not held:
        raise PermissionDenied("公开信息由公开办经办人、发布员或者负责人起草。")
    return _drafting(request, Organ.objects.get(pk=min(held)), None)


@require_http_methods(["GET", "POST"])
@caseworker
def publish(request: HttpRequest, number: str) -> HttpResponse:
    """The answer of a closed case as an item: a text is proposed, the applicant taken out."""
    case, viewer = the_case(request, number), viewer_of(request)
    if not viewer.has(*DRAFTERS, organ=case.organ_id):
        raise PermissionDenied("公开答复由公开办经办人、发布员或者负责人起草。")
    refusal = publishing.publishable(case)
    if refusal:
        messages.error(request, refusal)
        return redirect("desk:case", number=number)
    rows = queries.own(viewer).filter(source_number=number).exclude(state=State.WITHDRAWN)
    there = rows.first()
    if there is not None:
        return redirect("desk:item", pk=there.pk)
    return _drafting(request, case.organ, case)


def _drafting(request: HttpRequest, organ: Organ, case: Application | None) -> HttpResponse:
    viewer = viewer_of(request)
    enclosed = publishing.answer_files(case) if case else []
    if request.method == "GET":
        proposed = publishing.proposed(case, on=viewer.on) if case else Text("", "", str(Column.POLICY))
        return _draft_page(request, ItemForm(initial=_initial(proposed)), case, enclosed)
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, form, case, enclosed, status=422)
    try:
        chosen = publishing.files_of([a for a in enclosed if str(a.pk) in request.POST.getlist("take")])
        chosen += publishing.uploaded(read(request))
        number, unit = (case.number, case.unit) if case else ("", None)
        item = operations.draft(organ, form.text(), viewer=viewer, source=number, unit=unit, files=chosen)
    except (Stale, store.Refused, ValidationError) as error:
        for words in operations.faults(error) if isinstance(error, ValidationError) else [str(error)]:
            form.add_error(None, words)
        return _draft_page(request, form, case, enclosed, status=422)
    messages.success(request, "公开稿已保存。请处理标出的个人信息，然后送审。")
    return redirect("desk:item", pk=item.pk)


def _draft_page(request: HttpRequest, form: ItemForm, case: Any, enclosed: Any, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "case": case, "enclosed": enclosed, "warnings": publishing.warnings(case)}
    return render(request, "desk/item_new.html", context, status=status)


def _the_item(request: HttpRequest, pk: int) -> InformationItem:
    """An item of one of the viewer's own organs (Http404 for others)."""
    found: InformationItem = get_object_or_404(queries.own(viewer_of(request)), pk=pk)
    return found


@require_http_methods(["GET", "POST"])
@caseworker
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: its text while it is a draft, its marks, its way through review, taking it down."""
    found = _the_item(request, pk)
    if request.method == "GET":
        return _item_page(request, found, ItemForm(initial=_initial(found, found.version)))
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise Http404("没有这一步")
    try:
        refused = act(request, found)
    except (Stale, store.Refused, ValueError) as error:
        messages.error(request, str(error))
    else:
        if refused is not None:
            return refused
    return redirect("desk:item", pk=pk)


def _save(request: HttpRequest, found: InformationItem) -> HttpResponse | None:
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _item_page(request, found, form, status=422)
    drop = [int(k) for k in request.POST.getlist("drop") if k.isdecimal() and len(k) < 12]
    version = form.cleaned_data["version"]
    try:
        added = publishing.uploaded(read(request))
        operations.change(found, form.text(), version=version, viewer=viewer_of(request), drop=drop, add=added)
    except (Stale, store.Refused, ValidationError) as error:
        for words in operations.faults(error) if isinstance(error, ValidationError) else [str(error)]:
            form.add_error(None, words)
        return _item_page(request, found, form, status=409 if isinstance(error, Stale) else 422)
    messages.success(request, "已保存。")
    return None


def _dismiss(request: HttpRequest, found: InformationItem) -> None:
    key, reason = request.POST.get("mark", ""), request.POST.get("reason", "")
    operations.dismiss(found, key, reason=reason, own=publishing.own_of(found), viewer=viewer_of(request))
    messages.success(request, "已记下为什么保留这处内容。")


def _send(request: HttpRequest, found: InformationItem) -> None:
    own, read_through = publishing.own_of(found), bool(request.POST.get("files_read"))
    passage = operations.send(found, own=own, viewer=viewer_of(request), files_read=read_through)
    messages.success(request, f"已送审，等待{passage.step['words'] if passage.step else '公开'}。")


def _recall(request: HttpRequest, found: InformationItem) -> None:
    passage = operations.under_review(found)
    if passage is None:
        raise Stale("没有正在审核的公开稿，可能已经审结；请刷新后核对。")
    review.cancel(passage, version=passage.version, viewer=viewer_of(request))
    messages.success(request, "已撤回送审，可以修改。")


def _withdraw(request: HttpRequest, found: InformationItem) -> None:
    viewer = viewer_of(request)
    operations.withdraw(found, reason=request.POST.get("reason", ""), viewer=viewer, on=viewer.on)
    messages.success(request, "已撤下，公众不能再看到。" if found.published_on else "公开稿已作废。")


_ACTS: dict[str, Callable[[HttpRequest, InformationItem], HttpResponse | None]] = {
    "save": _save,
    "dismiss": _dismiss,
    "send": _send,
    "recall": _recall,
    "withdraw": _withdraw,
}


def _item_page(request: HttpRequest, found: InformationItem, form: ItemForm, *, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    passage = operations.under_review(found)
    own = publishing.own_of(found)
    marks = operations.all_marks(found, own) if found.state == State.DRAFT else []
    last = operations.reviews_of(found).order_by("-pk").first()
    sees = visible(viewer, Application).filter(number=found.source_number).first() if found.source_number else None
    mine = viewer.has(*DRAFTERS, organ=found.organ_id)
    context = {
        "item": found,
        "form": form,
        "files": list(found.files.all()),
        "passage": passage,
        "may_change": mine and found.state == State.DRAFT and passage is None,
        "may_withdraw": mine and found.state == State.PUBLISHED,
        "may_recall": passage is not None and viewer.person is not None and passage.started_by_id == viewer.person.pk,
        "open_marks": _once([m for m in marks if m.key not in found.dismissed]),
        "kept_marks": _once([m for m in marks if m.key in found.dismissed], found.dismissed),
        "unchecked": operations.unchecked(found) if found.state == State.DRAFT else [],
        "pieces": pieces(f"{found.title}\n{found.body}", marks),
        "sent_back": last.opinions.select_related("person").last() if last and last.state == last.State.SENT_BACK else None,
        "case": sees,
        "warnings": publishing.warnings(publishing.source_of(found)),
        "entries": list(log.of(found).order_by("-id")[:20]),
    }  # fmt: skip
    return render(request, "desk/item.html", context, status=status)


def _once(marks: list[Mark], reasons: Any = None) -> list[dict[str, Any]]:
    """Each mark once, with how often it stands there, and why it was kept."""
    found: dict[str, dict[str, Any]] = {}
    for mark in marks:
        row = found.setdefault(mark.key, {"mark": mark, "times": 0, "kept": (reasons or {}).get(mark.key)})
        row["times"] += 1
    return list(found.values())


def pieces(text: str, marks: list[Mark]) -> list[tuple[str, str]]:
    """The text in order, each piece with what it looks like (empty for plain text)."""
    found, at = [], 0
    for mark in marks:
        if mark.end <= len(text):
            found += [(text[at : mark.start], ""), (text[mark.start : mark.end], mark.what)]
            at = mark.end
    return [p for p in [*found, (text[at:], "")] if p[0]]


@require_GET
@caseworker
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of an item of one's own organs, published or not."""
    viewer = viewer_of(request)
    rows = visible(viewer, ItemFile).filter(item__in=queries.own(viewer).order_by()).select_related("item__organ")
    found = get_object_or_404(rows, pk=pk)
    try:
        content = store.fetch(found.sha256)
    except FileNotFoundError:
        raise Http404("文件不在存储中，请联系系统管理员。") from None
    words = f"下载公开稿附件「{found.name}」"
    log.append("downloaded", words, organ=found.item.organ, viewer=viewer, subject=found.item)
    return sent(content, found.kind, found.name)
