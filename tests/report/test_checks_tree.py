"""An area's report against its members."""

from gongkai.report.cells import Address
from gongkai.report.checks.rule import Context
from gongkai.report.checks.tree import CHECKS
from gongkai.report.findings import Finding, Severity
from gongkai.report.reading import Report
from tests.check_cases import report_of

LICENCE = Address(2, "licence", "decisions")


def found(report: Report, *members: Report) -> list[Finding]:
    return [f for rule in CHECKS for f in rule.findings(report, Context(members=members))]


def bureau(name: str, licences: object, **more: object) -> Report:
    return report_of({"机关": name, "表二": {"行政许可": licences}, **more})


def test_it_works() -> None:
    area = bureau("安平县", 5)
    finding = found(area, bureau("甲局", 5), bureau("乙局", 7))[0]
    assert (finding.code, finding.where, finding.printed, finding.expected) == ("U-1", LICENCE, "5", "12")
    assert finding.message == "表二「行政许可」行「本年处理决定数量」列填 5，所属 2 个单位合计 12，少 7。"
    assert finding.likely_cause == "相差的数恰为乙局的数，可能漏计了"
    assert finding.severity is Severity.QUESTION


def test_an_area_that_adds_up_has_no_finding() -> None:
    assert found(bureau("安平县", 12), bureau("甲局", 5), bureau("乙局", 7)) == []


def test_without_members_nothing_is_asked() -> None:
    assert found(bureau("安平县", 12)) == []


def test_a_member_counted_twice_is_named() -> None:
    finding = found(bureau("安平县", 19), bureau("甲局", 5), bureau("乙局", 7))[0]
    assert finding.likely_cause == "相差的数恰为乙局的数，可能多计了"


def test_many_members_without_a_value_are_counted() -> None:
    blank = [bureau(f"{n}局", "") for n in "甲乙丙丁"]
    finding = next(f for f in found(bureau("安平县", 5), bureau("戊局", 3), *blank) if f.where == LICENCE)
    assert finding.likely_cause == "甲局、乙局、丙局等 4 个单位这一格没有数"


def test_members_that_cannot_be_added_are_named_with_the_reason() -> None:
    area = bureau("安平县", 5)
    members = (bureau("甲局", 5), bureau("乙局", 0, 年度=2022), bureau("丙局", 0, 表三="缺", 表四="缺"))
    messages = [f.message for f in found(area, *members) if f.code == "U-2"]
    assert messages == [
        "汇总时「乙局」的报告是 2022 年的报告，未能完整计入。",
        "汇总时「丙局」的报告缺表三、表四，未能完整计入。",
    ]


def test_amounts_cut_at_different_places_are_said_to_be() -> None:
    area = report_of({"机关": "安平县", "表二": {"行政事业性收费": "5949.09"}})
    [finding] = found(area, report_of({"机关": "甲局", "表二": {"行政事业性收费": "5949.088667"}}))
    assert finding.likely_cause == "可能只是小数位数不同"
