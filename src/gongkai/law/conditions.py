"""What must hold before a step, each condition with the rule it comes from and the way to mend it.

A *timed* condition looks at the ledger, the day and the party only, so it can be tried before the facts are known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from gongkai.law.clock import Standing, arrived, due_of
from gongkai.law.deadlines import TERMS, Rules
from gongkai.law.events import KIND, Event, Ledger
from gongkai.law.outcomes import OUTCOME, Group, Need, Outcome
from gongkai.sources import FEE_MEASURES, REGULATIONS, REPLY_STANDARD, Citation
from gongkai.workdays import WorkingCalendar


class Role(Enum):
    """Who takes a step in the procedure (the platform maps its staff to these)."""

    CLERK = "经办人"
    HEAD_OF_OFFICE = "政府信息公开工作机构负责人"
    SIGNER = "签发人"


# What a third party (条例第三十二条) or a co-maker (第三十四条) may answer; only a refusal with reasons forbids a release.
AGREED, AGREED_IN_PART, REFUSED, REFUSED_UNREASONED = "agreed", "agreed_in_part", "refused", "refused_unreasoned"
POSITIONS = {
    AGREED: "同意公开",
    AGREED_IN_PART: "同意部分公开",
    REFUSED: "不同意公开，说明了理由",
    REFUSED_UNREASONED: "不同意公开，没有说明理由",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a step's conditions look at beside the ledger.

    ``approver``: who consented to an extension. ``basis``: the articles a refusal rests on, ``basis_text`` what they say of
    this case. ``secrecy_reviewed``: the review before publication, or of a secret, is done. ``overruled``: third parties
    whose information is released against their reasoned refusal, ``public_interest`` why (art. 32). ``earlier_number``:
    the earlier reply's number for a repeated request. ``fee_amount`` in yuan. ``position``: what a consulted party answered,
    a key of ``POSITIONS``; its reason is ``reason``.
    """

    actor: Role = Role.CLERK
    approver: str = ""
    reason: str = ""
    outcome: str = ""
    basis: tuple[Citation, ...] = ()
    basis_text: str = ""
    touches_third_party: bool = False
    overruled: tuple[str, ...] = ()
    public_interest: str = ""
    secrecy_reviewed: bool = False
    earlier_number: str = ""
    fee_amount: Decimal | None = None
    position: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything a condition may ask: the ledger before the event, its standing, the event, the facts, the calendar."""

    ledger: Ledger
    state: Standing
    event: Event
    facts: Facts
    calendar: WorkingCalendar

    def last(self, kind: str, party: str | None = None) -> Event | None:
        """The latest event of a kind since the application was last reopened."""
        return self.ledger.this_round.last(kind, party)

    @property
    def outcome(self) -> Outcome | None:
        """The outcome to be decided, if there is such a one."""
        return OUTCOME.get(self.facts.outcome)


Test = Callable[[Situation], bool]


@dataclass(frozen=True, slots=True)
class Condition:
    """A precondition: key, what is wrong when it does not hold and how to mend it, article, the test.

    ``words`` may name a term of the rules in force, ``{r.supplement}``; ``said(rules)`` fills it in.
    """

    key: str
    words: str
    law: Citation
    holds: Test
    timed: bool = False

    def said(self, rules: Rules) -> str:
        """The words with the figures of the rules."""
        return self.words.format(r=rules)


def _before_due(s: Situation) -> bool:
    due = due_of(s.state, s.calendar)
    return due is None or s.event.on <= due.day


def _supplement_in_time(s: Situation) -> bool:
    """Counted from the receipt, whatever has started the clock again since."""
    return s.event.on <= s.calendar.add(s.ledger.this_round.events[0].on, s.state.rules.ask_for_supplement)


def _term_over(s: Situation, asked: str) -> bool:
    """Whether the term given with an asking event, or else the term of the rules, has passed: it runs from the day the
    applicant received the notice, which must be known."""
    event, told = s.last(asked), arrived(s.ledger, asked)
    if event is None or told is None:
        return False
    return s.event.on > s.calendar.add(told.on, TERMS[asked].days(event.days, s.state.rules))


def _since_asked(s: Situation, asked: str, kind: str) -> Event | None:
    """The first event of a kind and of this party since that party was last asked."""
    found = None
    for event in reversed(s.ledger.events):
        if event.party == s.event.party:
            if event.kind == asked:
                return found
            if event.kind == kind:
                found = event
    return None


def _opinion_passed(s: Situation) -> bool:
    arrived = _since_asked(s, "opinion_requested", "opinion_delivered")
    return arrived is not None and s.event.on > s.calendar.add(arrived.on, s.state.rules.opinion)


def _comaker_passed(s: Situation) -> bool:
    arrived = _since_asked(s, "comaker_consulted", "comaker_delivered")
    return arrived is not None and s.event.on > s.calendar.add(arrived.on, s.state.rules.comaker)


def _not_asked(kind: str) -> Test:
    """This party has not been asked since the application was last reopened."""
    return lambda s: s.last(kind, s.event.party) is None


def _none_yet(asked: str, *kinds: str) -> Test:
    """None of these events of this party since it was last asked."""
    return lambda s: all(_since_asked(s, asked, kind) is None for kind in kinds)


def _extension_fits(s: Situation) -> bool:
    """Not extended since the clock last started, and within the ceiling."""
    last = s.last("extended")
    once = last is None or _index(s.ledger, last) < _index(s.ledger, s.state.base)
    return once and (s.event.days or s.state.rules.extension) <= s.state.rules.extension


def _index(ledger: Ledger, event: Event) -> int:
    return next(i for i, e in enumerate(ledger) if e is event)


def open_consultations(state: Standing, on: date) -> tuple[tuple[str, str], ...]:
    """The consultations still waited for on a day: (asking event's kind, party)."""
    return tuple((s.kind, s.party) for s in state.stops if KIND[s.kind].of_party and not s.settled(on))


def reasons_open(ledger: Ledger) -> bool:
    """Whether reasons have been asked for and not given since the application was last reopened."""
    now = ledger.this_round
    asked, given = now.last("reasons_asked"), now.last("reasons_given")
    return asked is not None and (given is None or _index(now, given) < _index(now, asked))


def _excessive_heard(s: Situation) -> bool:
    """The applicant has given reasons, or let the period for them pass."""
    asked = s.last("reasons_asked")
    if asked is None:
        return False
    over = asked.days is not None and s.event.on > s.calendar.add(asked.on, asked.days)
    return over or not reasons_open(s.ledger)


def _releases(s: Situation) -> bool:
    return s.outcome is not None and s.outcome.group in (Group.GRANTED, Group.PARTIALLY_GRANTED)


def _hangs_on_third_party(s: Situation) -> bool:
    """Whether the decision is of the kind a third party's opinion bears on: a release, or a refusal for its sake."""
    outcome = s.outcome
    return outcome is not None and (
        outcome.third_party is Need.ALWAYS or (outcome.third_party is Need.IF_CONCERNED and s.facts.touches_third_party)
    )


def _opinions_settled(s: Situation) -> bool:
    """Every party asked has answered or its term is over, where the decision releases or rests on a third party."""
    return not (_releases(s) or _hangs_on_third_party(s)) or not open_consultations(s.state, s.event.on)


def _asked_if_touched(s: Situation) -> bool:
    return not _hangs_on_third_party(s) or s.ledger.last("opinion_requested") is not None


def _reviewed(s: Situation) -> bool:
    return s.outcome is None or s.outcome.secrecy is not Need.ALWAYS or s.facts.secrecy_reviewed


def _has_basis(s: Situation) -> bool:
    return s.outcome is None or s.outcome.group is Group.GRANTED or bool(s.facts.basis and s.facts.basis_text.strip())


def _named(s: Situation) -> bool:
    return bool(s.event.party.strip())


_A = REGULATIONS.art
_OWN_STEPS = ("supplement_lapsed", "fee_lapsed")

# fmt: off
SUPPLEMENT_ONCE = Condition("supplement_once", "补正只能一次性告知，本申请已告知过补正；请按现有内容答复",
    _A(30), lambda s: s.last("supplement_asked") is None, timed=True)
SUPPLEMENT_IN_TIME = Condition("supplement_in_time", "告知补正应在收到申请之日起 {r.ask_for_supplement} 个工作日内，已超过；请按现有内容答复",
    _A(30), _supplement_in_time, timed=True)
SUPPLEMENT_PERIOD = Condition("supplement_period", "补正期限一般不超过 {r.supplement} 个工作日，请填写合理期限",
    REPLY_STANDARD.part("补正期限"), lambda s: s.event.days is None or s.event.days <= s.state.rules.supplement)
SUPPLEMENT_LATE = Condition("supplement_late", "补正期限已过，申请人有正当理由的请写明理由，没有的按逾期不补正处理",
    _A(30), lambda s: not _term_over(s, "supplement_asked") or bool(s.facts.reason.strip()))
SUPPLEMENT_TOLD_ONCE = Condition("supplement_told_once", "申请人收到补正告知书的日期已经登记，补正期限自该日起计算",
    _A(30), lambda s: arrived(s.ledger, "supplement_asked") is None, timed=True)
SUPPLEMENT_PASSED = Condition("supplement_passed", "补正期限自申请人收到告知书之日起尚未届满，或者收到日期没有登记；请先登记收到日期",
    _A(30), lambda s: _term_over(s, "supplement_asked"), timed=True)
EXTENSION_IN_TIME = Condition("extension_in_time", "延长应在答复期限届满前作出并告知申请人，期限已过；请尽快答复",
    _A(33, 2), _before_due, timed=True)
EXTENSION_ONCE = Condition("extension_once", "延长只能一次，且最长 {r.extension} 个工作日",
    _A(33, 2), _extension_fits, timed=True)
EXTENSION_APPROVED = Condition("extension_approved", "延长须经政府信息公开工作机构负责人同意，请填写同意人",
    _A(33, 2), lambda s: bool(s.facts.approver.strip()))
POSTPONED_AFTER_REASONS = Condition("postponed_after_reasons", "延迟答复须先要求申请人说明理由，且理由合理；请先登记收到理由说明",
    _A(35), lambda s: s.last("reasons_given") is not None, timed=True)
POSTPONED_IN_TIME = Condition("postponed_in_time", "延迟答复应在答复期限届满前告知申请人，期限已过；请尽快答复",
    _A(35), _before_due, timed=True)
NAMED_PARTY = Condition("named_party", "请写明是哪一个第三方", _A(32), _named)
NAMED_COMAKER = Condition("named_comaker", "请写明是哪一个共同制作机关", _A(34), _named)
PARTY_NOT_ASKED = Condition("party_not_asked", "已向这一方征求过意见，不必重复征求",
    _A(32), _not_asked("opinion_requested"), timed=True)
COMAKER_NOT_ASKED = Condition("comaker_not_asked", "已征求过这一机关的意见，不必重复征求",
    _A(34), _not_asked("comaker_consulted"), timed=True)
DELIVERED_ONCE = Condition("delivered_once", "这一方收到征求意见书的日期已经登记，或者已有答复；{r.opinion} 个工作日自第一次收到之日起计算",
    _A(32), _none_yet("opinion_requested", "opinion_delivered", "opinion_received", "opinion_silent"), timed=True)
PARTY_NOT_ANSWERED = Condition("party_not_answered", "这一方的意见已经登记过；补充意见请写入附注",
    _A(32), _none_yet("opinion_requested", "opinion_received"), timed=True)
PARTY_NOT_SILENT = Condition("party_not_silent", "这一方的意见或者逾期未提出意见已经登记过",
    _A(32), _none_yet("opinion_requested", "opinion_received", "opinion_silent"), timed=True)
COMAKER_NOT_ANSWERED = Condition("comaker_not_answered", "这一机关的答复已经登记过",
    _A(34), _none_yet("comaker_consulted", "comaker_answered"), timed=True)
COMAKER_NOT_SILENT = Condition("comaker_not_silent", "这一机关的答复或者逾期未答复已经登记过",
    _A(34), _none_yet("comaker_consulted", "comaker_answered", "comaker_silent"), timed=True)
OPINION_PASSED = Condition("opinion_passed", "第三方自收到征求意见书之日起 {r.opinion} 个工作日尚未届满，或者收到日期没有登记；请先登记收到日期",
    _A(32), _opinion_passed, timed=True)
COMAKER_DELIVERED_ONCE = Condition("comaker_delivered_once", "这一机关收到征求意见书的日期已经登记，或者已有答复；{r.comaker} 个工作日自第一次收到之日起计算",
    _A(34), _none_yet("comaker_consulted", "comaker_delivered", "comaker_answered", "comaker_silent"), timed=True)
COMAKER_PASSED = Condition("comaker_passed", "共同制作机关自收到征求意见书之日起 {r.comaker} 个工作日的期限尚未届满，或者收到日期没有登记；请先登记收到日期",
    _A(34), _comaker_passed, timed=True)
REASONS_FACTS = Condition("reasons_facts", "请写明申请的数量、频次怎样明显超过合理范围",
    _A(35), lambda s: bool(s.facts.reason.strip()))
REASONS_PERIOD = Condition("reasons_period", "请填写申请人说明理由的合理期限（工作日）",
    _A(35), lambda s: s.event.days is not None)
REASONS_AWAITED = Condition("reasons_awaited", "没有正在等待的理由说明",
    _A(35), lambda s: reasons_open(s.ledger), timed=True)
REASONS_NOT_AWAITED = Condition("reasons_not_awaited", "已要求申请人说明理由，尚未收到；不必重复要求",
    _A(35), lambda s: not reasons_open(s.ledger), timed=True)
FEE_LEVIED = Condition("fee_levied", "收到这件申请时信息处理费的办法还没有施行，不得收费",
    _A(42), lambda s: s.state.rules.fee_levied, timed=True)
FEE_IN_TERM = Condition("fee_in_term", "收费通知应在答复期限内发出，期限已过，不得再收费",
    _A(42), _before_due, timed=True)
FEE_ONCE = Condition("fee_once", "一件申请只按件或者按量收费一次，收费通知已发出过",
    FEE_MEASURES.art(3), lambda s: s.last("fee_notified") is None, timed=True)
FEE_POSITIVE = Condition("fee_positive", "请填写收费金额，且应大于零；按标准算出零元的不得收费",
    _A(42), lambda s: s.facts.fee_amount is not None and s.facts.fee_amount > 0)
FEE_TOLD_ONCE = Condition("fee_told_once", "申请人收到收费通知书的日期已经登记，缴费期限自该日起计算",
    FEE_MEASURES.part("缴费期限"), lambda s: arrived(s.ledger, "fee_notified") is None, timed=True)
FEE_LATE = Condition("fee_late", "缴费期限已过，同意继续办理的请写明理由，否则按逾期未缴费处理",
    FEE_MEASURES.part("缴费期限"), lambda s: not _term_over(s, "fee_notified") or bool(s.facts.reason.strip()))
FEE_PASSED = Condition("fee_passed", "缴费期限自申请人收到收费通知书之日起尚未届满，或者收到日期没有登记；请先登记收到日期",
    FEE_MEASURES.part("缴费期限"), lambda s: _term_over(s, "fee_notified"), timed=True)
REASON_GIVEN = Condition("reason_given", "请写明理由", _A(45), lambda s: bool(s.facts.reason.strip()))
TRANSFER_NAMED = Condition("transfer_named", "请写明移送给哪个机关", _A(41), _named)
HAS_OUTCOME = Condition("has_outcome", "请先选定办理结果", _A(36), lambda s: s.outcome is not None)
OWN_STEP = Condition("own_step", "逾期不补正、逾期未缴费有各自的步骤，请用「逾期不补正」或者「逾期未缴费」登记",
    _A(30), lambda s: s.facts.outcome not in _OWN_STEPS)
HAS_BASIS = Condition("has_basis", "部分公开、不予公开、无法提供、不予处理须写明所依据的条款和理由",
    REGULATIONS.art(36, None, 3), _has_basis)
THIRD_PARTY_ASKED = Condition("third_party_asked", "信息涉及第三方商业秘密或者个人隐私，决定前须书面征求第三方意见",
    _A(32), _asked_if_touched)
OPINIONS_SETTLED = Condition("opinions_settled", "征求意见尚未收到答复且期限未满，不能作出这一决定",
    _A(32), _opinions_settled)
OVERRULED_FOR_PUBLIC = Condition("overruled_for_public", "第三方有合理理由不同意的不得公开；认为不公开会对公共利益造成重大影响的，请写明",
    _A(32), lambda s: not (_releases(s) and s.facts.overruled) or bool(s.facts.public_interest.strip()))
REVIEWED = Condition("secrecy_reviewed", "公开之前、以国家秘密为由不予公开之前，都须经保密审查；请先完成审查",
    _A(17), _reviewed)
EARLIER_REPLY = Condition("earlier_reply", "重复申请须写明原答复的文号",
    REGULATIONS.art(36, None, 6), lambda s: s.facts.outcome != "repeated" or bool(s.facts.earlier_number.strip()))
UNCLEAR_AFTER_SUPPLEMENT = Condition("unclear_after_supplement", "补正后仍不明确只能在申请人补正之后认定；请先告知补正",
    _A(30), lambda s: s.facts.outcome != "still_unclear" or s.ledger.last("supplement_received") is not None)
EXCESSIVE_EXPLAINED = Condition("excessive_explained", "认定大量反复申请，须先要求申请人说明理由，并等到说明或者期限届满",
    _A(35), lambda s: s.facts.outcome != "excessive" or _excessive_heard(s))
SIGNED = Condition("signed", "须由签发人签发", _A(45), lambda s: s.facts.actor is Role.SIGNER)
# fmt: on

DECISION = (
    HAS_OUTCOME,
    OWN_STEP,
    HAS_BASIS,
    THIRD_PARTY_ASKED,
    OPINIONS_SETTLED,
    OVERRULED_FOR_PUBLIC,
    REVIEWED,
    EARLIER_REPLY,
    UNCLEAR_AFTER_SUPPLEMENT,
    EXCESSIVE_EXPLAINED,
    SIGNED,
)
