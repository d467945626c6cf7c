"""Runs the worked cases of outcomes, fees and remedies."""

from decimal import Decimal
from typing import Any

import pytest

from gongkai.law.advice import Advice, BadAnswer, advise, next_question
from gongkai.law.fees import BadFee, fee_of, fees_by_month, notice_due, payment_due
from gongkai.law.outcomes import OUTCOME, OUTCOMES
from gongkai.law.remedies import (
    COURSE,
    DISPOSALS,
    NOT_ALONE,
    RECONSIDERATION_FIRST,
    Contest,
    counting_organ,
    last_day,
    result_in,
    reviewable,
    route,
    term_on,
    terms_of,
)
from gongkai.sources import REGULATIONS
from gongkai.workdays import calendar
from tests.law.cases import cases, day

CALENDAR = calendar()
ORDINARY = {
    "standing": "open",
    "matter": "information",
    "clear": "yes",
    "maker": "self",
    "search": "found",
    "separable": "no",
    **dict.fromkeys(
        ["answered_before", "excessive", "published", "registry", "state_secret", "prohibited", "security"], "no"
    ),
    **dict.fromkeys(["third_party", "internal", "process", "enforcement"], "no"),
}


def named(folder: str) -> Any:
    """The cases of a folder as parameters, named by file and 情形."""
    found = list(cases(folder))
    return pytest.mark.parametrize("case", [case for _, case in found], ids=[name for name, _ in found])


def answers(case: dict[str, Any]) -> dict[str, str]:
    """The answers of a case; with 其余: 正常 the open questions get the ordinary answer, one after the other."""
    given = dict(case["回答"])
    while case.get("其余") == "正常" and (question := next_question(given)) is not None:
        given[question.key] = ORDINARY[question.key]
    return given


def words(advice: Advice) -> str:
    """How a case writes an advice."""
    return f"部分：{advice.words}" if advice.part else advice.words


@named("outcomes")
def test_outcome(case: dict[str, Any]) -> None:
    if "拒绝" in case:
        with pytest.raises(BadAnswer) as refused:
            advise(answers(case))
        assert case["拒绝"] in str(refused.value)
        return
    advices = advise(answers(case))
    assert [words(a) for a in advices] == case["结果"]
    assert case["理由包含"] in advices[0].reason
    assert case["依据"] in [str(c) for c in advices[0].law]
    assert case.get("提示包含", "") in "".join(advices[0].notes)


@named("fees")
def test_fee(case: dict[str, Any]) -> None:
    counted = {"items": case.get("件数"), "pages": case.get("页数"), "earlier": case.get("本月此前", 0)}
    if "拒绝" in case:
        with pytest.raises(BadFee) as refused:
            fee_of(**counted)
        assert case["拒绝"] in str(refused.value)
        assert case["依据"] in str(refused.value)
        return
    if "逐件" in case:
        sums = fees_by_month([(day(line), int(line.split()[2].removesuffix("件"))) for line in case["逐件"]])
        assert [s.total for s in sums] == [Decimal(n) for n in case["金额"]]
        assert case["依据"] == str(sums[0].method.law)
        return
    if "通知" in case:
        assert payment_due(day(case["通知"]), CALENDAR).day == day(case["缴费截止"])
        return
    if "收到申请" in case:
        due = notice_due(day(case["收到申请"]), CALENDAR, extension=case.get("延长", 0))
        assert due.day == day(case["收费通知截止"])
        return
    fee = fee_of(**counted)
    assert str(fee) == case["算式"]
    assert fee.total == Decimal(case["金额"])
    assert case["依据"] == str(fee.method.law)


@named("remedies")
def test_remedy(case: dict[str, Any]) -> None:
    """Each case asks one thing; the key of what is asked decides."""
    asked = next(key for key in ASKED if key in case)
    ASKED[asked](case)


def _last_day(case: dict[str, Any]) -> None:
    key = next(c.key for c in COURSE.values() if c.words == case["途径"])
    term = term_on(key, day(case["知道"]))
    due = last_day(term, day(case["知道"]), CALENDAR)
    assert due.day == day(case["最后一日"])
    assert due.provisional == ("暂定" in case["最后一日"])
    assert case["依据"] == str(term.law)


def _route(case: dict[str, Any]) -> None:
    outcome = next(o for o in OUTCOMES if o.words == case["答复"])
    on = day(case["答复日期"])
    assert route(outcome, on).name == {
        "先复议": "RECONSIDERATION_FIRST", "均可": "EITHER", "不公开部分先复议": "FIRST_FOR_THE_REFUSED_PART",
    }[case["救济"]]  # fmt: skip
    assert [t.words for t in terms_of(outcome, on)] == case["期限"]
    assert case["依据"] == str(REGULATIONS.art(51) if case["救济"] == "均可" else RECONSIDERATION_FIRST[0])


def _section_4(case: dict[str, Any]) -> None:
    course = next(c for c in COURSE.values() if c.words == case["案件"])
    disposal = next((d.key for d in DISPOSALS if d.words == case.get("处理")), "")
    ended = day(case["审结"]) if "审结" in case else None
    contest = Contest(course.key, day(case["受理"]), disposal, ended)
    for year, column in case["表四"].items():
        result = result_in(contest, year)
        assert (result.words if result else "不计") == column, year


def _alone(case: dict[str, Any]) -> None:
    assert reviewable(case["步骤"]) is case["可单独复议诉讼"]
    assert case["依据"] in [str(s.law) for s in NOT_ALONE if s.key == case["步骤"]] or case["可单独复议诉讼"]


def _organ(case: dict[str, Any]) -> None:
    assert counting_organ(case["原机关"], case["被告"]) == case["由谁统计"]


ASKED = {
    "最后一日": _last_day,
    "救济": _route,
    "表四": _section_4,
    "可单独复议诉讼": _alone,
    "由谁统计": _organ,
}


@pytest.mark.parametrize(("folder", "least"), [("outcomes", 40), ("fees", 25), ("remedies", 20)])
def test_there_are_enough_and_they_cite(folder: str, least: int) -> None:
    found = [case for _, case in cases(folder)]
    assert len(found) >= least
    assert len({case["情形"] for case in found}) == len(found)
    assert all("依据" in case or (folder == "outcomes" and "拒绝" in case) for case in found)


def test_every_outcome_has_a_case() -> None:
    reached = {w for _, case in cases("outcomes") for w in case.get("结果", [])}
    assert {o.words for o in OUTCOME.values()} <= reached
