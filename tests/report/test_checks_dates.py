"""Years, periods and days: what is left over from an old text, and what rightly carries another year."""

from datetime import date

import pytest

from gongkai.report.checks.dates import CHECKS
from gongkai.report.checks.rule import Context
from gongkai.report.findings import Finding, Span
from tests.check_cases import report_of


def found(entry: dict[str, object]) -> list[Finding]:
    return [f for rule in CHECKS for f in rule.findings(report_of(entry), Context())]


def spans(text: str, section: str = "总体情况", year: int = 2023) -> list[tuple[str, str]]:
    places = [(f.code, f.where) for f in found({"年度": year, "文字": {section: text}})]
    return [(code, where.text) for code, where in places if isinstance(where, Span)]


def test_it_works() -> None:
    assert spans("严格审查，编制2022年主动公开基本目录，明确范围。") == [("N-17", "2022年")]


@pytest.mark.parametrize(
    "text",
    [
        "公开数量比2022年增长三成。",
        "与2022年相比，数量有所增加。",
        "2021年建成的网站运行平稳。",
        "自2021年以来，制度不断健全。",
        "公开2022年度部门决算。",
        "按时公布2022年度政府信息公开工作年度报告。",
        "落实《2022年政务公开工作要点》。",
        "按照省政府办公厅“2022年要点”要求。",
        "落实2022-2025年任务。",
        "推进到2025年的规划。",
        "2022年3月成立领导小组。",
        "2022年收到，结转至本年答复的申请有2件。",
        "公开2022年人大建议办理情况。",
        "严格执行国办发〔2022〕8号文件。",
    ],
)
def test_years_that_belong_there(text: str) -> None:
    assert spans(text) == []


@pytest.mark.parametrize("text", ["2022年，我局继续抓好公开。", "2022年度，全局公开各类信息。"])
def test_an_old_year_at_the_head_of_a_paragraph(text: str) -> None:
    assert spans(text) == [("N-17", "2022年")]


def test_next_year_is_for_plans() -> None:
    assert spans("2024年，将健全机制。", "存在的主要问题及改进情况") == []
    assert spans("2024年共公开信息300条。") == [("N-17", "2024年")]


@pytest.mark.parametrize(
    "text",
    [
        "统计期限为2023年1月1日至2023年12月31日。",
        "所列数据的统计期限自2023年1月1日起至12月31日止。",
        "统计数据的期限自2023年1月1日起，至2023年12月31日止。",
        "截至2023年12月31日，数据已核对。",
    ],
)
def test_the_right_period(text: str) -> None:
    assert spans(text, "前言") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("统计期限为2022年1月1日至2022年12月31日。", "2022年1月1日至2022年12月31日"),
        ("统计期限为2023年1月1日至12月30日。", "2023年1月1日至12月30日"),
        ("数据截至2023年1月21日。", "截至2023年1月21日"),
    ],
)
def test_a_wrong_period(text: str, place: str) -> None:
    assert ("N-18", place) in spans(text, "前言")


@pytest.mark.parametrize(
    ("organ", "day", "codes"),
    [
        ("安平县司法局", date(2024, 1, 31), []),
        ("安平县司法局", date(2024, 2, 1), ["N-19"]),
        ("安平县人民政府", date(2024, 3, 31), []),
        ("安平县人民政府", date(2024, 4, 1), ["N-19"]),
        ("安平县人民政府办公室", date(2024, 3, 1), ["N-19"]),
        ("城关镇人民政府", date(2024, 2, 4), ["N-19"]),
        (None, date(2024, 2, 4), []),
        ("安平县司法局", date(2023, 12, 1), ["N-19"]),
    ],
)
def test_the_deadline(organ: str | None, day: date, codes: list[str]) -> None:
    assert [f.code for f in found({"机关": organ, "标题": "年报", "发布": day})] == codes


@pytest.mark.parametrize(
    ("signed", "codes"),
    [("2024年1月29日", ["N-20"]), ("二〇二四年一月二十九日", ["N-20"]), ("2024年1月10日", []), ("2023年1月10日", ["N-20"]),
     ("2024年13月40日", [])],
)  # fmt: skip
def test_signature_and_publication(signed: str, codes: list[str]) -> None:
    entry = {"发布": date(2024, 1, 20), "文字": {"其他需要报告的事项": f"没有收费。\n{signed}"}}
    assert [f.code for f in found(entry) if f.code == "N-20"] == codes


def test_without_a_year_nothing_is_said() -> None:
    assert found({"年度": None, "格式": 2021, "标题": "年报", "文字": {"总体情况": "2022年公开信息。"}}) == []
