"""The checks of the tables on real figures, on tallied reports and on tallied reports with one cell changed."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.cells import BLANK, Address, Cell, parse
from gongkai.report.checks import CHECKS, check
from gongkai.report.checks.places import organ_kind, place
from gongkai.report.checks.rule import Context
from gongkai.report.checks.tables import CHECKS as TABLE_CHECKS
from gongkai.report.findings import Finding, Severity
from gongkai.report.identities import COLLAPSED_OTHER
from gongkai.report.reading import BEFORE_2019, FORMS, Report
from tests import facts
from tests.check_cases import report_of
from tests.paths import SHARED
from tests.tallied import reports

REAL = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
COLUMNS = {c.words: c.key for c in FORMS["2021"].table(3).blocks[0].columns}
ROWS_4 = {"复议": "reconsideration", "未经复议直接起诉": "direct_suit", "复议后起诉": "suit_after_reconsideration"}


def table_findings(report: Report, context: Context | None = None) -> list[Finding]:
    return [f for rule in TABLE_CHECKS for f in rule.findings(report, context or Context())]


def errors(report: Report) -> list[Finding]:
    return [f for f in table_findings(report) if f.severity is Severity.ERROR]


def test_it_works() -> None:
    report = report_of({"表三": {"一": [3, 0, 0, 0, 0, 0, 3]}})
    finding = errors(report)[0]
    assert finding.code == "T3-1"
    assert finding.where == Address(3, "carried_forward", "natural_person")
    assert finding.message == "表三「自然人」列：第一项加第二项为 3，第三项加第四项为 0，少 3。"
    assert finding.law == "国办公开办函〔2021〕30号表三“本列数据的勾稽关系”"


def stated(identifier: str) -> Iterator[set[tuple[str, Address]]]:
    """The failures a fact file lists, each as the set of (code, cell) where it must be found."""
    report = facts.report(identifier)
    for failure in facts.load(identifier)["identity_failures"]:
        place_, what = re.split(r"[:：]\s*", failure, maxsplit=1)
        if place_.startswith("表四"):
            yield {("T4-1", Address(4, ROWS_4[place_.removeprefix("表四")], "total"))}
        elif place_ in COLUMNS:
            code, row = ("T3-2", "total") if what.startswith("results") else ("T3-1", "carried_forward")
            yield {(code, Address(3, row, COLUMNS[place_]))}
        elif what.startswith("parts"):
            yield {("T3-3", Address(3, facts.ROWS_3[place_], "total"))}
        else:
            yield blanks(report, facts.ROWS_3[place_])


def blanks(report: Report, row: str) -> set[tuple[str, Address]]:
    line = [a for a in FORMS[report.form].addresses if a.table == 3 and a.row == row]
    empty = [a for a in line if report.cells[a] == BLANK]
    return {("T3-4", a) for a in (line[-1:] if empty == line else empty)}


@REAL
@pytest.mark.parametrize("identifier", facts.ids())
def test_real_reports_have_the_errors_their_facts_list_in_their_cells_and_no_others(identifier: str) -> None:
    wanted = set().union(*stated(identifier))
    found = {(f.code, f.where) for f in errors(facts.report(identifier))}
    in_table_3_and_identities = {pair for pair in found if pair[0] in ("T3-1", "T3-2", "T3-3", "T3-4", "T4-1")}
    assert in_table_3_and_identities == wanted
    if not facts.load(identifier)["identity_failures"]:
        assert not found


@REAL
def test_the_lists_of_real_failures_are_not_empty() -> None:
    assert sum(len(list(stated(i))) for i in facts.ids()) == 39


CAUSES = {
    "hongze_2023": "没有填总计",
    "pingtan_2020": "恰为「（二）部分公开」",
    "ptzhsyqjjf_2023": "都没有填",
    "ptzhsyqnyn_2023": "行「总计」列的 7 可能错填了一行",
    "ptzhsyqzrz_2023": "「商业企业」列没有收到申请",
    "shanghai_office_2019": "11 行的总计没有填",
}


@REAL
@pytest.mark.parametrize("identifier", CAUSES)
def test_one_mistake_has_one_cause_in_all_its_findings(identifier: str) -> None:
    broken = [f for f in errors(facts.report(identifier)) if f.code in ("T3-1", "T3-2", "T3-3", "T4-1")]
    assert broken
    assert all(CAUSES[identifier] in (f.likely_cause or "") for f in broken)


@given(reports())
def test_a_tally_has_no_error(report: Report) -> None:
    assert errors(report) == []


@given(reports(), st.data())
def test_one_changed_cell_is_found_in_its_row_or_column(report: Report, data: st.DataObject) -> None:
    form = FORMS[report.form]
    address = data.draw(st.sampled_from([a for a in form.addresses if a.table != 2]))
    now = report.cells[address].value
    assert now is not None
    value = data.draw(st.integers(0, 200).filter(lambda n: n != now))
    found = [f.where for f in errors(report.with_cells({address: Cell(value, raw=str(value))}))]
    assert any(
        isinstance(w, Address) and w.table == address.table and (w.row == address.row or w.column == address.column)
        for w in found
    )


@given(reports("2021"), st.data())
def test_the_cause_of_one_wrong_total_is_that_total(report: Report, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(["granted", "state_secret", "not_held", "repeated"]))
    address = Address(3, row, "total")
    value = int(report.cells[address].value or 0) + data.draw(st.integers(100, 900))
    causes = {f.likely_cause for f in errors(report.with_cells({address: Cell(value)})) if f.code in ("T3-2", "T3-3")}
    assert len(causes) == 1
    assert place(FORMS["2021"], address) in (causes.pop() or "")


def test_a_report_older_than_the_forms_is_left_alone() -> None:
    old = Report("安平县农业农村局", 2015, BEFORE_2019, title="安平县农业农村局2015年政府信息公开工作年度报告")
    assert [f for f in check(old) if f.code[0] in "TYU"] == []


def test_a_collapsed_row_of_other_results_is_added_up() -> None:
    report = report_of(
        {
            "表三": {
                "一": [5, 0, 0, 0, 0, 0, 5],
                "（一）予以公开": [3, 0, 0, 0, 0, 0, 3],
                "supplement_lapsed": "缺",
                "fee_lapsed": "缺",
                "other": "缺",
                "（七）总计": [5, 0, 0, 0, 0, 0, 5],
            }
        }
    )
    collapsed = {
        Address(3, COLLAPSED_OTHER, c): Cell(2 if c in ("natural_person", "total") else 0) for c in COLUMNS.values()
    }
    assert errors(report.with_cells(collapsed)) == []
    collapsed[Address(3, COLLAPSED_OTHER, "natural_person")] = Cell(1)
    assert [(f.code, f.where) for f in errors(report.with_cells(collapsed))] == [
        ("T3-2", Address(3, "total", "natural_person"))
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("安平县城关街道办事处", "street"),
        ("安平县柳河镇人民政府", "town"),
        ("安平县柳河乡人民政府", "township"),
        ("安平县农业农村局", "bureau"),
        ("安平县城乡建设局", "bureau"),
        ("山东省司法厅", "department"),
        ("安平县发展和改革委员会", "commission"),
        ("安平县人民政府办公室", "office"),
        ("安平县", "government"),
        ("安平县人民医院", None),
        (None, None),
    ],
)
def test_the_kind_of_an_organ_is_the_end_of_its_name(name: str | None, kind: str | None) -> None:
    assert organ_kind(name) == kind


def test_every_check_has_its_words() -> None:
    for rule in CHECKS:
        assert rule.title, rule.code
        assert rule.why.endswith("。"), rule.code
        assert rule.remedy.endswith(("。", "？")), rule.code
        assert str(rule.law), rule.code


def test_every_message_is_a_sentence() -> None:
    report = report_of(
        {"表二": {"规章": ["", "/", "若干"]}, "表三": {"一": [3, -1, "", 0, 0, 0, "6或12"]}, "表四": "缺"}
    )
    for finding in check(report):
        assert finding.message.endswith("。"), finding
        assert finding.remedy, finding


@pytest.mark.parametrize(("number", "code", "cells"), [(2, "T2-1", 10), (3, "T3-4", 175), (4, "T4-2", 15)])
@pytest.mark.parametrize(("printed", "words"), [("", "全部空白"), ("/", "全部没有填数，只有空白或斜杠")])
def test_a_blank_table_is_one_finding(number: int, code: str, cells: int, printed: str, words: str) -> None:
    report = report_of({})
    addresses = [a for a in FORMS["2021"].addresses if a.table == number]
    (finding,) = table_findings(report.with_cells({a: parse(printed) for a in addresses}))
    table = FORMS["2021"].table(number).words
    assert (finding.code, finding.where) == (code, addresses[0])
    assert finding.message == f"{table}{words}，{cells} 格都没有数；没有的要填“0”。"
    assert table in finding.remedy and finding.law == f"国办公开办函〔2021〕30号{table}"


def test_one_number_in_a_blank_table_leaves_its_rows_to_be_found() -> None:
    addresses = [a for a in FORMS["2021"].addresses if a.table == 3]
    report = report_of({}).with_cells(dict.fromkeys(addresses[1:], BLANK))
    assert [f.code for f in table_findings(report)] == ["T3-4"] * (6 + 24)
