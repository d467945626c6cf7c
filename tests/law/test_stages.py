"""The table of steps: plain cases, what the table itself must satisfy, and random walks through it."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.documents.letters.declared import LETTER
from gongkai.law.clock import next_duties, reply_due, standing
from gongkai.law.conditions import Facts, Role
from gongkai.law.deadlines import RULES, Rules
from gongkai.law.events import FOLLOWS, KIND, KINDS, Event, Ledger, Unlawful
from gongkai.law.explain import explain
from gongkai.law.outcomes import OUTCOME, OUTCOMES
from gongkai.law.stages import (
    BARS,
    BY_OUTCOME,
    MOVE,
    MOVES,
    OPEN,
    Stage,
    lawful_moves,
    letters,
    parties,
    refusals,
    stage_of,
    take,
)
from gongkai.sources import INSTRUMENTS, REGULATIONS
from gongkai.workdays import calendar

CALENDAR = calendar()
RECEIVED = Ledger((Event("received", date(2026, 3, 2)),))
# Facts with which nothing but stage, order and terms can stand in the way.
GENEROUS = Facts(
    actor=Role.SIGNER,
    approver="张主任",
    reason="理由",
    outcome="not_held",
    basis=(REGULATIONS.art(36),),
    basis_text="经检索不存在",
    secrecy_reviewed=True,
    fee_amount=Decimal(100),
)
TIMED = {c.key for move in MOVES for c in move.conditions if c.timed} | {"stage", "order"}


def test_it_works() -> None:
    step = Event("supplement_asked", date(2026, 3, 4), days=10)
    after = take(RECEIVED, step, facts=Facts(), calendar=CALENDAR)
    assert stage_of(RECEIVED, CALENDAR) is Stage.IN_HAND
    assert stage_of(after, CALENDAR) is Stage.AWAITING_SUPPLEMENT
    assert letters(MOVE["supplement_asked"], Facts()) == ("supplement_notice",)


def test_the_first_rule_that_forbids_is_raised() -> None:
    with pytest.raises(Unlawful, match="已超过") as refused:
        take(RECEIVED, Event("supplement_asked", date(2026, 3, 12)), facts=Facts(), calendar=CALENDAR)
    assert refused.value.law == REGULATIONS.art(30)
    assert refused.value.key == "supplement_in_time"


def test_every_reason_is_told_at_once() -> None:
    step = Event("extended", date(2026, 3, 31), days=30)
    found = refusals(RECEIVED, step, facts=Facts(), calendar=CALENDAR)
    assert {r.key for r in found} == {"extension_in_time", "extension_once", "extension_approved"}


def test_new_is_only_before_receipt() -> None:
    assert stage_of(Ledger(), CALENDAR) is Stage.NEW
    assert [m.event for m in lawful_moves(Ledger(), on=date(2026, 3, 2), calendar=CALENDAR)] == ["received"]
    assert "received" not in {m.event for m in lawful_moves(RECEIVED, on=date(2026, 3, 3), calendar=CALENDAR)}


def test_a_consultation_comes_back_when_its_term_is_over() -> None:
    asked = Ledger((*RECEIVED, Event("opinion_requested", date(2026, 3, 5), party="甲")))
    delivered = asked.append(Event("opinion_delivered", date(2026, 3, 9), party="甲"))
    assert stage_of(asked, CALENDAR, on=date(2026, 12, 1)) is Stage.CONSULTING
    assert stage_of(delivered, CALENDAR, on=date(2026, 3, 30)) is Stage.CONSULTING
    assert stage_of(delivered, CALENDAR, on=date(2026, 3, 31)) is Stage.IN_HAND
    assert stage_of(delivered) is Stage.CONSULTING


def test_reasons_and_consultation_side_by_side() -> None:
    both = Ledger.of(
        [
            *RECEIVED,
            Event("reasons_asked", date(2026, 3, 4), days=5),
            Event("opinion_requested", date(2026, 3, 5), party="甲"),
        ]
    )
    assert stage_of(both) is stage_of(both, CALENDAR) is Stage.CONSULTING
    answered = both.append(Event("opinion_received", date(2026, 3, 6), party="甲"))
    assert stage_of(answered) is stage_of(answered, CALENDAR) is Stage.AWAITING_REASONS
    given_ = answered.append(Event("reasons_given", date(2026, 3, 9)))
    assert stage_of(given_) is stage_of(given_, CALENDAR) is Stage.IN_HAND


def test_reopening_begins_afresh() -> None:
    again = Ledger.of(
        [
            *RECEIVED,
            Event("opinion_requested", date(2026, 3, 5), party="甲"),
            Event("decided", date(2026, 3, 20)),
            Event("delivered", date(2026, 3, 23)),
            Event("reopened", date(2026, 6, 1)),
        ]
    )
    assert stage_of(again) is stage_of(again, CALENDAR) is Stage.IN_HAND
    assert not refusals(
        again, Event("opinion_requested", date(2026, 6, 2), party="甲"), facts=Facts(), calendar=CALENDAR
    )


def test_parties_says_who_a_step_is_open_for() -> None:
    two = Ledger.of(
        [
            *RECEIVED,
            Event("opinion_requested", date(2026, 3, 5), party="甲"),
            Event("opinion_requested", date(2026, 3, 5), party="乙"),
            Event("opinion_received", date(2026, 3, 9), party="甲"),
        ]
    )
    on = date(2026, 3, 10)
    assert parties(MOVE["opinion_received"], two, on=on, calendar=CALENDAR) == ("乙",)
    assert parties(MOVE["opinion_requested"], two, on=on, calendar=CALENDAR) == ()
    assert MOVE["opinion_requested"] in lawful_moves(two, on=on, calendar=CALENDAR)


def test_an_administrator_may_set_the_terms() -> None:
    """The supplement's period is not read at its source: where it is set to 30, a refusal says 30."""
    row = RULES[-1]
    longer = (Rules(**{**{f: getattr(row, f) for f in row.__slots__}, "supplement": 30}),)  # type: ignore[arg-type]
    step = Event("supplement_asked", date(2026, 3, 4), days=25)
    assert [r.key for r in refusals(RECEIVED, step, facts=Facts(), calendar=CALENDAR)] == ["supplement_period"]
    assert not refusals(RECEIVED, step, facts=Facts(), calendar=CALENDAR, rules=longer)
    far = Event("supplement_asked", date(2026, 3, 4), days=31)
    assert "30 个工作日" in str(refusals(RECEIVED, far, facts=Facts(), calendar=CALENDAR, rules=longer)[0])


def test_what_the_applicant_owes_is_listed() -> None:
    """Reasons while their period runs; a fee also where payment stops the clock instead of starting it again."""
    row = RULES[-1]
    stops = (Rules(**{**{f: getattr(row, f) for f in row.__slots__}, "fee_restarts": False}),)  # type: ignore[arg-type]
    asked = Ledger((*RECEIVED, Event("reasons_asked", date(2026, 3, 5), days=5)))
    duties = {d.key: d for d in next_duties(asked, CALENDAR, on=date(2026, 3, 6))}
    assert (duties["reasons"].due.day, duties["reasons"].who) == (date(2026, 3, 12), "applicant")
    given_ = asked.append(Event("reasons_given", date(2026, 3, 10)))
    assert "reasons" not in {d.key for d in next_duties(given_, CALENDAR, on=date(2026, 3, 10))}
    fee = Ledger((*RECEIVED, Event("fee_notified", date(2026, 3, 30))))
    for rules in (RULES, stops):
        assert reply_due(fee, CALENDAR, rules=rules) is None
        assert "fee_payment" in {d.key for d in next_duties(fee, CALENDAR, on=date(2026, 3, 31), rules=rules)}


# The table


def test_every_event_is_a_row_once() -> None:
    assert [move.event for move in MOVES] == [kind.key for kind in KINDS] == list(MOVE)


@pytest.mark.parametrize("move", MOVES, ids=lambda m: m.event)
def test_a_row_is_whole(move) -> None:
    assert move.sources
    assert move.law.place and move.law.instrument in INSTRUMENTS
    assert all(c.law.instrument in INSTRUMENTS and c.words and c.said(RULES[-1]) for c in move.conditions)
    assert all(key == BY_OUTCOME or key in LETTER for key in move.letters)
    assert not move.outcome or move.outcome in OUTCOME
    assert move.outcome or move.target is not Stage.CLOSED or move.event == "delivered"


def test_every_outcome_has_its_letter() -> None:
    assert all(outcome.key in LETTER for outcome in OUTCOMES)


def test_every_stage_can_be_reached_and_left() -> None:
    assert {move.target for move in MOVES if move.target} | {Stage.NEW} == set(Stage)
    assert {stage for move in MOVES for stage in move.sources} == set(Stage)
    assert set(BARS) | set(OPEN) == set(Stage)


def test_a_key_of_a_condition_is_used_once() -> None:
    found = {c.key: c for move in MOVES for c in move.conditions}
    assert all(found[c.key] is c for move in MOVES for c in move.conditions)


# Walks


def events_of(kind: str, ledger: Ledger, on: date) -> Iterator[Event]:
    """Every event of a kind there is a point in trying: each party so far, and one never heard of."""
    named = {""}
    if KIND[kind].of_party or kind == "transferred":
        named = {e.party for e in ledger if e.party} | {f"第{len(ledger.events)}方"}
    days = 5 if kind in ("supplement_asked", "reasons_asked", "postponed") else None
    return (Event(kind, on, days=days, party=party) for party in sorted(named))


@st.composite
def walks(draw: st.DrawFn) -> Ledger:
    """A ledger that came about by lawful steps only."""
    on = draw(st.dates(date(2019, 6, 1), date(2026, 6, 30)))
    ledger = take(Ledger(), Event("received", on), facts=GENEROUS, calendar=CALENDAR)
    for _ in range(draw(st.integers(0, 10))):
        on += timedelta(days=draw(st.integers(0, 12)))
        offered = lawful_moves(ledger, on=on, calendar=CALENDAR)
        move = draw(st.sampled_from(offered)) if offered else None
        if move is None:
            break
        step = draw(st.sampled_from([e for e in events_of(move.event, ledger, on) if allowed(ledger, e)]))
        ledger = take(ledger, step, facts=GENEROUS, calendar=CALENDAR)
    return ledger


def allowed(ledger: Ledger, event: Event) -> bool:
    found = {r.key for r in refusals(ledger, event, facts=GENEROUS, calendar=CALENDAR)}
    return not found & TIMED


@settings(max_examples=150, deadline=None)
@given(walks(), st.integers(0, 30))
def test_what_is_offered_is_what_is_not_refused(ledger: Ledger, later: int) -> None:
    """Both ways: a step offered is open for somebody; a step not offered is refused for stage, order or a term."""
    on = ledger.events[-1].on + timedelta(days=later)
    offered = {move.event for move in lawful_moves(ledger, on=on, calendar=CALENDAR)}
    open_ = {kind for kind in MOVE if any(allowed(ledger, e) for e in events_of(kind, ledger, on))}
    assert offered == open_


@settings(max_examples=150, deadline=None)
@given(walks())
def test_a_walk_ends_in_a_consistent_stage(ledger: Ledger) -> None:
    stage, state = stage_of(ledger, CALENDAR), standing(ledger, CALENDAR)
    last = next(m for e in reversed(ledger.events) if (m := MOVE[e.kind]).target is not None)
    assert stage is last.target or (stage in OPEN and last.target in OPEN)
    assert (stage in (Stage.DECIDED, Stage.CLOSED)) == (state.ended is not None)
    if state.ended is None:
        assert (stage in (Stage.AWAITING_SUPPLEMENT, Stage.AWAITING_FEE)) == (state.waits is not None)
    assert (stage is Stage.CONSULTING) <= bool(state.stops)
    due = reply_due(ledger, CALENDAR)
    assert (due is None) or CALENDAR.is_working_day(due.day)
    if due is not None:
        assert sum(line.counted for line in explain(ledger, CALENDAR)) == state.days


@settings(max_examples=150, deadline=None)
@given(walks(), st.integers(0, 400))
def test_no_dead_end(ledger: Ledger, later: int) -> None:
    """Whatever happened and however late, something lawful can still be done."""
    on = ledger.events[-1].on + timedelta(days=later)
    assert lawful_moves(ledger, on=on, calendar=CALENDAR)


@settings(max_examples=100, deadline=None)
@given(walks(), st.randoms(use_true_random=False))
def test_answers_of_one_day_may_stand_in_any_order(ledger: Ledger, random) -> None:
    """Where the law knows only days, the order of the parties within a day changes neither the stage nor the date."""
    groups: list[list[Event]] = []
    for event in ledger:
        same = (
            groups and groups[-1][0].on == event.on and groups[-1][0].kind == event.kind and KIND[event.kind].of_party
        )
        if same:
            groups[-1].append(event)
        else:
            groups.append([event])
    shuffled = Ledger(tuple(e for group in groups for e in random.sample(group, len(group))))
    assert reply_due(shuffled, CALENDAR) == reply_due(ledger, CALENDAR)
    assert stage_of(shuffled, CALENDAR) is stage_of(ledger, CALENDAR)


def test_answers_follow_questions() -> None:
    assert all(set(needed) <= set(KIND) for needed in FOLLOWS.values())
