"""Slips, doubled words, brackets, half-width marks."""

import pytest

from gongkai.report.checks.rule import Context
from gongkai.report.checks.slips import SLIPS
from gongkai.report.checks.wording import CHECKS
from gongkai.report.findings import Span
from tests.check_cases import report_of


def found(text: str) -> list[tuple[str, str, str]]:
    report = report_of({"文字": {"总体情况": text}})
    findings = [f for rule in CHECKS for f in rule.findings(report, Context())]
    for finding in findings:
        assert isinstance(finding.where, Span)
        assert text[finding.where.start : finding.where.end] == finding.where.text
    return [(f.code, f.printed, f.expected) for f in findings]


def test_it_works() -> None:
    assert found("先行有效件数不变。") == [("N-24", "先行有效", "现行有效")]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda s: s.wrong)
def test_every_slip_is_found_and_its_correction_is_not(slip) -> None:
    assert ("N-24", slip.wrong, slip.right) in found(f"今年，{slip.wrong}，如此。")
    assert not [f for f in found(f"今年，{slip.right}，如此。") if f[0] == "N-24"]
    assert slip.why


def test_slips_are_different() -> None:
    assert len({s.wrong for s in SLIPS}) == len(SLIPS) >= 55


def test_until() -> None:
    assert found("截止2023年12月31日。") == [("N-24", "截止", "截至")]
    assert found("报名截止日期不变，截至12月31日。") == []


def test_doubled() -> None:
    assert found("公开的的内容。") == [("N-25", "的的", "的")]
    assert found("2023年年度报告，，完。") == [("N-25", "年年度", "年度"), ("N-25", "，，", "，")]
    assert found("的的确确，规范规范性文件，政府信息信息化，省略……没有问题。") == []


def test_brackets() -> None:
    assert found("根据条例（以下简称（条例））编制。") == [("N-26", "（条例）", "《条例》")]
    assert [p for _, p, _ in found("坚持“公开为常态的原则。")] == ["“"]
    assert [p for _, p, _ in found("见《条例》》第一条。")] == ["》"]
    assert found("1）公开（含“图解”《要点》）。\n（一）监督。\n一）其他。") == []


def test_half_width_is_one_finding_a_section() -> None:
    assert [c for c, *_ in found("更新专栏,方便群众;没有遗漏,很好。")] == ["N-27"]
    assert found("网址http://www.example.cn/a,b，共1,234条，比例3:1。") == []
