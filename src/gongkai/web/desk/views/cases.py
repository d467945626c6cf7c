"""The page of one case: what, who, when; what happened, what can be done next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from gongkai.law.clock import Duty, days_left, days_used, next_duties, standing
from gongkai.law.events import KIND, Ledger
from gongkai.law.explain import Line, explain
from gongkai.law.outcomes import OUTCOMES
from gongkai.web.applications import queries
from gongkai.web.applications.archive import ARCHIVISTS
from gongkai.web.applications.assign import may_assign
from gongkai.web.applications.decisions import under_review
from gongkai.web.applications.dues import DueWords, due_words
from gongkai.web.applications.ledgers import ledger_of, the_calendar, the_rules
from gongkai.web.applications.models import Applicant, Application, ApplicationEvent, Rating
from gongkai.web.applications.nearby import near
from gongkai.web.desk.access import caseworker, the_case, viewer_of
from gongkai.web.desk.forms import NoteForm, RevealForm
from gongkai.web.desk.nextsteps import buttons
from gongkai.web.desk.views.correspondence import incoming
from gongkai.web.organs import vault
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Role
from gongkai.web.remedies import queries as remedies
from gongkai.web.review import log
from gongkai.workdays import CalendarEnds

_FACTS = {"approver": "同意人", "fee_amount": "金额（元）", "outcome": "办理结果", "earlier_number": "原答复文号"}
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
    """A row of the timeline: the event, its article, what was decisive."""

    event: ApplicationEvent
    law: str
    facts: tuple[tuple[str, str], ...]


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


def timeline(rows: list[ApplicationEvent]) -> list[Happened]:
    """The events with their articles, newest first."""
    found = []
    for row in rows:
        shown = {**row.facts, "outcome": _OUTCOMES.get(row.facts.get("outcome", ""), "")}
        facts = tuple((words, str(shown[key])) for key, words in _FACTS.items() if shown.get(key))
        found.append(Happened(row, str(KIND[row.kind].law), facts))
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
    seen = visible(viewer, Application)
    found = [("已并入", case.merged_into_id), ("分立自", case.split_from_id)]
    one = [(words, seen.filter(pk=pk).first()) for words, pk in found if pk is not None]
    many = [("并入本件", x) for x in seen.filter(merged_into=case)] + [
        ("由本件分立", x) for x in seen.filter(split_from=case)
    ]
    return [(words, other) for words, other in (*one, *many) if other is not None]


def _dealings(case: Application) -> dict[str, Any]:
    """What passed between the office and the applicant beside the letters."""
    return {
        "fees": list(case.fees.all()),
        "correspondence": list(case.messages.exclude(handled_at=None).select_related("by", "handled_by")),
        "rating": Rating.objects.filter(application=case).first(),
    }


def _linked(case: Application, viewer: Viewer) -> dict[str, Any]:
    """The cases it is joined to, and the reconsiderations and suits against how it was handled."""
    return {
        "joined": kin(case, viewer),
        "remedies": list(remedies.of_application(case.number, viewer)),
        "may_contest": viewer.has(*remedies.WRITERS, organ=case.organ_id),
    }


def context_of(case: Application, viewer: Viewer) -> dict[str, Any]:
    """Everything the case page shows."""
    rows = list(case.events.select_related("actor").prefetch_related("letters"))
    ledger = ledger_of(rows)
    open_, barred = buttons(case, ledger, viewer)
    try:
        clock = clock_of(case, ledger, on=viewer.on)
    except CalendarEnds as error:
        clock, open_ = None, []
        barred = [*barred]
        calendar_ends = str(error)
    else:
        calendar_ends = ""
    return {
        "case": case,
        "clock": clock,
        "calendar_ends": calendar_ends,
        "timeline": timeline(rows),
        "incoming": incoming(case, open_, barred),
        **_dealings(case),
        **_linked(case, viewer),
        "may_archive": viewer.has(*ARCHIVISTS, organ=case.organ_id),
        "who": who(case.applicant, clear=False),
        "steps": open_,
        "barred": barred,
        "attachments": list(case.attachments.select_related("by")),
        "letters": list(case.letters.all()),
        "notes": list(case.notes.select_related("by")),
        "note_form": NoteForm(prefix="note"),
        "reveal_form": RevealForm(prefix="reveal"),
        "related": list(queries.related(case, viewer)[:20]),
        "near": near(case, viewer),
        "entries": list(log.of(case).order_by("-id")[:15]),
        "may_assign": may_assign(case, viewer),
        "may_split": case.stage in ("new", "in_hand") and viewer.has(Role.CLERK, Role.HEAD, organ=case.organ_id),
        "review": under_review(case),
        "draft": case.decisions.filter(current=True).select_related("drafted_by").first(),
        "may_mark": viewer.has(Role.CLERK, Role.HEAD, Role.HANDLER, organ=case.organ_id),
        "today": viewer.on,
    }


@require_GET
@caseworker
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The case."""
    viewer = viewer_of(request)
    return render(request, "desk/case.html", context_of(the_case(request, number), viewer))


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
