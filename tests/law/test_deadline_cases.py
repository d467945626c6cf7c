"""Every worked deadline, and that its explanation adds up to it."""

from typing import Any

import pytest

from gongkai.law.clock import reply_due, standing
from gongkai.law.events import Ledger
from gongkai.law.explain import explain
from gongkai.workdays import calendar
from tests.law.cases import cases, day, event

CALENDAR = calendar()
ALL = list(cases("deadlines"))


@pytest.mark.parametrize(("name", "case"), ALL, ids=[name for name, _ in ALL])
def test_the_case_holds(name: str, case: dict[str, Any]) -> None:
    ledger = Ledger.of([event(line) for line in case["events"]])
    due = reply_due(ledger, CALENDAR)
    assert case["依据"].startswith(("《", "原条例"))
    if case["reply_due"] == "未定":
        assert due is None
        return
    assert due is not None
    assert due.day == day(case["reply_due"])
    assert due.provisional == ("暂定" in case["reply_due"])
    lines = explain(ledger, CALENDAR)
    assert lines[-1].day == due.day
    assert sum(line.counted for line in lines) == standing(ledger, CALENDAR).days


def test_there_are_enough() -> None:
    assert len(ALL) >= 70
