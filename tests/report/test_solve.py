"""Digits written together: solved by the table, or left undecided; never guessed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report.cells import Address, Cell, State
from gongkai.report.form_2021 import FORM_2021
from gongkai.report.identities import result_rows
from gongkai.report.solve import Run, free_readings, read_run, readings, solve_table_3, solve_table_4, splits

COLUMNS = FORM_2021.table(3).blocks[0].columns
KEYS = [r.key for r in FORM_2021.table(3).blocks[0].rows]


def table(**rows: str) -> dict[str, Run]:
    """All rows zero but those given as runs."""
    return {key: Run(tuple(rows.get(key, "0000000").split())) for key in KEYS}


def values(cells: dict[Address, Cell], row: str) -> list[object]:
    return [cells[Address(3, row, c.key)].value for c in COLUMNS]


def test_it_works() -> None:
    cells = solve_table_3({}, table(new="801000081", granted="801000081", total="801000081"), FORM_2021)
    assert values(cells, "new") == [80, 1, 0, 0, 0, 0, 81]
    assert cells[Address(3, "new", "total")].solved


def test_as_many_digits_as_cells_is_one_digit_a_cell() -> None:
    cells = solve_table_3({}, table(granted="8100008"), FORM_2021)
    assert values(cells, "granted") == [8, 1, 0, 0, 0, 0, 8]


def test_columns_decide_between_two_readings_of_a_row() -> None:
    run = "112000013"
    several = list(splits((run,), 7, sums=True))
    assert len(several) > 1
    new, old = several[0], several[1]
    rows = {k: [Cell(0)] * 7 for k in KEYS if k not in ("new", "granted", "total")}
    rows["granted"] = rows["total"] = [Cell(v) for v in old]
    cells = solve_table_3(rows, {"new": Run((run,))}, FORM_2021)
    assert tuple(values(cells, "new")) == old != new


def test_a_real_mistake_takes_the_reading_that_breaks_least() -> None:
    cells = solve_table_3({}, table(new="190000019", granted="181000019", total="191000019"), FORM_2021)
    assert values(cells, "total") == [19, 1, 0, 0, 0, 0, 19]


def test_several_least_readings_stay_undecided() -> None:
    cells = solve_table_3({k: [Cell(0)] * 7 for k in KEYS if k != "new"}, {"new": Run(("1230000",))}, FORM_2021)
    assert values(cells, "new") == [1, 2, 3, 0, 0, 0, 0]
    cells = solve_table_3({k: [Cell(0)] * 7 for k in KEYS if k != "new"}, {"new": Run(("12300005",))}, FORM_2021)
    assert cells[Address(3, "new", "natural_person")].state is State.UNDECIDED
    assert set(cells[Address(3, "new", "natural_person")].readings) >= {1, 12}


def test_a_space_is_a_boundary() -> None:
    assert list(splits(("200", "000121"), 7, sums=True)) == [(20, 0, 0, 0, 0, 1, 21)]
    assert list(splits(("1", "2", "3"), 2, sums=False)) == []


def test_dropped_blanks_are_not_shifted() -> None:
    cells = solve_table_3({}, table(new="2581211", granted="11"), FORM_2021)
    assert cells[Address(3, "new", "business")].state is State.UNDECIDED
    assert cells[Address(3, "granted", "total")].state is State.UNDECIDED


def test_nothing_between_labels_is_blank() -> None:
    cells = solve_table_3({}, table(fee_lapsed=""), FORM_2021)
    assert {cells[Address(3, "fee_lapsed", c.key)].state for c in COLUMNS} == {State.BLANK}


def test_table_4_by_its_totals() -> None:
    cells = solve_table_4(Run(("10203120001200000",)), FORM_2021)
    assert [c.value for c in cells.values()] == [1, 0, 2, 0, 3, 12, 0, 0, 0, 12, 0, 0, 0, 0, 0]


def test_table_4_with_spaces_at_random() -> None:
    cells = solve_table_4(Run(("00", "0", "0", "01", "0", "0", "0", "1", "0", "0", "0", "00")), FORM_2021)
    assert [c.value for c in cells.values()] == [0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0]


def test_a_triple_without_identity_keeps_its_readings() -> None:
    assert set(free_readings(Run(("5615",)), 3)) == {(5, 6, 15), (5, 61, 5), (56, 1, 5)}
    assert free_readings(Run(("2648-18538",)), 3) == ()


def test_pieces_as_cells_keep_what_was_printed() -> None:
    cells = read_run(Run(("1", "/", "0", "０", "-", "0", "1")), COLUMNS)
    assert cells is not None
    assert [c.raw for c in cells] == ["1", "/", "0", "０", "-", "0", "1"]
    assert cells[1].state is State.SLASH


def test_too_many_readings_are_not_listed() -> None:
    assert readings(("1" * 40,), 7) == ((), ())
    cells = solve_table_3({}, table(new="1" * 40), FORM_2021)
    assert cells[Address(3, "new", "total")].state is State.UNDECIDED


PARTS = st.lists(st.sampled_from([0, 0, 0, 0, 1, 2, 3, 7, 10, 11, 25, 40, 134]), min_size=6, max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(result_rows(FORM_2021)), PARTS, max_size=6))
def test_a_consistent_table_is_never_read_wrongly(results: dict[str, list[int]]) -> None:
    """Whatever the digits: each cell comes back as it was, or undecided with the truth among its readings."""
    rows = {k: [*results.get(k, [0] * 6)] for k in KEYS}
    total = [sum(rows[k][i] for k in result_rows(FORM_2021)) for i in range(6)]
    rows["total"], rows["new"] = total, total
    runs = {k: Run(("".join(map(str, [*v, sum(v)])),)) for k, v in rows.items()}
    cells = solve_table_3({}, runs, FORM_2021)
    for key, parts in rows.items():
        for column, value in zip(COLUMNS, [*parts, sum(parts)], strict=True):
            cell = cells[Address(3, key, column.key)]
            assert cell.value == value or (
                cell.state is State.UNDECIDED and (value in cell.readings or not cell.readings)
            )
