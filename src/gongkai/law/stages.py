"""The procedure as one table: from, event, to, who may, on which conditions, and the letter it needs.

An unlawful move is refused with the rule that forbids it. What must hold before a move stands in
``gongkai.law.conditions``, the clock's side of an event in ``gongkai.law.events``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from gongkai.law import conditions as c
from gongkai.law.clock import standing
from gongkai.law.conditions import Condition, Facts, Role, Situation, open_consultations, reasons_open
from gongkai.law.deadlines import RULES, Rules
from gongkai.law.events import FOLLOWS, KIND, Event, Ledger, Unlawful
from gongkai.sources import FEE_MEASURES, REGULATIONS, Citation
from gongkai.workdays import WorkingCalendar

__all__ = [
    "MOVE",
    "MOVES",
    "Facts",
    "Move",
    "Role",
    "Stage",
    "lawful_moves",
    "letters",
    "parties",
    "refusals",
    "stage_of",
    "take",
]


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


@dataclass(frozen=True, slots=True)
class Move:
    """A lawful step: the event, the stages it starts from, the stage it leads to, who may take it, conditions, letters.

    ``target`` None: the stage stays what it is, but for what the step itself settles. ``letters`` are keys of
    ``gongkai.documents.letters``; ``BY_OUTCOME`` stands for the outcome's own. ``outcome`` is the row of the form the step
    ends in, where it is fixed.
    """

    event: str
    sources: tuple[Stage, ...]
    target: Stage | None
    who: Role
    conditions: tuple[Condition, ...]
    letters: tuple[str, ...]
    law: Citation
    outcome: str = ""

    @property
    def words(self) -> str:
        """The step in Chinese."""
        return KIND[self.event].words


BY_OUTCOME = "by_outcome"
NEW, IN_HAND, CONSULTING, DECIDED, CLOSED = Stage.NEW, Stage.IN_HAND, Stage.CONSULTING, Stage.DECIDED, Stage.CLOSED
SUPPLEMENT, REASONS, FEE = Stage.AWAITING_SUPPLEMENT, Stage.AWAITING_REASONS, Stage.AWAITING_FEE
# While the organ works at an application, consulting and waiting for reasons may go on side by side.
OPEN = (IN_HAND, CONSULTING, REASONS)
UNDECIDED = (*OPEN, SUPPLEMENT, FEE)
REGISTERED = (*UNDECIDED, DECIDED, CLOSED)
STAYS = None
_A, _C, _H, _S = REGULATIONS.art, Role.CLERK, Role.HEAD_OF_OFFICE, Role.SIGNER

# fmt: off
MOVES = (
    #    event                  from                to           who  conditions, letters, law
    Move("received",            (NEW,),             IN_HAND,     _C, (), ("registration_receipt",), _A(31)),
    Move("supplement_asked",    OPEN,               SUPPLEMENT,  _C, (c.SUPPLEMENT_ONCE, c.SUPPLEMENT_IN_TIME, c.SUPPLEMENT_PERIOD), ("supplement_notice",), _A(30)),
    Move("supplement_delivered", (SUPPLEMENT,),     STAYS,       _C, (c.SUPPLEMENT_TOLD_ONCE,), (), _A(30)),
    Move("supplement_received", (SUPPLEMENT,),      IN_HAND,     _C, (c.SUPPLEMENT_LATE,), (), _A(30)),
    Move("supplement_lapsed",   (SUPPLEMENT,),      DECIDED,     _S, (c.SUPPLEMENT_PASSED, c.SIGNED), ("supplement_lapsed",), _A(30), "supplement_lapsed"),
    Move("opinion_requested",   OPEN,               CONSULTING,  _C, (c.NAMED_PARTY, c.PARTY_NOT_ASKED), ("third_party_consultation", "consultation_notice"), _A(32)),
    Move("opinion_delivered",   UNDECIDED,          STAYS,       _C, (c.NAMED_PARTY, c.DELIVERED_ONCE), (), _A(32)),
    Move("opinion_received",    REGISTERED,         STAYS,       _C, (c.NAMED_PARTY, c.PARTY_NOT_ANSWERED), (), _A(32)),
    Move("opinion_silent",      UNDECIDED,          STAYS,       _C, (c.NAMED_PARTY, c.PARTY_NOT_SILENT, c.OPINION_PASSED), (), _A(32)),
    Move("comaker_consulted",   OPEN,               CONSULTING,  _C, (c.NAMED_COMAKER, c.COMAKER_NOT_ASKED), ("comaker_consultation", "consultation_notice"), _A(34)),
    Move("comaker_delivered",   UNDECIDED,          STAYS,       _C, (c.NAMED_COMAKER, c.COMAKER_DELIVERED_ONCE), (), _A(34)),
    Move("comaker_answered",    REGISTERED,         STAYS,       _C, (c.NAMED_COMAKER, c.COMAKER_NOT_ANSWERED), (), _A(34)),
    Move("comaker_silent",      UNDECIDED,          STAYS,       _C, (c.NAMED_COMAKER, c.COMAKER_NOT_SILENT, c.COMAKER_PASSED), (), _A(34)),
    Move("extended",            OPEN,               STAYS,       _H, (c.EXTENSION_APPROVED, c.EXTENSION_IN_TIME, c.EXTENSION_ONCE), ("extension_notice",), _A(33, 2)),
    Move("reasons_asked",       OPEN,               REASONS,     _C, (c.REASONS_NOT_AWAITED, c.REASONS_FACTS, c.REASONS_PERIOD), ("reasons_notice",), _A(35)),
    Move("reasons_given",       UNDECIDED,          STAYS,       _C, (c.REASONS_AWAITED,), (), _A(35)),
    Move("postponed",           OPEN,               STAYS,       _C, (c.POSTPONED_AFTER_REASONS, c.POSTPONED_IN_TIME), ("postponement_notice",), _A(35)),
    Move("fee_notified",        OPEN,               FEE,         _C, (c.FEE_LEVIED, c.FEE_IN_TERM, c.FEE_ONCE, c.FEE_POSITIVE), ("fee_notice",), _A(42)),
    Move("fee_delivered",       (FEE,),             STAYS,       _C, (c.FEE_TOLD_ONCE,), (), FEE_MEASURES.part("缴费期限")),
    Move("fee_paid",            (FEE,),             IN_HAND,     _C, (c.FEE_LATE,), (), FEE_MEASURES.part("缴费后办理")),
    Move("fee_lapsed",          (FEE,),             DECIDED,     _S, (c.FEE_PASSED, c.SIGNED), ("fee_lapsed",), _A(42), "fee_lapsed"),
    Move("transferred",         UNDECIDED,          CLOSED,      _C, (c.TRANSFER_NAMED, c.REASON_GIVEN), ("transfer", "transfer_notice"), _A(41), "other"),
    Move("withdrawn",           UNDECIDED,          CLOSED,      _C, (c.REASON_GIVEN,), (), _A(45), "other"),
    Move("decided",             OPEN,               DECIDED,     _S, c.DECISION, (BY_OUTCOME,), _A(36)),
    Move("delivered",           (DECIDED,),         CLOSED,      _C, (), ("proof_of_delivery",), _A(40)),
    Move("reopened",            (DECIDED, CLOSED),  IN_HAND,     _C, (c.REASON_GIVEN,), (), _A(51)),
)
# Why a stage bars what is not in its row, said with the refusal.
BARS = {
    NEW:        ("第一件事应当是「收到申请」", _A(31)),
    SUPPLEMENT: ("申请内容尚不明确，收到补正之后才继续办理", _A(30)),
    FEE:        ("已发出收费通知，缴费之后才继续办理", _A(42)),
    DECIDED:    ("答复已经作出；如须重新办理，请登记「重新办理」", _A(36)),
    CLOSED:     ("申请已经办结；如须重新办理，请登记「重新办理」", _A(36)),
}
# fmt: on
MOVE = {m.event: m for m in MOVES}
_ASKS = {"opinion_received": "opinion_requested", "opinion_silent": "opinion_requested"}
_ASKS |= {"comaker_answered": "comaker_consulted", "comaker_silent": "comaker_consulted"}


def stage_of(
    ledger: Ledger, calendar: WorkingCalendar | None = None, *, on: date | None = None, rules: Sequence[Rules] = RULES
) -> Stage:
    """The stage after the last event. With a calendar, and a day (default: that of the last event), a consultation whose
    parties have all answered, or whose terms are over on that day, is in hand again; without one only answers count.

    NEW only while the ledger is empty.
    """
    stage = NEW
    for event in ledger:
        stage = MOVE[event.kind].target or stage
    if stage not in OPEN:
        return stage
    if calendar is not None:
        consulting = bool(open_consultations(standing(ledger, calendar, rules=rules), on or ledger.events[-1].on))
    else:
        consulting = _unanswered(ledger.this_round)
    if consulting:
        return CONSULTING
    return REASONS if reasons_open(ledger) else IN_HAND


def _unanswered(ledger: Ledger) -> bool:
    asked: set[tuple[str, str]] = set()
    for event in ledger:
        if event.kind in _ASKS.values():
            asked.add((event.kind, event.party))
        elif event.kind in _ASKS:
            asked.discard((_ASKS[event.kind], event.party))
    return bool(asked)


def refusals(
    ledger: Ledger, event: Event, *, facts: Facts, calendar: WorkingCalendar, rules: Sequence[Rules] = RULES
) -> Sequence[Unlawful]:
    """Every reason why a move is not lawful now, each with its rule and a key; empty when it is lawful.

    Keys: ``stage``, ``order`` (what the ledger itself refuses), or the condition's. Raises CalendarEnds when a term leads
    out of the calendar.
    """
    barred = _barred(ledger, event, calendar, rules)
    if barred is not None:
        return [barred]
    return list(_failing(ledger, event, facts, calendar, rules))


def _barred(ledger: Ledger, event: Event, calendar: WorkingCalendar, rules: Sequence[Rules]) -> Unlawful | None:
    """The refusal of a move whose stage is not in its row, or that cannot follow what has happened already."""
    move = MOVE[event.kind]
    stage = stage_of(ledger, calendar, on=event.on, rules=rules)
    if stage not in move.sources:
        only = "、".join(f"「{s.value}」" for s in move.sources)
        why, law = BARS.get(stage, (f"这一步只能在{only}时进行", move.law))
        return Unlawful(f"现在是「{stage.value}」，不能「{move.words}」：{why}", law, key="stage")
    try:
        ledger.append(event)
    except Unlawful as error:
        return error
    return None


def _failing(
    ledger: Ledger,
    event: Event,
    facts: Facts,
    calendar: WorkingCalendar,
    rules: Sequence[Rules],
    *,
    timed_only: bool = False,
) -> Iterator[Unlawful]:
    """A refusal for each condition of a move that does not hold."""
    move = MOVE[event.kind]
    wanted = [x for x in move.conditions if x.timed or not timed_only]
    if not wanted:
        return
    situation = Situation(ledger, standing(ledger, calendar, rules=rules), event, facts, calendar)
    for condition in wanted:
        if not condition.holds(situation):
            words = condition.said(situation.state.rules)
            yield Unlawful(f"不能「{move.words}」：{words}", condition.law, key=condition.key)


def take(
    ledger: Ledger, event: Event, *, facts: Facts, calendar: WorkingCalendar, rules: Sequence[Rules] = RULES
) -> Ledger:
    """The ledger after a lawful move. Raises Unlawful with the first rule that forbids it."""
    found = refusals(ledger, event, facts=facts, calendar=calendar, rules=rules)
    if found:
        raise found[0]
    return ledger.append(event)


def lawful_moves(
    ledger: Ledger, *, on: date, calendar: WorkingCalendar, rules: Sequence[Rules] = RULES
) -> tuple[Move, ...]:
    """The moves that are open on a day, whatever their facts will be: stage, order and terms are tried already.

    A move about a consulted party is offered when it is open for at least one of them; ``parties`` says for which.
    """
    return tuple(m for m in MOVES if next(_open_for(m, ledger, on, calendar, rules), None) is not None)


def parties(
    move: Move, ledger: Ledger, *, on: date, calendar: WorkingCalendar, rules: Sequence[Rules] = RULES
) -> tuple[str, ...]:
    """The parties already asked for whom a move is open on a day."""
    return tuple(p for p in _open_for(move, ledger, on, calendar, rules) if p)


def _open_for(move: Move, ledger: Ledger, on: date, calendar: WorkingCalendar, rules: Sequence[Rules]) -> Iterator[str]:
    """The parties a move is open for; "" for a move without a party, or for a party not asked yet."""
    asked: tuple[str, ...] = ("",)
    if KIND[move.event].of_party and move.event in FOLLOWS:
        asked = tuple(dict.fromkeys(e.party for e in ledger if e.kind in FOLLOWS[move.event]))
    for party in asked:
        event = _bare(move, on, party)
        if _barred(ledger, event, calendar, rules) is not None:
            continue
        if next(_failing(ledger, event, Facts(), calendar, rules, timed_only=True), None) is None:
            yield party


def _bare(move: Move, on: date, party: str) -> Event:
    """An event to try a move with, before its facts are known. A party not asked yet has a name nobody bears."""
    asking = KIND[move.event].of_party and not party
    return Event(move.event, on, days=1 if move.event == "postponed" else None, party="\0" if asking else party)


def letters(move: Move, facts: Facts) -> tuple[str, ...]:
    """The keys of the letters a move needs, in order: the outcome's own for a decision, and a decision to release against
    a third party's reasoned refusal is told to that party in writing (条例第三十二条)."""
    found = tuple(facts.outcome if key == BY_OUTCOME else key for key in move.letters)
    if move.event == "decided" and facts.overruled and facts.public_interest:
        return (*found, "third_party_decision")
    return found
