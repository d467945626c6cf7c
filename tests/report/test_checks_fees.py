"""What section six says about the fee."""

import pytest

from gongkai.report.checks.fees import CHECKS
from gongkai.report.checks.rule import Context
from tests.check_cases import report_of

LAPSED = {"申请人逾期未按收费通知要求缴纳费用": [1, 0, 0, 0, 0, 0, 1]}


def found(text: str, tables: dict[str, object] | None = None, year: int = 2023) -> list[tuple[str, str, str]]:
    report = report_of({"年度": year, "表三": tables or {}, "文字": {"其他需要报告的事项": text}})
    findings = [f for rule in CHECKS for f in rule.findings(report, Context())]
    return [(f.code, f.printed, f.expected) for f in findings]


def test_it_works() -> None:
    assert found("收取信息处理费255元。")[0][:2] == ("N-15", "255")


@pytest.mark.parametrize(
    "text",
    [
        "本年度未收取信息处理费。",
        "没有收取信息处理费，金额0元。",
        "信息处理费收取情况：收取1件，270元。",
        "按件收取信息处理费1500元。",
        "收取信息处理费0.108万元，共119页。",
    ],
)
def test_what_is_right(text: str) -> None:
    assert found(text) == []


def test_amounts() -> None:
    assert found("收取信息处理费1件710元。")[0][0] == "N-15"
    assert found("收取信息处理费2件710元。") == []
    assert found("收取信息处理费，共119页、1190元。") == [("N-15", "1190", "1080")]


def test_lapsed_payments() -> None:
    assert [c for c, *_ in found("信息处理费：不收取任何费用。", LAPSED)] == ["N-14"]
    assert [c for c, *_ in found("未收取信息处理费。", LAPSED)] == ["N-14"]
    assert found("发出信息处理费收费通知1件，未收取费用。", LAPSED) == []
    assert found("信息处理费：不收取任何费用。") == []


def test_section_six_must_speak_of_it() -> None:
    assert [c for c, *_ in found("没有其他需要报告的事项。")] == ["N-16"]
    assert found("没有其他需要报告的事项。", year=2020) == []
    assert found("") == []
