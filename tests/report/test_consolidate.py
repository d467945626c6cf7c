"""Adding up reports."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.cells import ABSENT, Address
from gongkai.report.consolidate import Share, add_up, common_form, compare_area, misfits
from gongkai.report.identities import within
from gongkai.report.reading import Report
from tests.check_cases import report_of
from tests.tallied import reports

LICENCE = Address(2, "licence", "decisions")
CHARGE = Address(2, "administrative_charge", "amount_wan_yuan")


def bureau(name: str, licences: object, charge: object = 0, year: int = 2023) -> Report:
    return report_of({"机关": name, "年度": year, "表二": {"行政许可": licences, "行政事业性收费": charge}})


def test_it_works() -> None:
    area = add_up([bureau("甲局", 5, "40.51"), bureau("乙局", 7, "0.49")], organ="安平县")
    assert (area.organ, area.year, area.form) == ("安平县", 2023, "2021")
    assert area.value(2, "licence", "decisions") == 12
    assert area.cells[CHARGE].value == Decimal("41.00")


def test_a_blank_adds_nothing_and_a_cell_nobody_has_is_absent() -> None:
    assert add_up([bureau("甲局", ""), bureau("乙局", 7)]).cells[LICENCE].value == 7
    assert add_up([bureau("甲局", ""), bureau("乙局", "/")]).cells[LICENCE] == ABSENT


def test_years_that_differ_leave_the_year_open() -> None:
    assert add_up([bureau("甲局", 1), bureau("乙局", 1, year=2022)]).year is None
    assert add_up([bureau("甲局", 1), bureau("乙局", 1, year=2022)], year=2023).year == 2023


def test_forms_do_not_mix() -> None:
    with pytest.raises(ValueError, match="格式不一"):
        common_form([report_of({"年度": 2020}), report_of({"年度": 2021})])
    with pytest.raises(ValueError, match="格式不一"):
        common_form([])


def test_a_difference_names_what_each_member_adds() -> None:
    [difference] = compare_area(bureau("安平县", 20), [bureau("甲局", 5), bureau("乙局", ""), bureau("丙局", 7)])
    assert difference.address == LICENCE
    assert (difference.printed.value, difference.added, difference.gap) == (20, 12, 8)
    assert difference.shares == (Share("甲局", 5), Share("乙局", None), Share("丙局", 7))
    assert difference.lacking == ("乙局",)
    assert difference.likely == ()


def test_members_on_another_form_are_passed_over_and_named() -> None:
    old = report_of({"机关": "乙局", "年度": 2023, "格式": 2019})
    area = bureau("安平县", 5)
    assert list(compare_area(area, [bureau("甲局", 5), old])) == []
    assert [(m.organ, why) for m, why in misfits(area, [old])] == [("乙局", "格式与汇总报告不同")]


@given(st.lists(reports("2021"), min_size=1, max_size=4))
def test_a_sum_of_tallies_is_a_tally(members: list[Report]) -> None:
    area = add_up(members, year=2023)
    assert all(identity.holds(area.cells) for identity in within("2021"))
    assert list(compare_area(area, members)) == []
