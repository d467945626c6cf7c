"""Workbooks as a person sees them: merged cells, shown numbers, text around the tables, nothing hidden."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.documents.blocks import Document, Grid, Paragraph, Unreadable
from gongkai.documents.xlsx import blocks, printed, xls
from tests.required import needs


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def workbook(rows: list[list[object]], *merged: str, more: Callable[[Worksheet], None] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(row)
    for place in merged:
        sheet.merge_cells(place)
    if more:
        more(sheet)
    return saved(book)


def changed(data: bytes, name: str, old: str, new: str | bytes) -> bytes:
    """The workbook with one part rewritten."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for item in source.namelist():
            part = source.read(item)
            if item == name:
                assert re.search(old.encode(), part)
                part = re.sub(old.encode(), lambda _: new.encode() if isinstance(new, str) else new, part, count=1)
            target.writestr(item, part)
    return buffer.getvalue()


def shown(document: Document) -> list[object]:
    return [b.text if isinstance(b, Paragraph) else b.texts() for b in document.blocks]


SHEET = "xl/worksheets/sheet1.xml"


def test_it_works() -> None:
    assert shown(blocks(workbook([["规章", 3, None], ["行政许可", 0, "/"]]))) == [
        [["规章", "3", ""], ["行政许可", "0", "/"]]
    ]


def report_sheet() -> bytes:
    rows: list[list[object]] = [
        ["某局2023年政府信息公开工作年度报告"],
        [],
        ["一、总体情况"],
        ["本年度依法公开，发布及时。"],
        ["第二十条第（一）项"],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", 0, None, 3],
        ["第二十条第（八）项"],
        ["信息内容", "本年收费金额（单位：万元）"],
        ["行政事业性收费", 40.51],
        ["三、收到和处理政府信息公开申请情况"],
        ["本列数据", None, "申请人情况"],
        [None, None, "自然人", "商业企业", "总计"],
        ["三、本年度办理结果", "（一）予以公开", 1, 0, 1],
        [None, "（七）总计"],
    ]
    return workbook(
        rows, "A1:E1", "A4:E4", "A5:D5", "A8:D8", "B9:D9", "B10:D10", "A12:B13", "C12:E12", "A14:A15", "A11:E11"
    )


EXPECTED: list[object] = [
    "某局2023年政府信息公开工作年度报告",
    "一、总体情况",
    "本年度依法公开，发布及时。",
    [
        ["第二十条第（一）项"] * 4,
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "", "3"],
        ["第二十条第（八）项"] * 4,
        ["信息内容"] + ["本年收费金额（单位：万元）"] * 3,
        ["行政事业性收费"] + ["40.51"] * 3,
    ],
    "三、收到和处理政府信息公开申请情况",
    [
        ["本列数据"] * 2 + ["申请人情况"] * 3,
        ["本列数据"] * 2 + ["自然人", "商业企业", "总计"],
        ["三、本年度办理结果", "（一）予以公开", "1", "0", "1"],
        ["三、本年度办理结果", "（七）总计", "", "", ""],
    ],
]


def test_a_whole_report_in_one_sheet() -> None:
    document = blocks(report_sheet())
    assert shown(document) == EXPECTED
    grid = document.blocks[-1]
    assert isinstance(grid, Grid)
    assert grid.rows[2][0] is grid.rows[3][0]
    assert document.flow is False


def test_the_same_as_an_old_workbook(tmp_path: Path) -> None:
    needs("soffice")
    (tmp_path / "年报.xlsx").write_bytes(report_sheet())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xls", "--outdir", str(tmp_path), "年报.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=tmp_path)
    data = (tmp_path / "年报.xls").read_bytes()
    document = xls.blocks(data)
    assert shown(document) == EXPECTED
    assert document.format == "xls"
    for cut in (600, len(data) // 2, len(data) - 600):
        try:
            xls.blocks(data[:cut])
        except Unreadable:
            continue


def test_a_lone_label_between_rows_stays_in_its_table() -> None:
    assert shown(blocks(workbook([["行政许可", 1], ["行政处罚"], ["行政强制", 2]]))) == [
        [["行政许可", "1"], ["行政处罚", ""], ["行政强制", "2"]]
    ]


@pytest.mark.parametrize(
    ("value", "format", "expected"),
    [
        (3, "General", "3"),
        (3.0, "General", "3"),
        (40.51, "General", "40.51"),
        (0.1 + 0.2, "General", "0.3"),
        (5949.088667, "General", "5949.088667"),
        (5949.088667, "0.00", "5949.09"),
        (2.5, "0", "3"),
        (0.339, "0.0%", "33.9%"),
        (1, "0%", "100%"),
        (1234, "#,##0", "1,234"),
        (1234.5, '#,##0.00_ "元"', "1,234.50"),
        (40.5, "0.0##", "40.5"),
        (-2, "0;[Red]-0", "-2"),
        (1e22, "General", "10000000000000000000000"),
        (1e-7, "General", "0.0000001"),
        (0, '_ * #,##0_ ;_ * "-"_ ', "0"),
    ],
)
def test_numbers_as_shown(value: float, format: str, expected: str) -> None:
    assert printed.number(value, format) == expected


def test_dates_as_shown() -> None:
    def formats(sheet: Worksheet) -> None:
        sheet["B1"].number_format = 'yyyy"年"m"月"d"日"'

    data = workbook([["甲", date(2024, 1, 30), date(2024, 1, 3)], ["乙", True, "#REF!"]], more=formats)
    assert shown(blocks(data)) == [[["甲", "2024年1月30日", "2024-01-03"], ["乙", "TRUE", "#REF!"]]]


def test_a_formula_gives_its_stored_result() -> None:
    data = workbook([["规章", "=1+1", 4]])
    with_result = changed(data, SHEET, r"<v ?/>|<v></v>", "<v>2</v>")
    assert shown(blocks(with_result)) == [[["规章", "2", "4"]]]
    assert blocks(with_result).warnings == []


def test_a_formula_without_result_is_blank_and_said() -> None:
    document = blocks(workbook([["规章", "=1+1", 4]]))
    assert shown(document) == [[["规章", "", "4"]]]
    assert [w.code for w in document.warnings] == ["formula_without_result"]


def test_hidden_sheets_rows_and_columns_are_left_out_and_said() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        other = sheet.parent.create_sheet("去年") if sheet.parent else None
        assert other is not None
        other["A1"] = "旧"
        other.sheet_state = "hidden"

    document = blocks(workbook([["行政许可", 8, 1], ["行政处罚", 8, 2], ["行政强制", 8, 3]], more=hide))
    assert shown(document) == [[["行政许可", "1"]], [["行政强制", "3"]]]
    assert [w.code for w in document.warnings] == ["hidden_sheet", "hidden_cells"]


def test_names_of_sheets_tell_years_apart() -> None:
    def second(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.title = "2022年"
        sheet.parent.create_sheet("2023年").append(["规章", 2])

    assert shown(blocks(workbook([["规章", 1]], more=second))) == ["2022年", [["规章", "1"]], "2023年", [["规章", "2"]]]


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(Unreadable, match="没有填写内容"):
        blocks(workbook([]))


def test_far_apart_cells_cost_nothing() -> None:
    def far(sheet: Worksheet) -> None:
        sheet["XFD1048576"] = "远"

    assert shown(blocks(workbook([["规章", 1]], more=far))) == [[["规章", "1"]], "远"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"<mergeCell ref=\"A1:B1\"", '<mergeCell ref="A1:XFD1048576"'),
        (r"<\?xml|<worksheet", "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet"),
        (r"<worksheet", '<?xml version="1.0" encoding="utf-7"?><worksheet'),
        (r"<sheetData>", "<sheetData>" + "<row>" + "<c><v>1</v></c>" * 100_001 + "</row>"),
        (r"<sheetData>", "<sheetData>" + "<row>" + '<c s="0"/>' * 400_001 + "</row>"),
        (r"</sheetData>", ""),
    ],
)
def test_parts_made_to_harm_are_refused(old: str, new: str) -> None:
    with pytest.raises(Unreadable):
        blocks(changed(workbook([["甲", None]], "A1:B1"), SHEET, old, new))


def test_a_grid_past_the_limit_is_refused() -> None:
    with pytest.raises(Unreadable, match="100000"):
        blocks(workbook([[n, *[None] * 400, n] for n in range(400)] + [list(range(402))]))


@pytest.mark.parametrize("read", [blocks, xls.blocks])
@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04" + b"x" * 50, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"x"]
)
def test_what_is_damaged_is_refused(read: Callable[[bytes], Document], data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(data)


def test_a_cut_workbook_is_refused() -> None:
    data = report_sheet()
    for cut in range(10, len(data), 577):
        with pytest.raises(Unreadable):
            blocks(data[:cut])


def test_what_is_stored_under_a_merged_cell_is_not_shown() -> None:
    data = workbook([["行政许可", 1, 7], ["行政处罚", 2, 8], ["行政强制", 3, 9]])
    merged = changed(data, SHEET, r"</sheetData>", '</sheetData><mergeCells><mergeCell ref="B1:C2"/></mergeCells>')
    assert shown(blocks(merged)) == [[["行政许可", "1", "1"], ["行政处罚", "1", "1"], ["行政强制", "3", "9"]]]


def test_a_merged_range_turned_round_is_refused() -> None:
    data = changed(workbook([["甲", 1], ["乙", 2]], "A1:A2"), SHEET, r'ref="A1:A2"', 'ref="A2:A1"')
    with pytest.raises(Unreadable, match="损坏"):
        blocks(data)
