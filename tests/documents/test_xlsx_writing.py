"""Workbooks: a sheet for each table in the official merged layout, numbers as numbers, text as it was printed."""

import io

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.documents.layout import sheets
from gongkai.documents.xlsx.writing import write
from gongkai.report.cells import Address, Cell, State
from gongkai.report.reading import Report
from tests.documents.sample import COUNT, sample, sample_2019


def book(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write(report)))


def test_it_works() -> None:
    assert book(sample()).sheetnames == ["文字", "表二", "表三", "表四"]
    assert book(sample())["文字"]["A1"].value == sample().title


@pytest.mark.parametrize("report", [sample(), sample_2019()], ids=["2021", "2019"])
def test_cells_and_merges_are_those_of_the_layout(report: Report) -> None:
    workbook = book(report)
    for sheet in sheets(report):
        page = workbook[f"表{'一二三四'[sheet.number - 1]}"]
        assert isinstance(page, Worksheet)
        merged = {(m.min_row - 1, m.min_col - 1, m.size["rows"], m.size["columns"]) for m in page.merged_cells.ranges}
        assert merged == {
            (s.row, s.column, s.rowspan, s.colspan) for s in sheet.slots() if s.rowspan > 1 or s.colspan > 1
        }
        for slot in sheet.slots():
            value = page.cell(slot.row + 1, slot.column + 1).value
            assert ("" if value is None else str(value)) == slot.text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("3", 3),
        ("40.51", 40.51),
        ("007", "007"),
        ("1,234", "1,234"),
        ("０", "０"),
        ("3.10", "3.10"),
        ("9" * 18, "9" * 18),
    ],
)
def test_only_what_prints_the_same_is_a_number(raw: str, shown: object) -> None:
    report = sample().with_cells({COUNT: Cell(1, raw=raw)})
    values = [cell.value for row in book(report)["表三"].iter_rows() for cell in row]
    assert shown in values
    assert type(shown) in {type(v) for v in values if v == shown}


@pytest.mark.parametrize("raw", ["=1+1", "@x", "http://a.b"])
def test_no_text_becomes_a_formula_or_a_link(raw: str) -> None:
    report = sample().with_cells({Address(3, "new", "total"): Cell(state=State.TEXT, raw=raw)})
    found = [cell for row in book(report)["表三"].iter_rows() for cell in row if cell.value == raw]
    assert [(cell.data_type, cell.hyperlink) for cell in found] == [("s", None)]


def test_a_report_without_tables_has_its_text() -> None:
    assert book(Report("云山县", 2012, "before_2019", title="年报")).sheetnames == ["文字"]


def test_pages_print_on_one_page_across() -> None:
    for page in book(sample()).worksheets:
        assert page.page_setup.fitToWidth in (None, 1)
        assert page.sheet_properties.pageSetUpPr is not None
        assert page.sheet_properties.pageSetUpPr.fitToPage
