"""Personal data in the text: found, and never repeated in the finding."""

import pytest

from gongkai.report.checks.privacy import CHECKS
from gongkai.report.checks.rule import Context
from gongkai.report.findings import Finding
from tests.check_cases import report_of

IDENTITY = "11010519491231002X"


def found(text: str, section: str = "总体情况") -> list[Finding]:
    report = report_of({"文字": {section: text}})
    return [f for rule in CHECKS for f in rule.findings(report, Context())]


def test_it_works() -> None:
    (finding,) = found(f"证件号{IDENTITY}。")
    assert (finding.code, finding.severity.value) == ("N-28", "error")


def test_a_finding_does_not_spread_what_it_warns_of() -> None:
    for text in (f"证件号{IDENTITY}。", "电话13800138000。", "账号6222021234567890128。", "申请人：王小明。"):
        (finding,) = found(text)
        for secret in (IDENTITY, "13800138000", "6222021234567890128", "王小明"):
            assert secret not in finding.message + finding.printed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("证件号１１０１０５１９４９１２３１００２Ｘ。", "N-28"),
        ("致电138 0013 8000。", "N-29"),
        ("退款账号6222021234567890128。", "N-30"),
        ("车辆鲁P12345。", "N-30"),
        ("申请人：王小明，已答复。", "N-31"),
    ],
)
def test_each_kind(text: str, code: str) -> None:
    assert [f.code for f in found(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "流水号110105194912310021。",
        "手机138****8000，电话0635-8246012。",
        "点击量138001380001次，金额13800138000.50元。",
        "项目编号6222021234567890128。",
        "申请人：王某，申请人共3人，申请人：张某某。",
        "统一社会信用代码11370322004222241N。",
        "备案号鲁ICP备12345678号。",
        "发布1 3 8 0 0 1 3 8 0 0 0 条。",
    ],
)
def test_what_is_none(text: str) -> None:
    assert found(text) == []


def test_a_mobile_as_contact() -> None:
    (finding,) = found("联系电话13800138000。", "前言")
    assert "固定电话" in finding.message
