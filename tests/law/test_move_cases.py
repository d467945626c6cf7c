"""Every worked step: what the law allows leads to its stage and letters, what it does not is refused with its rule."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from gongkai.law.conditions import Facts, Role
from gongkai.law.events import Ledger
from gongkai.law.stages import MOVE, MOVES, letters, refusals, stage_of, take
from gongkai.sources import REGULATIONS
from gongkai.workdays import calendar
from tests.law.cases import cases, event

CALENDAR = calendar()
ALL = list(cases("moves"))
WORDS = {
    "角色": "actor",
    "同意人": "approver",
    "理由": "reason",
    "办理结果": "outcome",
    "条款": "basis",
    "条款内容": "basis_text",
    "涉及第三方": "touches_third_party",
    "不同意的第三方": "overruled",
    "公共利益": "public_interest",
    "保密审查": "secrecy_reviewed",
    "原文号": "earlier_number",
    "收费金额": "fee_amount",
}

READ: dict[str, Callable[[Any], Any]] = {
    "角色": Role,
    "条款": lambda articles: tuple(REGULATIONS.art(article) for article in articles),
    "不同意的第三方": tuple,
    "收费金额": Decimal,
}


def facts(stated: dict[str, Any]) -> Facts:
    """The facts as a case states them; an unknown word is a mistake in the case."""
    return Facts(
        **{WORDS[word]: READ.get(word, lambda v: True if v == "是" else v)(value) for word, value in stated.items()}
    )


@pytest.mark.parametrize(("name", "case"), ALL, ids=[name for name, _ in ALL])
def test_the_case_holds(name: str, case: dict[str, Any]) -> None:
    ledger = Ledger.of([event(line) for line in case["已有"]])
    step, stated = event(case["这一步"]), facts(case.get("事实", {}))
    found = refusals(ledger, step, facts=stated, calendar=CALENDAR)
    if case["结果"] == "不允许":
        assert [str(r) for r in found if case["说法"] in str(r)], [str(r) for r in found]
        assert len(found) == 1, [str(r) for r in found]
        assert case["依据"] in str(found[0])
        return
    assert case["结果"] == "允许"
    assert not found, [str(r) for r in found]
    after = take(ledger, step, facts=stated, calendar=CALENDAR)
    assert stage_of(after, CALENDAR).value == case["阶段"]
    assert list(letters(MOVE[step.kind], stated)) == case["文书"]
    assert case["依据"]


def test_there_are_enough() -> None:
    assert len(ALL) >= 100


def test_every_step_and_every_condition_has_its_case() -> None:
    """Each step is allowed in some case, and each condition refuses in some case."""
    allowed = {event(case["这一步"]).kind for _, case in ALL if case["结果"] == "允许"}
    assert allowed == {move.event for move in MOVES}
    refused: set[str] = set()
    for _, case in ALL:
        if case["结果"] == "不允许":
            ledger = Ledger.of([event(line) for line in case["已有"]])
            step, stated = event(case["这一步"]), facts(case.get("事实", {}))
            refused |= {r.key for r in refusals(ledger, step, facts=stated, calendar=CALENDAR)}
    conditions = {condition.key for move in MOVES for condition in move.conditions}
    assert conditions <= refused, conditions - refused
