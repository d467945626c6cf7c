"""The identities are theorems for a tally, and whatever cell is changed, one through that cell breaks."""

from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.cells import ABSENT, BLANK, Address, Cell, State
from gongkai.report.identities import COLLAPSED_OTHER, across_years, of_table, total, within
from gongkai.report.reading import FORMS, Report
from tests.check_cases import report_of
from tests.tallied import reports


def test_it_works() -> None:
    report = report_of({"表三": {"一": [3, 0, 0, 0, 0, 0, 3]}})
    broken = [(i.code, i.cell.column) for i in within("2021") if i.holds(report.cells) is False]
    assert broken == [("T3-1", "natural_person"), ("T3-1", "total")]


def test_their_number_is_that_of_the_form() -> None:
    counted = {key: [i.code for i in within(key)] for key in FORMS}
    assert [counted["2021"].count(code) for code in ("T3-1", "T3-2", "T3-3", "T4-1")] == [7, 7, 25, 3]
    assert [counted["2019"].count(code) for code in ("T3-1", "T3-2", "T3-3", "T4-1")] == [7, 7, 23, 3]
    assert [i.code for i in across_years("2021", "2021")] == ["Y-1"] * 7 + ["Y-2"] * 2
    assert [i.code for i in across_years("2021", "2019")] == ["Y-1"] * 7
    assert of_table("2021", 2) == ()


def test_every_cell_of_an_identity_is_in_the_form() -> None:
    for key, form in FORMS.items():
        known = set(form.addresses)
        for identity in within(key):
            extra = {a for a in (*identity.left, *identity.right) if a.row == COLLAPSED_OTHER}
            assert {*identity.left, *identity.right, identity.cell} - extra <= known


def test_a_blank_among_several_adds_nothing_and_a_lone_one_is_unknown() -> None:
    one, other = Address(3, "new", "business"), Address(3, "new", "total")
    assert total({one: BLANK, other: Cell(3)}, (one, other)) == 3
    assert total({one: BLANK}, (one,)) is None
    assert total({one: ABSENT, other: Cell(3)}, (one, other)) == 3


def test_text_and_undecided_cells_make_a_sum_unknown() -> None:
    one, other = Address(3, "new", "business"), Address(3, "new", "total")
    for cell in (Cell(state=State.TEXT, raw="若干"), Cell(state=State.UNDECIDED, readings=(1, 12))):
        assert total({one: cell, other: Cell(3)}, (one, other)) is None


@given(reports())
def test_a_tally_breaks_none(report: Report) -> None:
    assert all(identity.holds(report.cells) for identity in within(report.form))


@given(reports(), st.data())
def test_any_changed_cell_breaks_one_that_it_stands_in(report: Report, data: st.DataObject) -> None:
    form = FORMS[report.form]
    address = data.draw(st.sampled_from([a for a in form.addresses if a.table != 2]))
    value = report.cells[address].value
    assert isinstance(value, int)
    changed = report.with_cells({address: Cell(value + data.draw(st.integers(1, 999)))})
    broken = [i for i in within(report.form) if i.holds(changed.cells) is False]
    assert broken
    assert all(address in (*i.left, *i.right) for i in broken)


def test_last_years_carry_over_is_this_years_start() -> None:
    old = report_of({"年度": 2022, "表三": {"四": {"自然人": 2, "总计": 2}}})
    new = report_of({"年度": 2023, "表三": {"二": {"自然人": 1, "总计": 2}}})
    broken = [i for i in across_years("2021", "2021") if i.holds(new.cells, old.cells) is False]
    assert [(i.code, i.cell.column) for i in broken] == [("Y-1", "natural_person")]
