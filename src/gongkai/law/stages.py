"""The procedure as one table: from, event, to, who may, on which conditions, and the letter it needs.

An unlawful move is refused with the rule that forbids it. The clock's side of an event stands in ``gongkai.law.events``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from gongkai.law.clock import due_of, standing
from gongkai.law.deadlines import DEADLINE, rules_on
from gongkai.law.events import KIND, Event, Ledger, Unlawful
from gongkai.law.outcomes import OUTCOME, Group
from gongkai.sources import REGULATIONS, REPLY_STANDARD, Citation
from gongkai.workdays import WorkingCalendar


class Stage(Enum):
    """Where an application stands in the procedure."""

    NEW = "未登记"
    IN_HAND = "办理中"
    AWAITING_SUPPLEMENT = "等待补正"
    CONSULTING = "征求意见"
    AWAITING_REASONS = "等待说明理由"
    AWAITING_FEE = "等待缴费"
    DECIDED = "已答复，待送达"
    CLOSED = "已办结"


class Role(Enum):
    """Who takes a step in the procedure (the platform maps its staff to these)."""

    CLERK = "经办人"
    HEAD_OF_OFFICE = "政府信息公开工作机构负责人"
    SIGNER = "签发人"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a move's conditions look at beside the ledger: who approves, what the decision says, whom it touches.

    ``basis`` are the articles a refusal rests on and ``basis_text`` what they say of this case; ``consulted`` is set by
    the ledger; ``earlier_number`` is the earlier reply's number for a repeated request.
    """

    actor: Role = Role.CLERK
    approver: str = ""
    reason: str = ""
    outcome: str = ""
    basis: tuple[Citation, ...] = ()
    basis_text: str = ""
    touches_third_party: bool = False
    secrecy_reviewed: bool = False
    earlier_number: str = ""
    fee_amount: int | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything a condition may ask: the ledger before the event, the event, the facts, the calendar."""

    ledger: Ledger
    event: Event
    facts: Facts
    calendar: WorkingCalendar


@dataclass(frozen=True, slots=True)
class Condition:
    """A precondition: key, what must hold (said when it does not, with the way to mend), article, the test."""

    key: str
    words: str
    law: Citation
    holds: Callable[[Situation], bool]


def _within(key: str) -> Callable[[Situation], bool]:
    """The event falls within a term counted from the day the clock counts from."""

    def test(s: Situation) -> bool:
        state = standing(s.ledger, s.calendar)
        days: int = getattr(state.rules, key)
        return s.event.on <= s.calendar.add(state.base.on, days)

    return test


def _before_due(s: Situation) -> bool:
    due = due_of(standing(s.ledger, s.calendar), s.calendar)
    return due is None or s.event.on <= due.day


def _opinions_settled(s: Situation) -> bool:
    """Every party asked has answered, or its term is over."""
    return all(stop.end is not None and stop.end <= s.event.on for stop in standing(s.ledger, s.calendar).stops)


def _past_term(key: str, asked: str) -> Callable[[Situation], bool]:
    """The term given with an asking event has passed."""

    def test(s: Situation) -> bool:
        event = s.ledger.last(asked)
        days = (event.days if event else None) or DEADLINE[key].days
        return event is not None and s.event.on > s.calendar.add(event.on, days)

    return test


def _past_opinion_term(asked: str) -> Callable[[Situation], bool]:
    def test(s: Situation) -> bool:
        party = s.event.party
        start = s.ledger.last("opinion_delivered" if asked == "opinion_requested" else asked, party)
        return start is not None and s.event.on > s.calendar.add(start.on, 15)

    return test


def _group(s: Situation) -> Group | None:
    outcome = OUTCOME.get(s.facts.outcome)
    return outcome.group if outcome else None


def _extension_fits(s: Situation) -> bool:
    state = standing(s.ledger, s.calendar)
    return state.extension == 0 and (s.event.days or state.rules.extension) <= rules_on(s.event.on).extension


# fmt: off
ONCE_SUPPLEMENT = Condition("supplement_once", "补正只能一次性告知，本申请已告知过补正",
    REGULATIONS.art(30), lambda s: s.ledger.last("supplement_asked") is None)
SUPPLEMENT_IN_TIME = Condition("supplement_in_time", "告知补正应在收到申请之日起 7 个工作日内，已超过；请按现有内容答复",
    REGULATIONS.art(30), _within("ask_for_supplement"))
SUPPLEMENT_PERIOD = Condition("supplement_period", "补正期限一般不超过 15 个工作日，请填写合理期限",
    REPLY_STANDARD.part("补正期限"), lambda s: s.event.days is None or s.event.days <= DEADLINE["supplement"].days)
SUPPLEMENT_PASSED = Condition("supplement_passed", "补正期限尚未届满，不能按逾期不补正处理",
    REGULATIONS.art(30), _past_term("supplement", "supplement_asked"))
EXTENSION_IN_TIME = Condition("extension_in_time", "延长应在答复期限届满前作出并告知申请人，期限已过",
    REGULATIONS.art(33, 2), _before_due)
EXTENSION_ONCE = Condition("extension_once", "延长只能一次，且最长 20 个工作日",
    REGULATIONS.art(33, 2), _extension_fits)
EXTENSION_APPROVED = Condition("extension_approved", "延长须经政府信息公开工作机构负责人同意，请填写同意人",
    REGULATIONS.art(33, 2), lambda s: bool(s.facts.approver.strip()))
NAMED_PARTY = Condition("named_party", "请写明征求哪一方的意见",
    REGULATIONS.art(32), lambda s: bool(s.event.party.strip()))
PARTY_NOT_ASKED = Condition("party_not_asked", "已向这一方征求过意见，不必重复征求",
    REGULATIONS.art(32), lambda s: s.ledger.last(s.event.kind, s.event.party) is None)
OPINION_PASSED = Condition("opinion_passed", "第三方自收到征求意见书之日起 15 个工作日的期限尚未届满",
    REGULATIONS.art(32), _past_opinion_term("opinion_requested"))
COMAKER_PASSED = Condition("comaker_passed", "共同制作机关 15 个工作日的期限尚未届满",
    REGULATIONS.art(34), _past_opinion_term("comaker_consulted"))
FEE_IN_TERM = Condition("fee_in_term", "收费通知应在答复期限内送达，期限已过，不得再收费",
    REGULATIONS.art(42), _before_due)
FEE_POSITIVE = Condition("fee_positive", "收费金额应大于零，请按标准计算",
    REGULATIONS.art(42), lambda s: s.facts.fee_amount is None or s.facts.fee_amount > 0)
FEE_PASSED = Condition("fee_passed", "缴费期限尚未届满，不能按逾期未缴费处理",
    REGULATIONS.art(42), _past_term("fee_payment", "fee_notified"))
REASON_GIVEN = Condition("reason_given", "请写明理由",
    REGULATIONS.art(35), lambda s: bool(s.facts.reason.strip()))
HAS_OUTCOME = Condition("has_outcome", "请先选定办理结果",
    REGULATIONS.art(36), lambda s: s.facts.outcome in OUTCOME)
HAS_BASIS = Condition("has_basis", "不予公开、无法提供、不予处理须写明所依据的条款和理由",
    REGULATIONS.art(36, 1, 3), lambda s: _group(s) in (Group.GRANTED, None) or (bool(s.facts.basis) and bool(s.facts.basis_text.strip())))
OPINIONS_SETTLED = Condition("opinions_settled", "征求意见尚未收到答复且期限未满，不能作出决定",
    REGULATIONS.art(32), _opinions_settled)
THIRD_PARTY_ASKED = Condition("third_party_asked", "信息涉及第三方商业秘密或个人隐私，决定前须书面征求第三方意见",
    REGULATIONS.art(32), lambda s: not s.facts.touches_third_party or s.ledger.last("opinion_requested") is not None)
SECRECY = Condition("secrecy_reviewed", "以国家秘密为由不予公开，须先经保密审查并有定密依据",
    REGULATIONS.art(17), lambda s: s.facts.outcome != "state_secret" or s.facts.secrecy_reviewed)
EARLIER_REPLY = Condition("earlier_reply", "重复申请须写明原答复的文号",
    REGULATIONS.art(36, 1, 6), lambda s: s.facts.outcome != "repeated" or bool(s.facts.earlier_number.strip()))
SIGNED = Condition("signed", "答复须由签发人签发",
    REGULATIONS.art(45), lambda s: s.facts.actor is Role.SIGNER)
UNCLEAR_AFTER_SUPPLEMENT = Condition("unclear_after_supplement", "补正后仍不明确只能在申请人补正之后认定",
    REGULATIONS.art(30), lambda s: s.facts.outcome != "still_unclear" or s.ledger.last("supplement_received") is not None)
EXCESSIVE_EXPLAINED = Condition("excessive_explained", "认定大量反复申请之前须要求申请人说明理由",
    REGULATIONS.art(35), lambda s: s.facts.outcome != "excessive" or s.ledger.last("reasons_asked") is not None)
# fmt: on

DECISION = (
    HAS_OUTCOME,
    HAS_BASIS,
    THIRD_PARTY_ASKED,
    OPINIONS_SETTLED,
    SECRECY,
    EARLIER_REPLY,
    UNCLEAR_AFTER_SUPPLEMENT,
    EXCESSIVE_EXPLAINED,
    SIGNED,
)


@dataclass(frozen=True, slots=True)
class Move:
    """A lawful step: the event, the stages it starts from, the stage it leads to, who may take it, conditions, letter."""

    event: str
    sources: tuple[Stage, ...]
    target: Stage
    who: Role
    conditions: tuple[Condition, ...] = ()
    letter: str = ""
    law: Citation = field(default=REGULATIONS.art(45))

    @property
    def words(self) -> str:
        """The step in Chinese."""
        return KIND[self.event].words


_OPEN = (Stage.IN_HAND, Stage.CONSULTING, Stage.AWAITING_REASONS)
_UNDECIDED = (*_OPEN, Stage.AWAITING_SUPPLEMENT, Stage.AWAITING_FEE)
C, H, S = Role.CLERK, Role.HEAD_OF_OFFICE, Role.SIGNER

# fmt: off
MOVES = (
    #    event                 from                         to                         who  conditions   letter
    Move("received",            (Stage.NEW,),                Stage.IN_HAND,             C, (), "registration_receipt", REGULATIONS.art(31)),
    Move("supplement_asked",    (Stage.IN_HAND,),            Stage.AWAITING_SUPPLEMENT, C, (ONCE_SUPPLEMENT, SUPPLEMENT_IN_TIME, SUPPLEMENT_PERIOD), "supplement_notice", REGULATIONS.art(30)),
    Move("supplement_received", (Stage.AWAITING_SUPPLEMENT,), Stage.IN_HAND,            C, (), "", REGULATIONS.art(30)),
    Move("supplement_lapsed",   (Stage.AWAITING_SUPPLEMENT,), Stage.DECIDED,            C, (SUPPLEMENT_PASSED,), "supplement_lapsed", REGULATIONS.art(30)),
    Move("opinion_requested",   _OPEN,                       Stage.CONSULTING,          C, (NAMED_PARTY, PARTY_NOT_ASKED), "third_party_consultation", REGULATIONS.art(32)),
    Move("opinion_delivered",   (Stage.CONSULTING,),         Stage.CONSULTING,          C, (NAMED_PARTY,), "", REGULATIONS.art(32)),
    Move("opinion_received",    (Stage.CONSULTING,),         Stage.CONSULTING,          C, (NAMED_PARTY,), "", REGULATIONS.art(32)),
    Move("opinion_silent",      (Stage.CONSULTING,),         Stage.CONSULTING,          C, (NAMED_PARTY, OPINION_PASSED), "", REGULATIONS.art(32)),
    Move("comaker_consulted",   _OPEN,                       Stage.CONSULTING,          C, (NAMED_PARTY, PARTY_NOT_ASKED), "comaker_consultation", REGULATIONS.art(34)),
    Move("comaker_answered",    (Stage.CONSULTING,),         Stage.CONSULTING,          C, (NAMED_PARTY,), "", REGULATIONS.art(34)),
    Move("comaker_silent",      (Stage.CONSULTING,),         Stage.CONSULTING,          C, (NAMED_PARTY, COMAKER_PASSED), "", REGULATIONS.art(34)),
    Move("extended",            _OPEN,                       Stage.IN_HAND,             H, (EXTENSION_APPROVED, EXTENSION_IN_TIME, EXTENSION_ONCE), "extension_notice", REGULATIONS.art(33, 2)),
    Move("reasons_asked",       (Stage.IN_HAND,),            Stage.AWAITING_REASONS,    C, (REASON_GIVEN,), "reasons_notice", REGULATIONS.art(35)),
    Move("reasons_given",       (Stage.AWAITING_REASONS,),   Stage.IN_HAND,             C, (), "", REGULATIONS.art(35)),
    Move("fee_notified",        (Stage.IN_HAND,),            Stage.AWAITING_FEE,        C, (FEE_IN_TERM, FEE_POSITIVE), "fee_notice", REGULATIONS.art(42)),
    Move("fee_paid",            (Stage.AWAITING_FEE,),       Stage.IN_HAND,             C, (), "", REGULATIONS.art(42)),
    Move("fee_lapsed",          (Stage.AWAITING_FEE,),       Stage.DECIDED,             C, (FEE_PASSED,), "fee_lapsed", REGULATIONS.art(42)),
    Move("transferred",         (Stage.IN_HAND,),            Stage.CLOSED,              C, (REASON_GIVEN,), "transfer", REGULATIONS.art(41)),
    Move("withdrawn",           _UNDECIDED,                  Stage.CLOSED,              C, (REASON_GIVEN,), "", REGULATIONS.art(45)),
    Move("decided",             _OPEN,                       Stage.DECIDED,             S, DECISION, "by_outcome", REGULATIONS.art(36)),
    Move("delivered",           (Stage.DECIDED,),            Stage.CLOSED,              C, (), "proof_of_delivery", REGULATIONS.art(40)),
    Move("reopened",            (Stage.CLOSED, Stage.DECIDED), Stage.IN_HAND,           C, (REASON_GIVEN,), "", REGULATIONS.art(51)),
)
# fmt: on
MOVE = {m.event: m for m in MOVES}


def stage_of(ledger: Ledger, calendar: WorkingCalendar | None = None, *, on: date | None = None) -> Stage:
    """The stage after the last event. With a calendar and a day, a consultation whose parties have all answered, or whose
    terms are over on that day, is in hand again."""
    stage = Stage.NEW
    for event in ledger:
        move = MOVE[event.kind]
        target = move.target
        if target is Stage.IN_HAND and stage is Stage.CONSULTING and event.kind == "extended":
            target = stage
        stage = target
    if stage is Stage.CONSULTING and calendar is not None:
        day = on or ledger.events[-1].on
        stops = standing(ledger, calendar).stops
        if all(s.end is not None and s.end <= day for s in stops):
            return Stage.IN_HAND
    return stage


def refusals(ledger: Ledger, event: Event, *, facts: Facts, calendar: WorkingCalendar) -> Sequence[Unlawful]:
    """Every reason why a move is not lawful now, each with its rule; empty when it is lawful."""
    move = MOVE[event.kind]
    stage = stage_of(ledger, calendar, on=event.on)
    allowed = move.sources if stage is not Stage.CONSULTING or Stage.CONSULTING in move.sources else ()
    raw = stage_of(ledger)
    if stage not in allowed and raw not in move.sources:
        return [Unlawful(f"现在是「{stage.value}」，不能「{move.words}」", move.law)]
    situation = Situation(ledger, event, facts, calendar)
    found = [Unlawful(f"不能「{move.words}」：{c.words}", c.law) for c in move.conditions if not c.holds(situation)]
    try:
        ledger.append(event)
    except Unlawful as error:
        found.append(error)
    return found


def take(ledger: Ledger, event: Event, *, facts: Facts, calendar: WorkingCalendar) -> Ledger:
    """The ledger after a lawful move. Raises Unlawful with the first rule that forbids it."""
    found = refusals(ledger, event, facts=facts, calendar=calendar)
    if found:
        raise found[0]
    return ledger.append(event)


def lawful_moves(ledger: Ledger, *, on: date, calendar: WorkingCalendar) -> tuple[Move, ...]:
    """The moves the stage allows on a day, whatever their facts will be; conditions of time are tried already."""
    stage, raw = stage_of(ledger, calendar, on=on), stage_of(ledger)
    timed = {
        ONCE_SUPPLEMENT,
        SUPPLEMENT_IN_TIME,
        EXTENSION_IN_TIME,
        EXTENSION_ONCE,
        FEE_IN_TERM,
        SUPPLEMENT_PASSED,
        FEE_PASSED,
        OPINIONS_SETTLED,
    }
    found = []
    for move in MOVES:
        if stage not in move.sources and raw not in move.sources:
            continue
        situation = Situation(ledger, Event(move.event, on), Facts(), calendar)
        if ledger.events and all(c.holds(situation) for c in move.conditions if c in timed):
            found.append(move)
    return tuple(found)
