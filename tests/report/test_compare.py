"""Two reports side by side."""

from gongkai.report.cells import Address
from gongkai.report.compare import compare, follows
from gongkai.report.reading import BEFORE_2019, Report
from tests.check_cases import report_of

LICENCE = Address(2, "licence", "decisions")


def test_it_works() -> None:
    old = report_of({"年度": 2022, "表二": {"行政许可": 160}})
    new = report_of({"年度": 2023, "表二": {"行政许可": 200}})
    [row] = compare(old, new, only_changes=True)
    assert (row.address, row.change, row.share, row.differs) == (LICENCE, 40, 0.25, True)


def test_every_cell_of_the_form_is_there_in_order() -> None:
    old, new = report_of({"年度": 2022}), report_of({"年度": 2023})
    assert new.edition is not None
    assert tuple(row.address for row in compare(old, new)) == new.edition.addresses


def test_from_nothing_there_is_no_share() -> None:
    [row] = compare(report_of({"年度": 2022}), report_of({"表二": {"行政许可": 3}}), only_changes=True)
    assert (row.change, row.share) == (3, None)


def test_a_cell_without_a_value_has_no_change() -> None:
    [row] = compare(report_of({"年度": 2022}), report_of({"表二": {"行政许可": ""}}), only_changes=True)
    assert (row.address, row.change, row.share, row.differs) == (LICENCE, None, None, True)


def test_cells_of_the_older_form_come_last() -> None:
    addresses = [row.address for row in compare(report_of({"年度": 2020}), report_of({"年度": 2021}))]
    assert addresses[0] == Address(2, "government_rule", "issued")
    assert Address(2, "procurement", "amount") in addresses[-20:]
    assert len(addresses) == len(set(addresses))


def test_a_report_older_than_the_forms_has_nothing_to_compare() -> None:
    assert list(compare(Report("甲局", 2018, BEFORE_2019), report_of({"年度": 2019}))) == []


def test_only_the_next_year_follows() -> None:
    def of(year: int | None) -> Report:
        return Report("某局", year, "2021")

    assert follows(of(2023), of(2022)) and follows(of(None), of(2022)) and follows(of(2023), of(None))
    assert not follows(of(2023), of(2021)) and not follows(of(2023), of(2023)) and not follows(of(2022), of(2023))
