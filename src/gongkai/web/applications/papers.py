"""The forms of a case that are made when they are wanted: the application, its registration, what went through review."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from gongkai.documents import letters
from gongkai.law.conditions import Facts
from gongkai.law.outcomes import OUTCOME
from gongkai.web.applications.ledgers import ledger_of
from gongkai.web.applications.models import Application, Decision, Extension
from gongkai.web.applications.steps import elements_of
from gongkai.web.organs import vault
from gongkai.web.organs.templatetags.gongkai import day, moment
from gongkai.web.review.models import Opinion, Review

_FORMS = {"paper": "纸质", "electronic": "电子文档", "inspection": "当场查阅"}
_WAYS = {"post": "邮寄", "email": "电子邮件", "in_person": "自行领取", "online": "网上获取"}
_EMPTY = "（未填）"


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
    """A 政府信息公开申请审查呈批单 for each decision and each extension of the case that was sent for review, the earliest
    first, with the day its review ended or, still open, began (条例第三十三条第二款、第四十五条)."""
    decisions = case.decisions.select_related("drafted_by")
    asked = case.extensions.select_related("asked_by")
    subjects = {
        (ContentType.objects.get_for_model(model).pk, row.pk): row
        for model, rows in ((Decision, decisions), (Extension, asked))
        for row in rows
    }
    wanted = Q()
    for type_, pk in subjects:
        wanted |= Q(subject_type=type_, subject_id=pk)
    passages: dict[tuple[int, int], list[Review]] = {}
    found = Review.objects.filter(wanted) if subjects else Review.objects.none()
    for passage in found.prefetch_related("opinions__person", "opinions__on_behalf_of").order_by("pk"):
        passages.setdefault((passage.subject_type_id, passage.subject_id), []).append(passage)
    return [(_day(through[-1]), _approval_form(case, subjects[key], through)) for key, through in passages.items()]


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
        request = asked[passage.subject_id]
        opinions = list(passage.opinions.all())
        passed = opinions[-1] if passage.state == Review.State.SIGNED and opinions else None
        if passed is not None and (event := next((e for e in given if e.days == request.days), None)):
            given.remove(event)
        signed = f"{_who(passed)}，{day(timezone.localdate(passed.at))}" if passed else "（未同意）"
        by = f"{request.asked_by}，{day(timezone.localdate(request.asked_at))}"
        rows = [_row(o) for o in opinions] or [("（还没有意见）", "", "", "", "")]
        made.append((_day(passage), _extension_form(case, (request.days, request.reason), (by, signed), rows)))
    return made + [(e.on, _given_at_once(case, e)) for e in given]


def _given_at_once(case: Application, event: ApplicationEvent) -> letters.Paper:
    """The form of an extension nobody asked the head for: the consent is the head's own."""
    head = str(event.facts.get("approver") or event.actor or _EMPTY)
    row = ("负责人同意", head, moment(event.at), "同意", "负责人直接决定，未经提请")
    why = str(event.facts.get("reason") or event.note or _EMPTY)
    return _extension_form(
        case, (event.days or 0, why), (str(event.actor or head), f"{head}，{day(event.on)}"), [row]
    )


def _extension_form(
    case: Application, asked: tuple[int, str], people: tuple[str, str], rows: list[tuple[str, ...]]
) -> letters.Paper:
    """``asked``: working days and reason; ``people``: who asked and who consented, each with the day."""
    elements = {
        "organ": case.organ.name,
        "registration_number": case.number,
        "applicant": case.applicant.name,
        "received_on": case.received_on,
        "reply_due": case.reply_due or "",
        "content": case.content,
        "proposal": f"延长答复期限 {asked[0]} 个工作日。\n理由：{asked[1]}",
        "review_opinions": rows,
        "handler": people[0],
        "approver": people[1],
    }
    return letters.prepare("approval_form", {key: value for key, value in elements.items() if value != ""})


def _day(passage: Review) -> date:
    return timezone.localdate(passage.ended_at or passage.started_at)


def _approval_form(case: Application, subject: Decision | Extension, passages: list[Review]) -> letters.Paper:
    opinions = [o for passage in passages for o in passage.opinions.all()]
    signed = passages[-1].state == Review.State.SIGNED
    last = next((o for o in reversed(opinions) if o.verdict == Opinion.Verdict.PASSED), None) if signed else None
    elements = {
        "organ": case.organ.name,
        "registration_number": case.number,
        "applicant": case.applicant.name,
        "received_on": case.received_on,
        "reply_due": case.reply_due or "",
        "content": case.content,
        **(_decided(case, subject) if isinstance(subject, Decision) else _longer(case, subject, signed=signed)),
        "review_opinions": [_row(o) for o in opinions] or [("（还没有意见）", "", "", "", "")],
        "approver": f"{_who(last)}，{day(timezone.localdate(last.at))}" if last else "（未签发）",
    }
    return letters.prepare("approval_form", {key: value for key, value in elements.items() if value != ""})


def _decided(case: Application, decision: Decision) -> dict[str, object]:
    title = letters.LETTER[decision.letter].title if decision.letter in letters.LETTER else ""
    lines = (OUTCOME[decision.outcome].words, f"拟出具《{title}》" if title else "", decision.basis, decision.reason)
    return {
        "number": _number(case, decision.letter, decision.drafted_at),
        "proposal": "\n".join(line for line in lines if line),
        "handler": str(decision.drafted_by),
    }


def _longer(case: Application, asked: Extension, *, signed: bool) -> dict[str, object]:
    letter = letters.LETTER["extension_notice"]
    lines = (f"延长答复期限 {asked.days} 个工作日", f"拟出具《{letter.title}》", str(letter.basis[0]), asked.reason)
    return {
        "number": _number(case, letter.key, asked.asked_at) if signed else "",
        "proposal": "\n".join(lines),
        "handler": str(asked.asked_by),
    }


def _number(case: Application, key: str, since: datetime) -> str:
    """The number its letter got when it was signed: the first of its kind made after the draft."""
    made = case.letters.filter(key=key, at__gte=since).order_by("pk").first()
    return made.number if made else ""


def _row(opinion: Opinion) -> tuple[str, ...]:
    return opinion.step_words, _who(opinion), moment(opinion.at), opinion.get_verdict_display(), opinion.comment


def _who(opinion: Opinion) -> str:
    behalf = opinion.on_behalf_of
    return f"{opinion.person}（代{behalf}）" if behalf else str(opinion.person)
