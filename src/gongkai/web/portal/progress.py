"""Where an application stands, in plain words, as far as its applicant may know it: never whom the organ consulted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from gongkai.documents.letters import LETTER
from gongkai.law import remedies
from gongkai.law.clock import reply_due, standing
from gongkai.law.deadlines import TERMS
from gongkai.law.events import KIND, Event, Ledger
from gongkai.law.explain import Line, explain
from gongkai.law.outcomes import OUTCOME, Outcome
from gongkai.law.stages import MOVE, MOVES
from gongkai.web.applications import answerfiles
from gongkai.web.applications import messages as correspondence
from gongkai.web.applications.delivery import TO_OTHERS
from gongkai.web.applications.ledgers import ledger_of, the_calendar, the_rules, the_terms
from gongkai.web.applications.models import Application, ApplicationEvent, Attachment, Letter, Rating
from gongkai.workdays import CalendarEnds, Due

# Stage → badge, what it means for the applicant.
STAGES = {
    "new": ("wait", "已收到，等待登记", "工作人员会核对并登记收到申请的日期，答复期限从那天的第二天起算。"),
    "in_hand": ("", "正在办理", "正在查找和审查信息，您不需要做什么。"),
    "awaiting_supplement": ("wait", "等您补正", "申请内容还不够明确，请按补正告知书补充。补正以后，答复期限重新计算。"),
    "consulting": (
        "stop",
        "正在征求意见",
        "信息可能涉及他人的权益或者由几个机关共同制作，征求意见期间不计入答复期限。",
    ),
    "awaiting_reasons": ("wait", "等您说明理由", "申请的数量、频次较多，请按通知说明理由。"),
    "awaiting_fee": ("wait", "等您缴费", "请按收费通知缴纳信息处理费，缴费以后开始办理。"),
    "decided": ("ok", "已作出答复，正在送达", "答复书正按您选择的方式送达。"),
    "closed": ("ok", "已办结", "办理已经结束，文书可以在下面下载。"),
}
# What the applicant has sent already, and nobody has dealt with yet.
_SENT = {
    "awaiting_supplement": (
        "supplement",
        "已收到您的补正",
        "工作人员会登记收到的日期，答复期限从那天的第二天起重新计算。",
    ),
    "awaiting_reasons": ("reasons", "已收到您的说明", "工作人员会登记并继续办理，您不需要再做什么。"),
    "awaiting_fee": ("payment", "已收到您的缴费凭证", "工作人员核对到账后登记，并继续办理。"),
}
# What ended without an answer: there is nothing to be downloaded or rated, so it is said what happened.
_ENDED_BY = {
    "withdrawn": ("stop", "您已撤回", "您已撤回这件申请，不再答复；需要时可以重新申请。"),
    "transferred": ("stop", "已移送", "要更正的记录不由本机关负责，已经移送有权更正的机关，由它办理，见转送告知书。"),
}
# What ends a round with a letter to the applicant.
_ENDS = frozenset({"decided", *(move.event for move in MOVES if move.outcome)} - set(_ENDED_BY))
_WAITS_FOR_APPLICANT = frozenset({"awaiting_supplement", "awaiting_reasons", "awaiting_fee"})


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way to contest the answer: words, the term, its last day as counted from delivery (None: cannot be counted)."""

    words: str
    term: str
    counts_from: str
    last: Due | None


def stands(case: Application) -> tuple[str, str, str]:
    """The badge, the stage in words and what it means for the applicant, what they have sent already considered."""
    if ended := _ended_by(case):
        return _ENDED_BY[ended]
    if case.stage in _SENT:
        kind, words, meaning = _SENT[case.stage]
        if case.messages.filter(kind=kind, handled_at=None).exists():
            return "", words, meaning
    return STAGES[case.stage]


def withdrawing(case: Application) -> bool:
    """Whether the applicant asked to withdraw and the office has not dealt with it yet."""
    return case.messages.filter(kind="withdrawal", handled_at=None).exists()


def can_withdraw(case: Application) -> bool:
    """Whether the applicant may still ask to withdraw: it is neither answered nor asked already."""
    return case.stage not in ("decided", "closed") and not withdrawing(case)


def _ended_by(case: Application) -> str:
    """The event that ended a case without an answer; empty for all others."""
    if case.stage != "closed" or case.outcome != "other":
        return ""
    if correspondence.taken_back(case):
        return "withdrawn"
    last = case.events.last()
    return last.kind if last is not None and last.kind in _ENDED_BY else ""


def due_if_registered(case: Application) -> tuple[date, Due] | None:
    """For an application sent through the site and not registered yet: the first working day on which the organ can confirm
    it (条例第三十一条), and the last day of the reply counted from that day; None where the calendar ends."""
    calendar = the_calendar()
    try:
        confirmed = calendar.roll(timezone.localdate(case.submitted_at))
        due = reply_due(Ledger((Event("received", confirmed, channel=case.channel),)), calendar, rules=the_rules())
    except CalendarEnds:
        return None
    return (confirmed, due) if due else None


def anonymous(ledger: Ledger) -> Ledger:
    """The ledger with the consulted parties numbered instead of named, and without the office's notes."""
    names = list(dict.fromkeys(e.party for e in ledger if e.party))
    called = {name: f"第{n}方" if len(names) > 1 else "" for n, name in enumerate(names, start=1)}
    if len(names) == 1:
        called = {names[0]: "对方"}
    return Ledger(tuple(replace(e, party=called.get(e.party, ""), note="") for e in ledger))


def days(rows: Sequence[ApplicationEvent], *, on: date) -> tuple[Line, ...]:
    """Every day up to the due date and why it counts; empty before registration, and where the calendar ends."""
    if not rows:
        return ()
    try:
        return explain(anonymous(ledger_of(rows)), the_calendar(), until=on, rules=the_rules())
    except CalendarEnds:
        return ()


def letters_for(case: Application) -> list[Letter]:
    """The letters the applicant may fetch: those addressed to them; what ends the case once it is delivered."""
    to_them = Letter.objects.filter(application=case, public=True).exclude(key__in=TO_OTHERS)
    found = to_them.select_related("event")
    return [x for x in found if x.delivered_on or x.event is None or x.event.kind not in _ENDS]


def enclosures(case: Application, letters: Sequence[Letter]) -> list[Attachment]:
    """The files given with an answer, once it is delivered."""
    return list(answerfiles.announced(case, letters))


def timeline(rows: Sequence[ApplicationEvent]) -> list[tuple[Event, str]]:
    """What happened, newest first, each with its words, as far as the applicant may know it."""
    return [(e, KIND[e.kind].words) for e in reversed(anonymous(ledger_of(rows)).events)] if rows else []


def _told(case: Application, letters: Sequence[Letter]) -> tuple[Letter, Outcome] | None:
    """The last letter that told the applicant how a round ended, and the outcome it told: not that of a later round, whose
    letter is still on its way."""
    ends = [x for x in letters if x.event and x.event.kind in _ENDS and x.delivered_on and _announces(x)]
    if not ends:
        return None
    letter = max(ends, key=lambda x: x.event.order if x.event else 0)
    assert letter.event is not None
    key = MOVE[letter.event.kind].outcome or str(letter.event.facts.get("outcome") or case.outcome)
    return (letter, OUTCOME[key]) if key in OUTCOME else None


def _announces(letter: Letter) -> bool:
    """Whether a letter tells an outcome that can be contested."""
    declared = LETTER.get(letter.key)
    return declared is None or declared.contestable


def answer(case: Application, letters: Sequence[Letter]) -> str:
    """The outcome in words once the applicant has been told; else empty. What ended without an answer has none."""
    if _ended_by(case):
        return ""
    if told := _told(case, letters):
        return told[1].words
    return OUTCOME[case.outcome].words if case.stage == "closed" and case.outcome in OUTCOME else ""


def remedies_of(case: Application, letters: Sequence[Letter]) -> tuple[str, list[Remedy]]:
    """Which way is open against the answer, and until when; empty before it is delivered."""
    told = _told(case, letters)
    if told is None:
        return "", []
    decision, outcome = told
    known = decision.delivered_on
    found = []
    for term in remedies.terms_of(outcome, decision.issued_on, the_terms()):
        try:
            last = remedies.last_day(term, known, the_calendar()) if known else None
        except CalendarEnds:
            last = None
        found.append(Remedy(remedies.COURSE[term.key].words, term.words, term.counts_from, last))
    return remedies.route(outcome, decision.issued_on).value, found


def awaits_applicant(case: Application) -> bool:
    """Whether the applicant has to do something."""
    return case.stage in _WAITS_FOR_APPLICANT


def last_day_for_applicant(rows: Sequence[ApplicationEvent]) -> Due | None:
    """Until when the applicant may supply what was asked for; None when nothing is awaited or no day can be counted."""
    ledger = ledger_of(rows)
    since = ledger.events[-1] if rows else None
    asks = {term.delivered: key for key, term in TERMS.items()}
    asked = ledger.last(asks[since.kind]) if since is not None and since.kind in asks else since
    if since is None or asked is None or asked.kind not in ("reasons_asked", *TERMS):
        return None
    try:
        calendar = the_calendar()
        rules = standing(ledger, calendar, rules=the_rules()).rules
        days = TERMS[asked.kind].days(asked.days, rules) if asked.kind in TERMS else asked.days
        return calendar.due(since.on, days) if days else None
    except CalendarEnds:
        return None


def can_rate(case: Application, letters: Sequence[Letter]) -> bool:
    """Whether there is an answer to be rated that has not been rated yet."""
    answered = case.stage == "closed" and any(x.delivered_on for x in letters)
    return answered and not Rating.objects.filter(application=case).exists()


def kin(case: Application) -> list[tuple[str, str]]:
    """In words, the applicant's other applications this one was split from or merged into, and the other way round, with
    their numbers. They are the applicant's own; each opens with its own query code."""
    found = []
    if case.merged_into_id is not None and case.merged_into is not None:
        found.append(("经您同意，本件并入下面这件一并办理", case.merged_into.number))
    if case.split_from_id is not None and case.split_from is not None:
        found.append(("本件由下面这件分立，单独答复", case.split_from.number))
    found += [("下面这件经您同意并入本件", x.number) for x in case.merged.order_by("pk")]
    found += [("由本件分立出下面这件，单独答复", x.number) for x in case.splits.order_by("pk")]
    return found
