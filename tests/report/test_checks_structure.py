"""Checks of the document: title, sections, headings, numbering, another organ's name."""

from dataclasses import replace

import pytest

from gongkai.report.checks.numbering import CHECKS as NUMBERING
from gongkai.report.checks.rule import Context
from gongkai.report.checks.structure import CHECKS as STRUCTURE
from gongkai.report.findings import Finding, Severity, Span
from gongkai.report.reading import BEFORE_2019, Passage, Report
from tests import facts
from tests.check_cases import report_of
from tests.paths import SHARED

REAL = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
GOOD = "今年有两个问题：惠农补贴专栏有三个月没有更新；政策解读以文字为主。明年起每月核对专栏，补贴政策一律配发图解。"


def found(report: Report) -> list[Finding]:
    return [f for rule in (*STRUCTURE, *NUMBERING) for f in rule.findings(report, Context())]


def codes(report: Report) -> list[str]:
    return [f.code for f in found(report)]


def good(**texts: str) -> Report:
    text = {"总体情况": "全年公开信息。", "存在的主要问题及改进情况": GOOD, "其他需要报告的事项": "没有其他事项。"}
    return report_of({"机关": "安平县农业农村局", "年度": 2023, "文字": text | texts})


def test_it_works() -> None:
    assert found(good()) == []


@REAL
@pytest.mark.parametrize("identifier", facts.ids())
def test_real_figures_in_plain_prose_have_no_finding(identifier: str) -> None:
    assert found(facts.report(identifier)) == []


def test_a_report_older_than_the_forms_is_asked_for_its_title_only() -> None:
    old = Report("安平县农业农村局", 2015, BEFORE_2019, passages=(Passage("unknown", "一、", "概述", ""),))
    assert codes(old) == ["D-1"]


def test_a_report_with_tables_but_no_text_lacks_the_sections_of_text() -> None:
    [finding] = [f for f in found(replace(good(), passages=())) if f.code == "D-2"]
    assert finding.message == (
        "缺少第一部分“总体情况”、第五部分“存在的主要问题及改进情况”、第六部分“其他需要报告的事项”，格式要求六个部分齐全。"
    )
    assert finding.severity is Severity.QUESTION


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("", "没有标题"),
        ("安平县农业农村局政府信息公开工作年度报告", "没有写明年度"),
        ("安平县农业农村局2023年工作总结", "没有写明是政府信息公开工作年度报告"),
        ("县农业农村局2023年政府信息公开工作年度报告", "没有写全机关名称“安平县农业农村局”"),
        ("安平县农业农村局二〇二二年政府信息公开工作年度报告", "写的是 2022 年，报告内容是 2023 年"),
    ],
)
def test_what_a_title_lacks_is_said(title: str, words: str) -> None:
    [finding] = found(replace(good(), title=title))
    assert finding.code == "D-1"
    assert words in finding.message


def test_a_title_over_two_lines_is_one() -> None:
    assert found(replace(good(), title="安平县农业农村局\n2023年度政府信息公开 工作年度报告")) == []


def test_spaces_and_punctuation_in_a_heading_do_not_count() -> None:
    passages = [replace(p, heading=p.heading.replace("、", " ，") + "。") for p in good().passages]
    assert found(replace(good(), passages=tuple(passages))) == []


def test_a_finding_in_the_second_part_of_a_section_stands_there() -> None:
    extra = Passage("unknown", "五、", "收费情况", "略")
    report = replace(good(), passages=(*good().passages, Passage("unknown", "七、", "附件", "见后"), extra))
    places = [f.where for f in found(report) if f.code == "D-3"]
    assert places == [Span("unknown", 0, 0, ""), Span("unknown", 3, 3, "")]
    assert report.text("unknown")[3:] == "略"


@pytest.mark.parametrize(
    "text",
    [
        "（一）甲。\n1.乙。\n2.丙。\n（二）丁。\n1.戊。\n（三）己。",
        "（一）甲\n（1）乙\n（2）丙\n（二）丁\n（1）戊",
        "一是甲；二是乙。\n一是丙；二是丁；三是戊。",
        "2023年，12项工作。\n1.5万元用于培训。",
        "其中十是泛指；这一是非。",
        "一、甲\n二、乙",
    ],
)
def test_orderly_numbers_are_let_be(text: str) -> None:
    assert codes(good(总体情况=text)) == []


@pytest.mark.parametrize(
    ("text", "code", "words", "wanted"),
    [
        ("（1）甲\n（二）乙", "D-6", "（二）", "（2）"),
        ("（一）甲\n（2）乙", "D-6", "（2）", "（二）"),
        ("1.甲\n1.乙\n1.丙\n3.丁", "D-7", "3.", "2."),
        ("（一）甲\n（二）乙\n（二）丙", "D-7", "（二）", "（三）"),
        ("一是甲；二是乙；二是丙", "D-7", "二是", "三是"),
        ("二是甲", "D-7", "二是", "一是"),
        ("十是甲", "D-7", "十是", "一是"),
    ],
)
def test_disorderly_numbers_are_found(text: str, code: str, words: str, wanted: str) -> None:
    finding = next(f for f in found(good(总体情况=text)) if f.code == code)
    assert isinstance(finding.where, Span)
    assert finding.where.text == text[finding.where.start : finding.where.end] == words
    assert finding.expected == wanted


def test_numbers_beyond_ten_go_on() -> None:
    numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    assert codes(good(总体情况="；".join(f"{n}是甲" for n in numerals))) == []


@pytest.mark.parametrize(
    ("organ", "text", "words"),
    [
        ("安平县农业农村局", "我局、我县、我市、我们、我国", None),
        ("安平县城关街道办事处", "我街道、我办、我区", None),
        ("安平县城关街道办事处", "全年我局公开信息", "我局"),
        ("安平县农业农村局", "全年我镇公开信息", "我镇"),
        ("安平县", "全年我局公开信息", "我局"),
        ("安平县农业农村局", "我乡村振兴工作", None),
        ("安平县司法局", "本报告由县司法局编制。", None),
        ("安平县司法局", "本报告由安平县司法局办公室根据条例编制。", None),
        ("安平县司法局", "本报告由安平县民政局根据条例编制。", "安平县民政局"),
        ("安平县城关街道办事处", "可向市政府及市政府办公室提出申请", "市政府及市政府办公室"),
        ("安平县", "可向县政府办公室提出申请", None),
    ],
)
def test_another_organ(organ: str, text: str, words: str | None) -> None:
    report = replace(good(总体情况=text), organ=organ, title=f"{organ}2023年政府信息公开工作年度报告")
    assert [f.printed for f in found(report)] == ([] if words is None else [words])


def test_the_overview_may_be_a_little_over_a_thousand_characters() -> None:
    assert codes(good(总体情况="公" * 1100)) == []
    assert codes(good(总体情况="公" * 1101)) == ["D-10"]
