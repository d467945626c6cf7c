"""Histories by chance: every step is one the procedure allows, and every kind of step is there."""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from gongkai.law import stages
from gongkai.law.clock import due_of, standing
from gongkai.law.events import KINDS, Ledger
from gongkai.law.outcomes import OUTCOMES
from gongkai.web.demo.histories import REASONS, Happened, Scene, history, outcome_of
from gongkai.workdays import WorkingCalendar, calendar

TODAY = date(2026, 4, 17)
MANY = 1500


@pytest.fixture(scope="module")
def working() -> WorkingCalendar:
    return calendar()


@pytest.fixture(scope="module")
def told(working: WorkingCalendar) -> list[list[Happened]]:
    chance = random.Random(7)
    scene = Scene(working, TODAY, ("青澜市财政局", "青澜市民政局"), "苏明慧", "青司公开")
    days = [working.roll(TODAY - timedelta(days=int(900 * chance.random() ** 2))) for _ in range(MANY)]
    return [history(chance, day, "internet", scene) for day in days]


def test_it_works(told: list[list[Happened]], working: WorkingCalendar) -> None:
    """Each history, step by step through the procedure with its facts; a step that is not lawful raises Unlawful."""
    for case in told:
        ledger = Ledger()
        for one in case:
            ledger = stages.take(ledger, one.event, facts=one.facts, calendar=working)


def test_a_step_that_is_not_lawful_would_show(told: list[list[Happened]], working: WorkingCalendar) -> None:
    """The check above can fail: the same steps without the signature are refused."""
    decided = next(c for c in told if c and c[-1].event.kind == "delivered")
    ledger = Ledger()
    with pytest.raises(ValueError, match="不能"):
        for one in [x for x in decided if x.event.kind != "decided"]:
            ledger = stages.take(ledger, one.event, facts=one.facts, calendar=working)


def test_nothing_lies_in_the_future_or_out_of_order(told: list[list[Happened]]) -> None:
    for case in told:
        days = [one.event.on for one in case]
        assert all(a <= b for a, b in pairwise(days)) and (not days or days[-1] <= TODAY)


def test_every_kind_of_step_and_outcome_is_there(told: list[list[Happened]]) -> None:
    kinds = {one.event.kind for case in told for one in case}
    # A postponement after reasons is the only step nobody in the city needs.
    assert {k.key for k in KINDS} - kinds == {"postponed"}
    outcomes = Counter(outcome_of(case) for case in told)
    assert len(outcomes) >= len(OUTCOMES) - 3, outcomes
    assert all(o.key in REASONS for o in OUTCOMES if o.key not in ("granted", "supplement_lapsed", "fee_lapsed"))


def test_most_answers_are_in_time_and_some_are_not(told: list[list[Happened]], working: WorkingCalendar) -> None:
    late = decided = 0
    for case in told:
        kinds = [one.event.kind for one in case]
        if "decided" not in kinds:
            continue
        at = kinds.index("decided")
        due = due_of(standing(Ledger(tuple(one.event for one in case[:at])), working), working)
        assert due is not None
        decided += 1
        late += case[at].event.on > due.day
    assert 0 < late < decided * 0.05


def test_the_stage_follows_from_the_events(told: list[list[Happened]], working: WorkingCalendar) -> None:
    found = Counter(stages.stage_of(Ledger(tuple(o.event for o in c)), working, on=TODAY).name for c in told)
    assert found["CLOSED"] > MANY * 0.7 and len(found) >= 6, found
