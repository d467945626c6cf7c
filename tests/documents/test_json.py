"""The report as JSON: the contract's shape, and back to the same report."""

import json
from dataclasses import replace
from datetime import date

import pytest

from gongkai.documents.blocks import Unreadable
from gongkai.documents.json import finding_object, read, report_object, write
from gongkai.report.cells import Address, Cell
from gongkai.report.identities import COLLAPSED_OTHER
from gongkai.report.reading import BEFORE_2019, Passage, Report, Source, Warning
from tests import facts
from tests.documents.sample import BLANK_CELL, CHARGE, findings, sample


def test_it_works() -> None:
    report = sample()
    assert read(write(report)) == report


def test_nothing_is_lost() -> None:
    cell = Cell(5, raw=None, solved=True, confidence=0.9)
    report = replace(
        sample(),
        published_on=date(2024, 1, 25),
        source=Source("年报.pdf", "pdf", "0" * 64, 5),
        warnings=(Warning("pages", "第 3 页是图片。"),),
    ).with_cells({Address(3, COLLAPSED_OTHER, "total"): cell})
    again = read(write(report))
    assert again == report
    assert (again.source, again.warnings) == (report.source, report.warnings)
    kept = again.cell(3, COLLAPSED_OTHER, "total")
    assert (kept.solved, kept.confidence) == (True, 0.9)


@pytest.mark.parametrize("identifier", facts.ids())
def test_every_real_report_comes_back(identifier: str) -> None:
    assert read(write(facts.report(identifier))) == facts.report(identifier)


def test_it_has_the_shape_of_the_contract() -> None:
    found = report_object(sample())
    assert list(found) == ["schema", "organ", "year", "form", "title", "published_on", "source", "section2", "section3",
                           "section4", "narrative", "passages", "warnings"]  # fmt: skip
    assert found["section2"][CHARGE.row][CHARGE.column] == {"value": "40.51", "raw": "40.51"}
    assert found["section2"]["normative_document"]["issued"] == {
        "value": None, "raw": "693665", "state": "undecided", "readings": [6, 69, 693]}  # fmt: skip
    assert found["section3"][BLANK_CELL.row][BLANK_CELL.column] == {"value": None, "raw": "", "state": "blank"}
    assert found["section3"]["fee_lapsed"]["total"]["state"] == "absent"
    assert set(found["narrative"]) == {"overview", "problems", "other_matters", "preamble"}


def test_without_narrative_there_is_no_text() -> None:
    found = report_object(sample(), narrative=False)
    assert "narrative" not in found
    assert "passages" not in found


def test_findings_have_the_shape_of_the_contract() -> None:
    cell, _, span, *_, document = (finding_object(f) for f in findings(sample()))
    assert cell["where"] == {"table": 3, "row": "new", "column": "total"}
    assert cell["severity"] == "error"
    assert cell["likely_cause"] == "漏填"
    assert set(span["where"]) == {"section", "start", "end", "text"}
    assert document["where"] is None


def test_a_report_older_than_the_forms_comes_back() -> None:
    report = Report("云山县", 2012, BEFORE_2019, title="年报", passages=(Passage("unknown", "", "概述", "甲"),))
    assert read(write(report)) == report


def test_without_passages_the_narrative_is_read() -> None:
    found = json.loads(write(sample()))
    del found["passages"]
    assert read(json.dumps(found)).text("problems") == sample().text("problems")


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b'{"schema": 2}', b'{"schema": 1}', b"[" * 100_000, b'{"schema":1,"form":"2050"}'],
    ids=["empty", "broken", "list", "other schema", "no fields", "nested", "other form"],
)
def test_what_is_not_ours_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="JSON"):
        read(data)


@pytest.mark.parametrize("value", [True, "3", 1.5, []])
def test_a_count_must_be_an_integer(value: object) -> None:
    found = json.loads(write(sample()))
    found["section3"]["new"]["total"]["value"] = value
    with pytest.raises(Unreadable):
        read(json.dumps(found))
