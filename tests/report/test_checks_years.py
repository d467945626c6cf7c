"""Checks between two years: what is compared, and what cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.cells import Address, Cell
from gongkai.report.checks.rule import Context
from gongkai.report.checks.years import CHECKS, last_year
from gongkai.report.findings import Finding, Severity
from gongkai.report.reading import BEFORE_2019, Report
from tests import facts
from tests.check_cases import report_of
from tests.paths import SHARED
from tests.tallied import reports

REAL = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
BROUGHT = Address(3, "brought_forward", "natural_person")


def found(report: Report, previous: Report | None) -> list[Finding]:
    return [f for rule in CHECKS for f in rule.findings(report, Context(previous=previous))]


def test_it_works() -> None:
    old = report_of({"年度": 2022, "表三": {"四": {"自然人": 1, "总计": 1}}})
    new = report_of({"年度": 2023})
    first = found(new, old)[0]
    assert (first.code, first.where, first.printed, first.expected) == ("Y-1", BROUGHT, "0", "1")
    assert first.severity is Severity.QUESTION  # last year's column does not add up by itself
    assert first.message == "表三「自然人」列：上年结转填 0，上一年报告「结转下年度继续办理」为 1，少 1。"


def test_without_last_year_nothing_is_compared() -> None:
    assert found(report_of({"年度": 2023, "表三": {"二": {"自然人": 1}}}), None) == []


def test_last_year_is_the_year_before() -> None:
    new = report_of({"年度": 2023})
    for year, fits in ((2021, False), (2022, True), (2023, False), (None, True)):
        previous = report_of({"年度": year, "格式": 2021})
        assert (last_year(new, Context(previous=previous)) is previous) is fits


def test_a_report_older_than_the_forms_is_not_compared() -> None:
    old = Report("安平县农业农村局", 2018, BEFORE_2019)
    assert found(report_of({"年度": 2019, "表三": {"二": {"自然人": 1}}}), old) == []


def test_a_carry_over_settled_from_digits_is_only_a_question() -> None:
    old = report_of({"年度": 2022, "表三": {"一": {"自然人": 1, "总计": 1}, "四": {"自然人": 1, "总计": 1}}})
    new = report_of({"年度": 2023})
    assert {f.severity for f in found(new, old) if f.code == "Y-1"} == {Severity.ERROR}
    solved = old.with_cells({Address(3, "carried_forward", "natural_person"): Cell(1, solved=True)})
    severities = {f.where: f.severity for f in found(new, solved) if f.code == "Y-1"}
    assert severities[BROUGHT] is Severity.QUESTION


@given(reports("2021"), st.integers(0, 5))
def test_a_year_that_starts_where_the_last_one_ended_has_no_error(old: Report, more: int) -> None:
    cells = {}
    for address in [a for a in old.cells if a.row == "carried_forward"]:
        for row in ("brought_forward", "carried_forward"):
            cells[address._replace(row=row)] = old.cells[address]
    new = Report(old.organ, (old.year or 0) + 1, "2021", {a: Cell(0) for a in old.cells}).with_cells(cells)
    assert [f for f in found(new, old) if f.severity is Severity.ERROR] == []
    wrong = {BROUGHT: Cell(int(new.cells[BROUGHT].value or 0) + 1 + more)}
    assert [f.where for f in found(new.with_cells(wrong), old) if f.severity is Severity.ERROR] == [BROUGHT]


@REAL
def test_real_years_side_by_side() -> None:
    pairs = {
        (new, code): where
        for new, old in (
            ("pingtan_2022", "pingtan_2021"),
            ("pingtan_2023", "pingtan_2022"),
            ("ptzhsyqnyn_2023", "ptzhsyqnyn_2022"),
            ("ptzhsyqscj_2023", "ptzhsyqscj_2022"),
            ("ptzhsyqjtj_2023", "ptzhsyqjtj_2022"),
        )
        for code, where in [(f.code, f.where) for f in found(facts.report(new), facts.report(old))]
    }
    in_force = Address(2, "normative_document", "in_force")
    assert pairs.pop(("pingtan_2023", "Y-2")) == in_force
    assert pairs.pop(("ptzhsyqscj_2023", "Y-2")) == in_force
    assert pairs.pop(("ptzhsyqscj_2023", "Y-3"))
    assert pairs.pop(("ptzhsyqnyn_2023", "Y-1")) == Address(3, "brought_forward", "total")
    assert pairs == {}
