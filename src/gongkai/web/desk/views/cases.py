"""The page of one case: what, who, when; what happened, what can be done next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from gongkai.law.clock import Duty, days_left, days_used, next_duties, standing
from gongkai.law.conditions import POSITIONS
from gongkai.law.events import KIND, Ledger
from gongkai.law.explain import Line, explain
from gongkai.law.outcomes import OUTCOMES
from gongkai.web.applications import queries
from gongkai.web.applications.archive import ARCHIVISTS
from gongkai.web.applications.assign import may_assign
from gongkai.web.applications.decisions import open_review
from gongkai.web.applications.dues import DueWords, due_words
from gongkai.web.applications.extensions import awaiting
from gongkai.web.applications.ledgers import ledger_of, the_calendar, the_rules
from gongkai.web.applications.messages import supplemented
from gongkai.web.applications.models import (
    Applicant,
    Application,
    ApplicationEvent,
    Attachment,
    Decision,
    Extension,
    Letter,
    Message,
    Note,
    Rating,
)
from gongkai.web.applications.nearby import answered, nearest
from gongkai.web.desk.access import caseworker, the_case, viewer_of
from gongkai.web.desk.forms import NoteForm, RevealForm
from gongkai.web.desk.nextsteps import buttons, grouped, others, rare
from gongkai.web.desk.views.correspondence import incoming
from gongkai.web.organs import vault
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Role
from gongkai.web.remedies import queries as remedies
from gongkai.web.remedies.models import Remedy
from gongkai.web.review import log
from gongkai.workdays import CalendarEnds

_FACTS = {"approver": "同意人", "fee_amount": "金额（元）", "outcome": "办理结果", "earlier_number": "原答复文号"}
_FACTS |= {"position": "答复意见", "given_reason": "说明的理由"}
_OUTCOMES = {o.key: o.words for o in OUTCOMES}


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock as the page shows it; ``lines`` explain it day by day, each with the words of its events."""

    words: DueWords
    due: date | None
    provisional: bool
    term: int
    used: int
    left: int | None
    duties: tuple[Duty, ...]
    lines: tuple[tuple[Line, str], ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """A row of the timeline: the event, its article, what was decisive, the letters it made."""

    event: ApplicationEvent
    law: str
    facts: tuple[tuple[str, str], ...]
    letters: tuple[Letter, ...]


def clock_of(case: Application, ledger: Ledger, *, on: date) -> Clock | None:
    """The clock on a day; None before registration."""
    if not ledger.events:
        return None
    calendar, rules = the_calendar(), the_rules()
    state = standing(ledger, calendar, rules=rules)
    days = explain(ledger, calendar, until=on, rules=rules)
    return Clock(
        words=due_words(case, on=on, calendar=calendar),
        due=case.reply_due,
        provisional=case.provisional,
        term=state.days,
        used=days_used(ledger, calendar, on=on, rules=rules),
        left=days_left(ledger, calendar, on=on, rules=rules),
        duties=next_duties(ledger, calendar, on=on, rules=rules),
        lines=tuple((x, "、".join(KIND[e.kind].words for e in x.events)) for x in days),
    )


def timeline(rows: list[ApplicationEvent], letters: list[Letter]) -> list[Happened]:
    """The events with their articles and letters, newest first."""
    found = []
    papers: dict[int | None, list[Letter]] = {}
    for letter in letters:
        papers.setdefault(letter.event_id, []).append(letter)
    for row in rows:
        shown = {**row.facts, "outcome": _OUTCOMES.get(row.facts.get("outcome", ""), "")}
        shown["position"] = POSITIONS.get(row.facts.get("position", ""), "")
        # A reason stands as the event's note unless the clerk wrote another note.
        shown["given_reason"] = row.facts.get("reason", "") if row.note != row.facts.get("reason") else ""
        facts = tuple((words, str(shown[key])) for key, words in _FACTS.items() if shown.get(key))
        found.append(Happened(row, str(KIND[row.kind].law), facts, tuple(papers.get(row.pk, ()))))
    return found[::-1]


def who(applicant: Applicant, *, clear: bool) -> list[tuple[str, str]]:
    """The applicant's data with their names, masked unless in clear."""
    rows = (
        ("姓名或者名称", applicant.name),
        (applicant.id_kind, applicant.id_number),
        ("代理人或者联系人", applicant.agent),
        ("联系电话", applicant.telephone),
        ("电子邮箱", applicant.email),
        ("通信地址", applicant.address),
        ("邮政编码", applicant.postcode),
    )
    shown = [(words, text) for words, text in rows if text]
    return shown if clear else [(words, vault.mask(text)) for words, text in shown]


def kin(case: Application, viewer: Viewer) -> list[tuple[str, Application]]:
    """The cases in sight this one was split from or merged into, and the other way round, each with the words."""
    words = {case.merged_into_id: "已并入", case.split_from_id: "分立自"}
    if not (_has(case, "merged") or _has(case, "splits") or any(words)):
        return []
    wanted = Q(pk__in=[pk for pk in words if pk]) | Q(merged_into=case) | Q(split_from=case)
    rows = visible(viewer, Application).filter(wanted).order_by("submitted_at", "pk")
    found = [(words.get(x.pk) or ("并入本件" if x.merged_into_id == case.pk else "由本件分立"), x) for x in rows]
    return sorted(found, key=lambda each: each[1].pk not in words)


def _marks() -> dict[str, Exists]:
    """Whether a case has what most have not, told with the case itself: what is not there need not be asked for."""
    own = {"merged": "merged_into", "splits": "split_from"}
    found: dict[str, QuerySet[Any]] = {
        name: Application.objects.filter(**{at: OuterRef("pk")}) for name, at in own.items()
    }
    found |= {
        "messages": Message.objects.filter(application=OuterRef("pk")),
        "attachments": Attachment.objects.filter(application=OuterRef("pk")),
        "notes": Note.objects.filter(application=OuterRef("pk")),
        "extensions": Extension.objects.filter(application=OuterRef("pk")),
        "decisions": Decision.objects.filter(application=OuterRef("pk")),
        "rating": Rating.objects.filter(application=OuterRef("pk")),
        "remedies": Remedy.objects.filter(application_number=OuterRef("number")),
    }
    return {f"has_{name}": Exists(rows) for name, rows in found.items()}


def _has(case: Application, name: str) -> bool:
    """What the mark says; a case that was read without marks is asked for everything."""
    return bool(getattr(case, f"has_{name}", True))


def _beside(case: Application) -> dict[str, Any]:
    """What stands beside the events: messages, files, notes. At most one query each, none for what is not there."""
    sent = case.messages.select_related("by", "handled_by").prefetch_related("files")
    return {
        "sent": list(sent) if _has(case, "messages") else [],
        "attachments": list(case.attachments.select_related("by")) if _has(case, "attachments") else [],
        "notes": list(case.notes.select_related("by")) if _has(case, "notes") else [],
    }


def _reviewed(case: Application) -> list[QuerySet[Any]]:
    """What of a case goes through review: what is said there belongs to the case's log."""
    return [getattr(case, name).order_by() for name in ("decisions", "extensions") if _has(case, name)]


def _linked(case: Application, viewer: Viewer) -> dict[str, Any]:
    """The cases it is joined to, and the reconsiderations and suits against how it was handled."""
    return {
        "joined": kin(case, viewer),
        "remedies": list(remedies.of_application(case.number, viewer)) if _has(case, "remedies") else [],
        "may_contest": viewer.has(*remedies.WRITERS, organ=case.organ_id),
    }


def _papers(case: Application, viewer: Viewer, rows: list[ApplicationEvent], sent: list[Message]) -> dict[str, Any]:
    """The letters, each with its event in ``rows``; the draft and what it takes the request to be since a supplement; the
    nearest cases with their answers. Four queries."""
    best = nearest(case, viewer)
    pks = [case.pk, *(x.pk for x, _ in best)]
    letters = list(Letter.objects.filter(application__in=pks).order_by("-pk"))
    current = list(Decision.objects.filter(application__in=pks, current=True).select_related("drafted_by"))
    own = [x for x in reversed(letters) if x.application_id == case.pk]
    draft = next((x for x in current if x.application_id == case.pk), None)
    return {
        "timeline": timeline(rows, own),
        "letters": own,
        "near": answered(best, current, letters),
        "draft": draft,
        "review": open_review(draft) if draft else None,
        "supplemented": (draft and draft.elements.get("supplemented")) or supplemented(sent),
    }


def _allowed(case: Application, viewer: Viewer) -> dict[str, bool]:
    return {
        "may_archive": viewer.has(*ARCHIVISTS, organ=case.organ_id),
        "may_assign": may_assign(case, viewer),
        "may_split": case.stage in ("new", "in_hand") and viewer.has(Role.CLERK, Role.HEAD, organ=case.organ_id),
        "may_mark": viewer.has(Role.CLERK, Role.HEAD, Role.HANDLER, organ=case.organ_id),
    }


def _clock_or_why_not(case: Application, ledger: Ledger, viewer: Viewer) -> tuple[Clock | None, str]:
    """The clock; or where the calendar ends, in Chinese."""
    try:
        return clock_of(case, ledger, on=viewer.on), ""
    except CalendarEnds as error:
        return None, str(error)


def context_of(case: Application, viewer: Viewer) -> dict[str, Any]:
    """Everything the case page shows. A bounded number of queries, whatever hangs on the case."""
    rows = list(case.events.select_related("actor", "fee"))
    ledger = ledger_of(rows)
    open_, barred = buttons(case, ledger, viewer)
    clock, calendar_ends = _clock_or_why_not(case, ledger, viewer)
    if calendar_ends:
        open_ = []
    asked = awaiting(case) if _has(case, "extensions") else None
    if asked:
        open_ = [step for step in open_ if step.event != "extended"]
    usual, aside = rare(case, open_)
    beside = _beside(case)
    sent = beside.pop("sent")
    return {
        "case": case,
        "clock": clock,
        "waiting": due_words(case, on=viewer.on, calendar=the_calendar()) if case.stage == "new" else None,
        "calendar_ends": calendar_ends,
        "incoming": incoming(sent, open_, barred),
        "correspondence": [m for m in sent if m.handled_at is not None],
        "fees": [row.fee for row in rows if hasattr(row, "fee")],
        "rating": getattr(case, "rating", None) if _has(case, "rating") else None,
        **beside,
        **_papers(case, viewer, rows, sent),
        **_linked(case, viewer),
        **_allowed(case, viewer),
        "who": who(case.applicant, clear=False),
        "extension": asked,
        "steps": usual,
        "aside_steps": aside,
        "others_steps": others(barred),
        "barred": barred,
        "barred_by": grouped(barred),
        "note_form": NoteForm(prefix="note"),
        "reveal_form": RevealForm(prefix="reveal"),
        "related": list(queries.related(case, viewer)[:20]),
        "entries": list(log.of(case, *_reviewed(case)).order_by("-id")[:15]),
        "today": viewer.on,
    }


@require_GET
@caseworker
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The case."""
    viewer = viewer_of(request)
    case = the_case(request, number, **_marks())
    return render(request, "desk/case.html", context_of(case, viewer))


@require_POST
@caseworker
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """The case with the applicant's data in clear, once, for a reason that is logged."""
    case, viewer = the_case(request, number), viewer_of(request)
    form = RevealForm(request.POST, prefix="reveal")
    context = context_of(case, viewer)
    if form.is_valid():
        applicant = queries.reveal(case.applicant, application=case, viewer=viewer, reason=form.cleaned_data["reason"])
        context |= {"who": who(applicant, clear=True), "revealed": True}
        messages.info(request, "已显示申请人信息，本次查看已记入日志；离开本页后恢复隐藏。")
    else:
        context["reveal_form"] = form
    response = render(request, "desk/case.html", context)
    response["Cache-Control"] = "no-store"
    return response
