"""The triple of normative documents: settled by last year or by the text, otherwise left undecided."""

from dataclasses import replace

import pytest

from gongkai.report.cells import ABSENT, Address, Cell, State
from gongkai.report.form_2021 import FORM_2021
from gongkai.report.reading import Passage, Report
from gongkai.report.settle import settle
from gongkai.report.solve import Run, solve_free

COLUMNS = ("issued", "repealed", "in_force")


def report(run: str, text: str = "") -> Report:
    columns = FORM_2021.block(2, "normative_document").columns
    cells = dict.fromkeys(FORM_2021.addresses, ABSENT)
    for column, cell in zip(columns, solve_free(Run((run,)), columns), strict=True):
        cells[Address(2, "normative_document", column.key)] = cell
    return Report("某局", 2023, "2021", cells, passages=(Passage("overview", "一、", "总体情况", text),))


def triple(found: Report) -> list[object]:
    return [found.value(2, "normative_document", c) for c in COLUMNS]


def previous(in_force: int) -> Report:
    cells = {Address(2, "normative_document", "in_force"): Cell(in_force)}
    return Report("某局", 2022, "2021", cells)


def test_last_year_settles_it() -> None:
    found = settle(report("5615"), previous(16))
    assert triple(found) == [5, 6, 15]
    assert found.cell(2, "normative_document", "issued").solved


def test_the_text_settles_it_when_it_states_two() -> None:
    assert triple(settle(report("4920", "本年制发规范性文件4件，现行有效规范性文件20件。"))) == [4, 9, 20]


@pytest.mark.parametrize(
    ("run", "text", "before"),
    [
        ("5615", "", None),
        ("5615", "本年制发规范性文件5件。", None),
        ("5615", "制发规范性文件5件、制发规范性文件6件，现行有效15件。", None),
        ("5615", "", 700),
    ],
)
def test_otherwise_it_stays_undecided(run: str, text: str, before: int | None) -> None:
    found = settle(report(run, text), previous(before) if before is not None else None)
    assert found.cell(2, "normative_document", "issued").state is State.UNDECIDED
    assert set(found.cell(2, "normative_document", "issued").readings) == {5, 56}


def test_what_was_read_is_left_alone() -> None:
    plain = report("123")
    assert triple(plain) == [1, 2, 3]
    assert settle(plain, previous(99)) is plain


def test_the_report_of_another_year_than_the_one_before_decides_nothing() -> None:
    now, before = replace(report("5615"), year=2023), previous(16)
    assert triple(settle(now, replace(before, year=2022))) == triple(settle(report("5615"), before))
    assert settle(now, replace(before, year=2021)) == now
