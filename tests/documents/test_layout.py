"""The official layout: geometry of the blank form, what is left out, where text stands."""

import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from gongkai.documents.anchors import pieces, place
from gongkai.documents.layout import Kind, Line, Role, elements, heading, sheet, sheets, title_lines, title_of
from gongkai.report.cells import ABSENT, Address, Cell, fold
from gongkai.report.identities import COLLAPSED_OTHER
from gongkai.report.reading import BEFORE_2019, Passage, Report
from tests.documents.sample import BLANK_CELL, findings, sample, sample_2019
from tests.paths import SHARED

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEMPLATE = SHARED / "reports" / "files" / "政务公开年报模版.docx"


def test_it_works() -> None:
    shown = elements(sample())
    lines = [e for e in shown if isinstance(e, Line)]
    assert lines[0].role is Role.TITLE
    assert next(line.text for line in lines if line.role is Role.HEADING) == "一、总体情况"
    assert [s.number for s in sheets(sample())] == [2, 3, 4]


@pytest.mark.skipif(not TEMPLATE.exists(), reason="needs ../shared")
@pytest.mark.parametrize("number", [2, 3, 4])
def test_the_geometry_is_that_of_the_blank_form(number: int) -> None:
    full = sample().with_cells({Address(3, "fee_lapsed", c): Cell(0) for c in _columns_3()})
    ours = [[(s.text, s.colspan) for s in _distinct(row)] for row in sheet(full, number).grid()]
    with zipfile.ZipFile(TEMPLATE) as archive:
        table = list(ElementTree.fromstring(archive.read("word/document.xml")).iter(f"{W}tbl"))[number - 2]
    theirs: list[list[int]] = []
    words: list[str] = []
    for row in table.iter(f"{W}tr"):
        cells = list(row.iter(f"{W}tc"))
        spans = [int(s.get(f"{W}val", "1")) if (s := c.find(f"{W}tcPr/{W}gridSpan")) is not None else 1 for c in cells]
        theirs.append(spans)
        words += [fold(t) for c in cells if (t := "".join(x.text or "" for x in c.iter(f"{W}t")).strip())]
    assert [[n for _, n in row] for row in ours] == theirs
    official = [fold(s.text) for row in sheet(full, number).rows for s in row if s.kind is not Kind.VALUE]
    assert official == words


def _columns_3() -> list[str]:
    return [a.column for a in sample().cells if a.table == 3 and a.row == "new"]


def _distinct(row: list) -> list:
    return [slot for at, slot in enumerate(row) if at == 0 or row[at - 1] is not slot]


@pytest.mark.parametrize("report", [sample(), sample_2019()], ids=["2021", "2019"])
def test_every_table_is_a_full_rectangle_and_shows_each_cell_once(report: Report) -> None:
    shown = []
    for drawn in sheets(report):
        assert all(len(row) == len(drawn.widths) for row in drawn.grid())
        shown += [slot.address for slot in drawn.slots() if slot.address]
    assert sorted(shown) == sorted(a for a, c in report.cells.items() if c != ABSENT)


def test_an_absent_row_is_left_out_and_a_blank_cell_is_empty() -> None:
    slots = {slot.address: slot for slot in sheet(sample(), 3).slots() if slot.address}
    assert not any(address.row == "fee_lapsed" for address in slots)
    assert slots[BLANK_CELL].text == ""


def test_an_absent_table_is_left_out() -> None:
    report = sample().with_cells({a: ABSENT for a in sample().cells if a.table == 4})
    assert [s.number for s in sheets(report)] == [2, 3]


def test_the_form_of_2019_has_its_own_columns() -> None:
    texts = [[s.text for s in row if s.kind is Kind.HEAD] for row in sheet(sample_2019(), 2).rows]
    assert ["信息内容", "采购项目数量", "采购总金额"] in texts
    assert ["（六）其他处理"] in [[s.text for s in row if s.kind is Kind.LABEL] for row in sheet(sample_2019(), 3).rows]


def test_a_collapsed_row_six_is_shown_before_the_total() -> None:
    report = sample().with_cells({Address(3, COLLAPSED_OTHER, c): Cell(1) for c in _columns_3()})
    labels = [s.text for row in sheet(report, 3).rows for s in row if s.kind is Kind.LABEL]
    assert labels.index("（六）其他处理", labels.index("3.其他")) + 1 == labels.index("（七）总计")


def test_a_table_without_its_section_gets_the_official_heading() -> None:
    report = replace(sample(), passages=(Passage("problems", "五、", "存在的问题", "更新慢。"),))
    headings = [e.text for e in elements(report) if isinstance(e, Line) and e.role is Role.HEADING]
    assert headings == [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的问题",
    ]


@pytest.mark.parametrize(
    ("number", "words", "shown"),
    [("一", "总体情况", "一、总体情况"), ("1、", "概述", "1、概述"), ("", "", "一、总体情况"), ("", "概述", "概述")],
)
def test_headings_are_as_printed(number: str, words: str, shown: str) -> None:
    assert heading(sample(), Passage("overview", number, words, "")) == shown


def test_a_report_older_than_the_forms_has_text_only() -> None:
    report = Report("云山县", 2012, BEFORE_2019, passages=(Passage("unknown", "", "概述", "甲。\n\n乙。"),))
    assert [e.text for e in elements(report) if isinstance(e, Line)][1:] == ["概述", "甲。", "乙。"]
    assert sheets(report) == []
    with pytest.raises(KeyError):
        sheet(report, 3)


def test_offsets_point_into_the_text_of_the_section() -> None:
    report = replace(sample(), passages=(*sample().passages, Passage("overview", "", "又", "再说一段。\n\n又一段。")))
    for element in elements(report):
        if isinstance(element, Line) and element.role is Role.TEXT:
            text = report.text(element.section)
            assert text[element.start : element.start + len(element.text)] == element.text


def test_characters_that_xml_cannot_carry_are_replaced_one_for_one() -> None:
    assert title_of(replace(sample(), title="年\x00度\ud800报告")) == "年�度�报告"


def test_a_report_without_title_gets_the_usual_one() -> None:
    assert title_of(replace(sample(), title="")) == "云山县司法局2023年政府信息公开工作年度报告"


def test_a_long_title_breaks_behind_the_organ() -> None:
    assert title_lines(sample()) == ("云山县司法局", "2023年政府信息公开工作年度报告")
    assert title_lines(replace(sample(), title="2023年度报告")) == ("2023年度报告",)


def test_every_finding_has_one_place() -> None:
    report = sample()
    found = findings(report)
    anchors = place(elements(report), found)
    placed = [i for group in anchors.cells.values() for i in group] + anchors.title
    placed += [i for group in anchors.headings.values() for i in group]
    placed += [i for group in anchors.spans.values() for _, _, i in group]
    assert sorted(placed) == list(range(len(found)))
    assert anchors.title == [7]
    assert anchors.headings == {"problems": [5], "requests": [6]}


def test_pieces_give_the_line_back_and_cover_exactly_the_range() -> None:
    report = sample()
    laid_out = elements(report)
    anchors = place(laid_out, findings(report))
    lines = [e for e in laid_out if isinstance(e, Line)]
    for line in lines:
        assert "".join(p.text for p in pieces(line, anchors)) == line.text
    covered = [p.text for line in lines for p in pieces(line, anchors) if 2 in p.findings]
    assert "".join(covered) == "按规定时限"
    both = [p.text for line in lines for p in pieces(line, anchors) if 4 in p.findings]
    assert "".join(both) == "专栏内容。（二）依申请"
