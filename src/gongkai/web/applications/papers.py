"""The forms of a case that are made when they are wanted: the application, its registration, what went through review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils import timezone

from gongkai.documents import letters
from gongkai.law.clock import due_of, standing
from gongkai.law.conditions import Facts
from gongkai.law.outcomes import OUTCOME
from gongkai.web.applications.ledgers import ledger_of, the_calendar, the_rules
from gongkai.web.applications.models import Application, ApplicationEvent, Decision, Extension
from gongkai.web.applications.steps import elements_of
from gongkai.web.organs import vault
from gongkai.web.organs.templatetags.gongkai import day, moment
from gongkai.web.review.models import Opinion, Review
from gongkai.workdays import CalendarEnds

_FORMS = {"paper": "纸质", "electronic": "电子文档", "inspection": "当场查阅"}
_WAYS = {"post": "邮寄", "email": "电子邮件", "in_person": "自行领取", "online": "网上获取"}
_EMPTY = "（未填）"
# What an extension's form says instead of a consent.
_STATES = {
    "open": "尚未答复",
    "sent_back": "未同意，已退回",
    "cancelled": "提请人已撤回",
    "lapsed": "提请已自动终止",
    "signed": "已同意",
}


def application_form(case: Application, *, veiled: bool = False) -> letters.Paper:
    """The application as 政府信息公开申请表 (条例第二十九条), with the applicant's data in clear; ``veiled`` covers most of the
    number of the identity document, for whoever holds no more than the query code."""
    who = case.applicant
    number = vault.mask(who.id_number) if veiled else who.id_number
    content = "\n".join(filter(None, (case.subject, case.document_number, case.content)))
    return letters.prepare(
        "application_form",
        {
            "applicant": who.name,
            "applicant_kind": who.kind,
            "applicant_email": who.email,
            "organ": case.organ.name,
            "registration_number": case.number,
            "identity_document": f"{who.id_kind} {number}",
            "applicant_address": f"{who.address} {who.postcode}".strip() or _EMPTY,
            "applicant_telephone": who.telephone or _EMPTY,
            "content": content,
            "form_wanted": _FORMS[case.form_wanted],
            "way_wanted": _WAYS[case.way_wanted],
            "applied_on": timezone.localdate(case.submitted_at),
        },
    )


def registration_form(case: Application) -> letters.Paper | None:
    """The 政府信息公开申请登记表 (条例第四十五条): how it came, which day counts as received. None before registration."""
    first = case.events.select_related("actor").first()
    if first is None:
        return None
    known = elements_of(case, ledger_of([first]), Facts(), on=first.on)
    wanted = {e.key for e in letters.LETTER["registration_form"].required}
    given = {"receipt_rule": _EMPTY, "channel": _EMPTY} | {key: value for key, value in known.items() if key in wanted}
    ways = {"form_wanted": _FORMS[case.form_wanted], "way_wanted": _WAYS[case.way_wanted]}
    return letters.prepare("registration_form", {**given, **ways, "handler": str(first.actor or "系统")})


def approval_forms(case: Application) -> list[tuple[date, letters.Paper]]:
    """A 政府信息公开申请审查呈批单 for each decision of the case that was sent for review, the earliest first, with the day
    its review ended or, still open, began (条例第四十五条)."""
    decisions = {d.pk: d for d in case.decisions.select_related("drafted_by").order_by("pk")}
    through: dict[int, list[Review]] = {}
    for passage in _passages(Decision, decisions):
        through.setdefault(passage.subject_id, []).append(passage)
    return [
        (_day(through[pk][-1]), _approval_form(case, d, through[pk])) for pk, d in decisions.items() if pk in through
    ]


def _passages(model: type[Model], found: Iterable[int]) -> QuerySet[Review]:
    """The reviews of these rows of a model with their opinions, the earliest first."""
    rows = Review.objects.filter(subject_type=ContentType.objects.get_for_model(model), subject_id__in=list(found))
    return rows.prefetch_related("opinions__person", "opinions__on_behalf_of").order_by("pk")


def extension_forms(case: Application) -> list[tuple[date, letters.Paper]]:
    """A 政府信息公开申请审查呈批单 for each extension of the time for the answer, asked for or given at once by the head: who
    asked and why, who consented and when (条例第三十三条第二款、第四十五条). The requests come first."""
    asked = {row.pk: row for row in case.extensions.select_related("asked_by").order_by("pk")}
    given = list(case.events.filter(kind="extended").select_related("actor"))
    made = []
    for passage in _passages(Extension, asked):
        request, event = asked[passage.subject_id], None
        if passage.state == Review.State.SIGNED:
            event = next((e for e in given if (e.days, e.facts.get("reason")) == (request.days, request.reason)), None)
            given = [e for e in given if e is not event]
        made.append((_day(passage), _asked_form(case, request, passage, event)))
    return made + [(e.on, _given_form(case, e)) for e in given]


def _asked_form(
    case: Application, request: Extension, passage: Review, event: ApplicationEvent | None
) -> letters.Paper:
    """The form of an extension the head was asked for."""
    opinions = list(passage.opinions.all())
    signed = passage.state == Review.State.SIGNED and bool(opinions)
    last = f"{_who(opinions[-1])}，{day(timezone.localdate(opinions[-1].at))}" if signed else ""
    return _extension_form(
        case,
        (request.days, request.reason, _due_before(case, event)),
        (f"{request.asked_by}，{day(timezone.localdate(request.asked_at))}", last or f"（{_STATES[passage.state]}）"),
        [_row(o) for o in opinions] or [("（没有意见）", "", "", "", "")],
    )


def _given_form(case: Application, event: ApplicationEvent) -> letters.Paper:
    """The form of an extension nobody asked the head for: the consent is the head's own."""
    head = str(event.facts.get("approver") or event.actor or _EMPTY)
    why = str(event.facts.get("reason") or event.note or _EMPTY)
    return _extension_form(
        case,
        (event.days or 0, why, _due_before(case, event)),
        (str(event.actor or head), f"{head}，{day(event.on)}"),
        [("负责人同意", head, day(event.on), "同意", "由负责人直接决定，未经提请")],
    )


def _due_before(case: Application, event: ApplicationEvent | None) -> date | None:
    """When the answer was due before an extension; as it stands now where there was none, or the calendar ends."""
    if event is None:
        return case.reply_due
    earlier, working = ledger_of(case.events.filter(order__lt=event.order)), the_calendar()
    try:
        due = due_of(standing(earlier, working, rules=the_rules()), working)
    except CalendarEnds:
        return None
    return due.day if due else None


def _extension_form(
    case: Application, asked: tuple[int, str, date | None], people: tuple[str, str], rows: list[tuple[str, ...]]
) -> letters.Paper:
    """``asked``: working days, reason, the day the answer was due; ``people``: who asked and who consented, with the day."""
    days, why, due = asked
    elements = {
        "organ": case.organ.name,
        "registration_number": case.number,
        "applicant": case.applicant.name,
        "received_on": case.received_on,
        "reply_due": due or "",
        "content": case.content,
        "proposal": f"延长答复期限 {days} 个工作日（上列答复期限届满日为延长以前的日期）。\n理由：{why}",
        "review_opinions": rows,
        "handler": people[0],
        "approver": people[1],
    }
    return letters.prepare("approval_form", {key: value for key, value in elements.items() if value != ""})


def _day(passage: Review) -> date:
    return timezone.localdate(passage.ended_at or passage.started_at)


def _approval_form(case: Application, decision: Decision, passages: list[Review]) -> letters.Paper:
    opinions = [o for passage in passages for o in passage.opinions.all()]
    signed = passages[-1].state == Review.State.SIGNED
    last = next((o for o in reversed(opinions) if o.verdict == Opinion.Verdict.PASSED), None) if signed else None
    elements = {
        "organ": case.organ.name,
        "registration_number": case.number,
        "number": _number(case, decision),
        "applicant": case.applicant.name,
        "received_on": case.received_on,
        "reply_due": case.reply_due or "",
        "content": case.content,
        "proposal": _proposal(decision),
        "review_opinions": [_row(o) for o in opinions] or [("（还没有意见）", "", "", "", "")],
        "handler": str(decision.drafted_by),
        "approver": f"{_who(last)}，{day(timezone.localdate(last.at))}" if last else "（未签发）",
    }
    return letters.prepare("approval_form", {key: value for key, value in elements.items() if value != ""})


def _number(case: Application, decision: Decision) -> str:
    """The number its letter got when it was signed: the first of its kind made after the draft."""
    made = case.letters.filter(key=decision.letter, at__gte=decision.drafted_at).order_by("pk").first()
    return made.number if made else ""


def _proposal(decision: Decision) -> str:
    title = letters.LETTER[decision.letter].title if decision.letter in letters.LETTER else ""
    lines = (OUTCOME[decision.outcome].words, f"拟出具《{title}》" if title else "", decision.basis, decision.reason)
    return "\n".join(line for line in lines if line)


def _row(opinion: Opinion) -> tuple[str, ...]:
    return opinion.step_words, _who(opinion), moment(opinion.at), opinion.get_verdict_display(), opinion.comment


def _who(opinion: Opinion) -> str:
    behalf = opinion.on_behalf_of
    return f"{opinion.person}（代{behalf}）" if behalf else str(opinion.person)
