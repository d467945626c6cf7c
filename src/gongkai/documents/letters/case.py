"""The elements of a letter that follow from the case itself: dates from its ledger, terms from the clock, words of the rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.law.clock import Standing, arrived, due_of, standing
from gongkai.law.deadlines import RULES, TERMS, Rules
from gongkai.law.events import CHANNEL, Event, Ledger
from gongkai.law.outcomes import OUTCOME
from gongkai.law.stages import Facts
from gongkai.workdays import WorkingCalendar

_ASKS = re.compile(
    r"^(?:我|本人|我们|我单位|本单位|我公司|本公司)?(?:现|特|依法)?(?:向?(?:贵|你)(?:局|机关|单位|办))?(?:依法)?"
    r"(?:申请|要求|请求|请)(?:(?:贵|你)(?:局|机关|单位|办))?(?:依法)?(?:予以)?公开[：:，,]?\s*"
)
_ASKED = re.compile(
    r"[，,；;。]\s*(?:敬?请|望|恳请|希望)(?:(?:贵|你)(?:局|机关|单位|办))?(?:依法)?(?:予以|给予)?公开(?:为盼|谢谢)?$"
)


@dataclass(frozen=True, slots=True)
class Organ:
    """The organ that writes: its full name, its office, and where its acts are contested."""

    name: str
    office: str
    telephone: str
    address: str = ""
    reconsideration_organ: str = ""
    court: str = ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applied: name and kind (a key of APPLICANT_KINDS), how to reach them, and the application's number and words."""

    name: str
    kind: str = ""
    content: str = ""
    registration_number: str = ""
    address: str = ""
    telephone: str = ""
    email: str = ""


def elements_from(
    ledger: Ledger,
    facts: Facts,
    organ: Organ,
    applicant: Applicant,
    calendar: WorkingCalendar,
    *,
    on: date,
    number: str = "",
    rules: tuple[Rules, ...] = RULES,
) -> dict[str, object]:
    """The elements of any letter of this case issued on a day, as far as the case knows them; what a person must judge or
    write is left out, and ``prepare`` asks for it.

    Later events than ``on`` are not looked at. ValueError when there is no event up to that day.
    """
    events = tuple(e for e in ledger if e.on <= on)
    if not events:
        raise ValueError(f"{on} 之前没有收到申请，不能出具文书；请核对日期。")
    known = Ledger(events)
    found: dict[str, object] = {"issued_on": on, "number": number}
    found |= _people(organ, applicant)
    found |= dict(_receipt(known, calendar, rules))
    found |= dict(_events(known, calendar, standing(known, calendar, rules=rules)))
    found |= _facts(facts)
    if events[-1].kind == "comaker_consulted" and not facts.outcome:
        found |= _notice(events[-1])  # the applicant is told of this consultation, not of one before it
    return {key: value for key, value in found.items() if value not in (None, "", ())}


def _people(organ: Organ, applicant: Applicant) -> dict[str, object]:
    return {
        "organ": organ.name,
        "office": organ.office.removeprefix(organ.name) or organ.office,
        "telephone": organ.telephone,
        "address": organ.address,
        "reconsideration_organ": organ.reconsideration_organ,
        "court": organ.court,
        "applicant": applicant.name,
        "applicant_kind": applicant.kind,
        "content": wanted(applicant.content),
        "registration_number": applicant.registration_number,
        "applicant_address": applicant.address,
        "applicant_telephone": applicant.telephone,
        "applicant_email": applicant.email,
    }


def wanted(content: str) -> str:
    """What an application asks for, as a letter repeats it behind 申请公开: without those words at the front or at the end,
    and without the full stop."""
    short = _ASKED.sub("", _ASKS.sub("", content.strip(), count=1).rstrip("。；;. "))
    return short or content.strip()


def _facts(facts: Facts) -> dict[str, object]:
    outcome = OUTCOME.get(facts.outcome)
    return {
        "reason": facts.basis_text or facts.reason,
        "basis": facts.basis,
        "approver": facts.approver,
        "public_interest": facts.public_interest,
        "earlier_number": facts.earlier_number,
        "fee_amount": facts.fee_amount,
        "outcome_words": outcome.words if outcome else "",
    }


def _receipt(ledger: Ledger, calendar: WorkingCalendar, rules: tuple[Rules, ...]) -> Iterator[tuple[str, object]]:
    received = ledger.events[0]
    yield "received_on", received.on
    channel = CHANNEL.get(received.channel)
    if channel:
        yield "channel", channel.words
        yield "receipt_rule", f"{channel.words}的，{channel.rule}"
    state = standing(ledger, calendar, rules=rules)
    due = due_of(state, calendar)
    if due is not None:
        yield "reply_due", due.day
        if state.extension or ledger.last("postponed"):
            yield "new_due", due.day
        if state.extension:
            yield "extension_days", state.extension
    yield "supplement_last_day", calendar.add(received.on, state.rules.ask_for_supplement)


def _events(ledger: Ledger, calendar: WorkingCalendar, state: Standing) -> Iterator[tuple[str, object]]:
    rules = state.rules
    asked, told = ledger.last("supplement_asked"), arrived(ledger, "supplement_asked")
    if asked:
        days = TERMS["supplement_asked"].days(asked.days, rules)
        yield "supplement_asked_on", asked.on
        yield "supplement_days", days
        if told:
            yield "supplement_due", calendar.add(told.on, days)
    fee, told = ledger.last("fee_notified"), arrived(ledger, "fee_notified")
    if fee:
        days = TERMS["fee_notified"].days(fee.days, rules)
        yield "payment_days", days
        if told:
            yield "fee_notified_on", told.on
            yield "fee_due", calendar.add(told.on, days)
    yield from _day(ledger, "supplement_received", "supplement_received_on")
    yield from _day(ledger, "reasons_asked", "reasons_asked_on")
    reasons = ledger.last("reasons_asked")
    if reasons:
        yield "reasons_days", reasons.days
    yield from _day(ledger, "delivered", "delivered_on")
    consulted = ledger.last("opinion_requested")
    if consulted:
        yield "consulted_on", consulted.on
        yield "party", consulted.party
        yield "opinion_days", rules.opinion
        yield "consultee", "第三方"
        if ledger.last("opinion_silent", consulted.party):
            yield "opinion", "逾期未提出意见"
    comaker = ledger.last("comaker_consulted")
    if comaker:
        yield "comaker", comaker.party
        yield "comaker_days", rules.comaker
        if consulted is None:
            yield from _notice(comaker).items()


def _notice(consulted: Event) -> dict[str, object]:
    """Whom and when, as the applicant is told of a consultation with another organ. Nobody who is consulted is named to the
    applicant: a third party's identity may be what it has to be protected for (条例第十五条、第三十二条)."""
    return {"consulted_on": consulted.on, "consultee": "共同制作信息的其他机关"}


def _day(ledger: Ledger, kind: str, key: str) -> Iterator[tuple[str, object]]:
    event = ledger.last(kind)
    if event:
        yield key, event.on
