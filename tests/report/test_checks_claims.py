"""Text against tables: every legitimate reading is let through, and the real mistakes are found in their place."""

import dataclasses

import pytest

from gongkai.report.checks import claims, remedies, shares
from gongkai.report.checks.organs import is_area
from gongkai.report.checks.rule import Context
from gongkai.report.findings import Finding, Severity, Span
from gongkai.report.reading import Passage, Report
from tests import facts
from tests.check_cases import report_of
from tests.paths import SHARED

REAL = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
RULES = (*claims.CHECKS, *shares.CHECKS, *remedies.CHECKS)
THREE = {"一": [3, 0, 0, 0, 0, 0, 3], "（一）予以公开": [3, 0, 0, 0, 0, 0, 3], "（七）总计": [3, 0, 0, 0, 0, 0, 3]}


def found(report: Report, previous: Report | None = None) -> list[Finding]:
    return [f for rule in RULES for f in rule.findings(report, Context(previous=previous))]


def with_text(report: Report, text: str, key: str = "overview") -> Report:
    kept = tuple(p for p in report.passages if p.key != key)
    return dataclasses.replace(report, passages=(*kept, Passage(key, "一、", "总体情况", text)))


def real(identifier: str, text: str) -> list[tuple[str, str, str]]:
    return [(f.code, f.printed, f.expected) for f in found(with_text(facts.report(identifier), text))]


def test_it_works() -> None:
    report = report_of({"表三": THREE, "文字": {"总体情况": "各项工作正常。收到政府信息公开申请４件。"}})
    (finding,) = found(report)
    assert (finding.code, finding.severity) == ("N-1", Severity.QUESTION)
    assert finding.where == Span("overview", 7, 19, "收到政府信息公开申请４件")
    assert report.text("overview")[7:19] == "收到政府信息公开申请４件"
    assert (finding.printed, finding.expected) == ("4", "3")
    assert "本年新收 3" in finding.message


def test_offsets_count_all_passages_of_a_section() -> None:
    report = report_of({"表三": THREE})
    passages = (Passage("overview", "", "", "第一段。"), Passage("overview", "", "", "收到政府信息公开申请4件。"))
    (finding,) = found(dataclasses.replace(report, passages=passages))
    assert isinstance(finding.where, Span)
    assert (
        dataclasses.replace(report, passages=passages).text("overview")[finding.where.start : finding.where.end]
        == "收到政府信息公开申请4件"
    )


def test_an_absent_table_contradicts_nothing() -> None:
    report = report_of(
        {"表二": "缺", "表三": "缺", "表四": "缺", "文字": {"总体情况": "收到政府信息公开申请4件，制发规范性文件5件。"}}
    )
    assert found(report) == []


@pytest.mark.parametrize(
    ("organ", "area"),
    [
        ("聊城市人民政府", True), ("洪泽区", True), ("平潭综合实验区", True), ("管委会办公室", False), ("聊城市司法局", False),
        ("上海市人民政府办公厅", False), ("城关镇人民政府", False), ("东街街道办事处", False), (None, None),
    ],
)  # fmt: skip
def test_whose_report(organ: str | None, area: bool | None) -> None:
    assert is_area(organ) is area


def test_figures_of_the_whole_area_are_not_the_departments() -> None:
    text = {"总体情况": "全市收到政府信息公开申请81件。"}
    assert found(report_of({"机关": "安平市司法局", "表三": THREE, "文字": text})) == []
    assert [f.code for f in found(report_of({"机关": "安平市", "表三": THREE, "文字": text}))] == ["N-1"]


def test_figures_of_the_office_alone_are_not_the_areas() -> None:
    text = {"总体情况": "其中市政府办公室收到政府信息公开申请1件。"}
    assert found(report_of({"机关": "安平市", "表三": THREE, "文字": text})) == []


@REAL
class TestRealReports:
    """The figures of real reports in sentences of our own."""

    def test_in_force_is_another_figure(self) -> None:
        text = "全区制发规范性文件77件，现行有效的规范性文件共393件。"
        assert real("pingtan_2023", text) == [("N-8", "393", "470")]

    def test_shares_that_hold(self) -> None:
        text = (
            "全区接收政府信息公开申请81件，涉及自然人80件、商业企业1件。办结81件，其中予以公开及部分公开42件，占51.85%；不予公开5件，"
            "占6.17%；无法提供31件，占38.27%；不予处理1件，占1.23%；其他处理2件，占2.47%；因政府信息公开引起的复议案件2件、诉讼案件7件。"
        )
        assert real("pingtan_2023", text) == []

    def test_the_text_gives_the_areas_figure(self) -> None:
        text = "收到政府信息公开申请16件，均已办结，办结率100%。制发规范性文件34件，现行有效件数424件。"
        assert real("ptzhsyqgwh_2022", text) == [("N-8", "424", "89")]

    def test_channels_and_classes_that_hold(self) -> None:
        text = (
            "收到政府信息公开申请11件，其中网络申请5件，信函申请6件。\n公开信息126条，其中甲类4条、乙类9条、丙类6条、丁类1条、戊类26条、"
            "己类44条、庚类36条。"
        )
        assert real("ptzhsyqjtj_2022", text) == []

    def test_not_held_counted_as_refused_and_classes_beyond_the_total(self) -> None:
        text = (
            "收到政府信息公开申请3件，予以公开1件，不予公开2件。\n公开信息471条，其中甲类109条、乙类45条、丙类188条、丁类85条、戊类50条、"
            "己类15条、庚类6条。"
        )
        assert real("ptzhsyqscj_2022", text) == [("N-4", "2", "1"), ("N-12", "471", "498")]

    def test_nothing_received_beside_three(self) -> None:
        assert real("ptzhsyqjjf_2023", "全年收到政府信息公开申请0条。") == [("N-1", "0", "3")]

    def test_a_total_in_the_wrong_row_does_not_blame_the_text(self) -> None:
        assert real("ptzhsyqnyn_2023", "收到政府信息公开申请7份，其中法人申请1件、自然人申请6件，均已办结。") == []

    def test_new_and_brought_forward(self) -> None:
        assert real("pingtan_2022", "全区收到政府信息公开申请75件，其中自然人72件、企业3件。") == []

    def test_a_share_no_denominator_gives(self) -> None:
        text = "答复政府信息公开申请805件，其中予以公开及部分公开258件，占33.9%；无法提供265件。"
        found_here = {c: (p, e) for c, p, e in real("shanghai_office_2019", text)}
        assert found_here["N-10"][0] == "33.9%"
        assert "34.2%" in found_here["N-10"][1]
        assert "32.0%" in found_here["N-10"][1]
        assert found_here["N-4"] == ("265", "337")

    @pytest.mark.parametrize("identifier", facts.ids())
    def test_plain_prose_is_never_blamed(self, identifier: str) -> None:
        assert found(facts.report(identifier)) == []


def test_rates_of_proposals() -> None:
    text = "收到人大代表建议3件、政协委员提案4件，均在规定时间内办结，办结率100%、满意率100%。"
    assert found(report_of({"文字": {"其他需要报告的事项": text}})) == []


def test_growth_needs_last_years_report() -> None:
    report = report_of({"表三": THREE, "文字": {"总体情况": "收到政府信息公开申请3件，同比增长90%。"}})
    before = report_of({"年度": 2022, "表三": {"一": [2, 0, 0, 0, 0, 0, 2], "（一）予以公开": [2, 0, 0, 0, 0, 0, 2]}})
    assert found(report) == []
    assert [(f.code, f.expected) for f in found(report, before)] == [("N-11", "50%")]


@pytest.mark.parametrize(("year", "suits", "codes"), [(2023, 3, []), (2024, 0, []), (2024, 3, ["N-33"])])
def test_direct_suits(year: int, suits: int, codes: list[str]) -> None:
    report = report_of({"年度": year, "表四": {"未经复议直接起诉": [suits, 0, 0, 0, suits]}})
    assert [f.code for f in found(report)] == codes
