"""Tidy CSV: one row a cell, and back to the same cells."""

import csv
import io
from dataclasses import replace

import pytest

from gongkai.documents.blocks import Unreadable
from gongkai.documents.csv import FIELDS, read, write
from gongkai.report.cells import Address, Cell, State
from gongkai.report.identities import COLLAPSED_OTHER
from gongkai.report.reading import Report
from tests import facts
from tests.documents.sample import CHARGE, sample, sample_2019


def cells_of(report: Report) -> Report:
    return replace(report, title="", passages=(), published_on=None)


def test_it_works() -> None:
    assert read(write(sample())) == (cells_of(sample()),)


def test_several_reports_stand_in_one_file() -> None:
    assert read(write(sample(), sample_2019())) == (cells_of(sample()), cells_of(sample_2019()))


@pytest.mark.parametrize("identifier", facts.ids())
def test_every_real_report_comes_back(identifier: str) -> None:
    assert read(write(facts.report(identifier))) == (cells_of(facts.report(identifier)),)


def test_one_row_a_cell_with_the_words_of_the_form() -> None:
    data = write(sample())
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == len(sample().cells)
    assert tuple(rows[0]) == FIELDS
    charge = next(r for r in rows if r["column"] == CHARGE.column)
    assert (charge["row_words"], charge["value"], charge["state"]) == ("行政事业性收费", "40.51", "")


def test_a_collapsed_row_comes_back() -> None:
    report = sample().with_cells({Address(3, COLLAPSED_OTHER, "total"): Cell(2)})
    again = read(write(report))[0]
    assert again.cell(3, COLLAPSED_OTHER, "total") == Cell(2)


@pytest.mark.parametrize("raw", ["=1+1", "@SUM(A1)", "+86", "-1", "'0", "\t=2", "-"])
def test_no_text_becomes_a_formula(raw: str) -> None:
    address = Address(3, "new", "total")
    data = write(sample().with_cells({address: Cell(state=State.TEXT, raw=raw)}))
    row = next(
        r for r in csv.DictReader(io.StringIO(data.decode("utf-8-sig"))) if r["row"] == "new" and r["raw"] != "0"
    )
    assert row["raw"] in ("-", "-1", "+86") or row["raw"].startswith("'")
    assert read(data)[0].cell(*address).raw == raw


@pytest.mark.parametrize(
    "data",
    [b"", b"a,b\r\n1,2\r\n", b"\xff\xfe\x00", write(sample()).replace(b",total,", b",all,"),
     write(sample()).replace(b",1234,", b",many,")],
    ids=["empty", "other columns", "not text", "unknown column", "no number"],
)  # fmt: skip
def test_what_is_not_ours_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="CSV"):
        read(data)
