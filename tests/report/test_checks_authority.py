"""Instruments: what is misquoted or void for certain, and what is left alone."""

import pytest

from gongkai.report.checks.authority import CHECKS
from gongkai.report.checks.rule import Context
from tests.check_cases import report_of


def found(text: str, year: int = 2023) -> list[tuple[str, str, str, str]]:
    report = report_of({"年度": year, "文字": {"前言": text}})
    findings = [f for rule in CHECKS for f in rule.findings(report, Context())]
    return [(f.code, f.severity.value, f.printed, f.expected) for f in findings]


FORM = "国办公开办函〔2021〕30号"


def test_it_works() -> None:
    text = "根据年度报告格式的通知（国公开办函〔2021〕30号）要求。"
    assert found(text) == [("N-21", "error", "国公开办函〔2021〕30号", FORM)]


@pytest.mark.parametrize(
    "printed", ["国办公开函〔2021〕30号", "国办公开办〔2021〕30号函", "国办公办函〔2021〕30号", "国办函〔2021〕30号"]
)
def test_other_misquotations(printed: str) -> None:
    text = f"《中华人民共和国政府信息公开工作年度报告格式》（{printed}）"
    assert [(c, e) for c, _, _, e in found(text)] == [("N-21", FORM)]


def test_a_wrong_serial() -> None:
    assert found("年度报告格式（国办公开办函〔2021〕31号）")[0][3] == FORM


@pytest.mark.parametrize(
    "text",
    [
        f"根据{FORM}编制。",
        f"根据国务院{FORM}和国务院办公厅政府信息与政务公开办公室{FORM}编制。",
        "根据《中华人民共和国政府信息公开条例》（国务院令第711号）编制。",
        "根据《政府信息公开条例》（中华人民共和国国务院令第711号）编制。",
        "根据《广东省政务公开条例》编制。",
        "落实国办发〔2021〕30号要求。",
        "落实国办函〔2021〕30号要求。",
        "依据《重大行政决策程序暂行条例》（国务院令第713号）。",
        "收取信息处理费（国办函〔2020〕109号）。",
    ],
)
def test_what_is_right(text: str) -> None:
    assert found(text) == []


def test_the_regulations() -> None:
    assert found("根据《中华人民共和国政务信息公开条例》编制。")[0][:2] == ("N-21", "question")
    assert found("《政府信息公开条例》（国务院令第721号）")[0][0] == "N-21"
    assert found("《政府信息公开条例》（国务院令第492号）")[0][:2] == ("N-22", "error")
    assert found("《政府信息公开条例》（国务院令第492号，2019年国务院令第711号修订）") == []


@pytest.mark.parametrize(("year", "codes"), [(2020, []), (2021, ["N-22"]), (2023, ["N-22"])])
def test_the_trial_form(year: int, codes: list[str]) -> None:
    assert [c for c, *_ in found("按照国办公开办函〔2019〕60号编制。", year)] == codes


@pytest.mark.parametrize("brackets", ["[]", "()", "（）", "【】", "［］"])
def test_brackets(brackets: str) -> None:
    text = f"根据国办公开办函{brackets[0]}2021{brackets[1]}30号编制。"
    assert [(c, e) for c, _, _, e in found(text)] == [("N-23", "〔2021〕30号")]
