"""What stands in a sheet: days as people write them, headings over two rows, merged cells, formulas, files that are none."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from gongkai.web.registers import imports, sheets, typed
from gongkai.web.registers.models import Activity, Import
from gongkai.web.registers.sheets import BadSheet
from tests.web.conftest import TODAY, City
from tests.web.registers.test_imports import HEADS, begun, document, workbook, wrong


@pytest.mark.django_db
def test_formulas_and_errors_are_told(city: City) -> None:
    content = workbook(
        ("收费项目", "金额（元）", "收取日期或统计截止日", "来源"),
        ("公证费", "=1+1", "2023-12-31", "账"),
        ("公证费", "#N/A", "2023-12-31", "账"),
        ("公证费", "约四十万", "2023-12-31", "账"),
    )
    found = wrong(begun(city, "charge", content))
    assert "公式" in found[2][0][1] and "错误值" in found[3][0][1] and "不是数字" in found[4][0][1]


@pytest.mark.django_db
def test_dates_however_they_are_written(city: City) -> None:
    same = [
        datetime(2023, 5, 4),  # noqa: DTZ001 - as a workbook has it
        "2023年5月4日",
        "2023/5/4",
        "2023.05.04",
        "２０２３-５-４",
        45050,
        "45050",
        20230504,
        "20230504",
        "二〇二三年五月四日",
        "二零二三年五月四日",
    ]
    content = workbook(
        ("种类", "名称", "日期", "来源"), *(("培训", f"第{n}次", on, "签到表") for n, on in enumerate(same))
    )
    batch = begun(city, "activity", content)
    assert not wrong(batch)
    imports.confirm(batch, viewer=city.viewer("clerk"))
    assert set(Activity.objects.values_list("on", flat=True)) == {date(2023, 5, 4)}
    assert Activity.objects.count() == len(same)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("二〇二五年十二月三十一日", date(2025, 12, 31)), ("二〇二四年十月二十日", date(2024, 10, 20))],
)
def test_a_day_spelt_out(written: str, meant: date) -> None:
    assert typed.day(written) == meant


@pytest.mark.parametrize(
    "written", ["二〇二三年五月三十二日", "二〇二三年十三月一日", "二〇二三年一二月一日", "二〇二三年五月"]
)
def test_a_day_that_is_none(written: str) -> None:
    with pytest.raises(typed.Unread):
        typed.day(written)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"", "空文件"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "另存为 xlsx"),
        ("a.pdf", b"%PDF-1.4", "不能导入"),
        ("a.xlsx", b"PK\x03\x04broken", "a.xlsx|损坏|压缩"),
        ("a.csv", b"PK\x00\x00", "不是文本"),
        ("a.csv", "种类,标题\n规章,办法".encode(), "表头缺少"),
        ("a.csv", "甲,乙\n1,2".encode(), "找不到表头"),
        ("a.csv", ",".join(HEADS).encode(), "没有内容"),
        ("a.csv", b"\xff\xfe\x81\x30", "编码"),
    ],
)
def test_what_is_no_sheet_is_refused(city: City, name: str, content: bytes, words: str) -> None:
    with pytest.raises(BadSheet, match=words):
        begun(city, "document", content, name)
    assert not Import.objects.exists()


@pytest.mark.django_db
def test_a_huge_sheet_is_refused(city: City) -> None:
    rows = "\n".join(f"行政规范性文件,办法{n},号{n},2023-05-04,收发文" for n in range(sheets.MAX_ROWS + 1))
    with pytest.raises(BadSheet, match=r"超过 5000 行"):
        begun(city, "document", f"{','.join(HEADS)}\n{rows}".encode(), "a.csv")
    with pytest.raises(BadSheet, match="10 MB"):
        begun(city, "document", b"a" * (sheets.MAX_BYTES + 1), "a.csv")
    with pytest.raises(BadSheet, match=r"超过 5000 行"):
        begun(city, "document", (",".join(HEADS) + "\n" * 30_000).encode(), "a.csv")


@pytest.mark.django_db
def test_gb18030_and_unknown_columns(city: City) -> None:
    text = f"{','.join((*HEADS, '备注'))}\n行政规范性文件,办法,青司规〔2023〕1号,2023-05-04,收发文,无"
    looked = imports.look(begun(city, "document", text.encode("gb18030"), "旧系统.csv"), on=TODAY)
    assert looked.unknown == ("备注",) and not looked.bad and looked.rows[0].shown["title"] == "办法"


def merged(*rows: Iterable[Any], ranges: Iterable[str]) -> bytes:
    """A workbook with merged cells."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(*rows)))
    sheet = book.active
    assert sheet is not None
    for each in ranges:
        sheet.merge_cells(each)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.django_db
def test_a_title_above_the_headings_is_passed_over(city: City) -> None:
    content = merged(
        ("2023年规范性文件目录", None, None, None, None), HEADS, document(1), document(2, 标题=""), ranges=["A1:E1"]
    )
    batch = begun(city, "document", content)
    assert list(wrong(batch)) == [4]  # the row's number is the sheet's own


@pytest.mark.django_db
def test_headings_over_two_rows_are_read(city: City) -> None:
    heads = ("种类", "标题", "发文字号", "日期", None, "来源")
    below = (None, None, None, "制发日期", "施行日期", None)
    row = ("行政规范性文件", "办法1", "青司规〔2023〕1号", "2023-05-04", "2023-06-01", "收发文")
    content = merged(heads, below, row, ranges=["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"])
    looked = imports.look(begun(city, "document", content), on=TODAY)
    assert not looked.bad and not looked.unknown
    assert (looked.rows[0].shown["issued_on"], looked.rows[0].shown["effective_on"]) == ("2023-05-04", "2023-06-01")


@pytest.mark.django_db
def test_merged_cells_below_the_headings_are_told_row_by_row(city: City) -> None:
    batch = begun(city, "document", merged(HEADS, document(1), document(2), document(3), ranges=["A2:A4"]))
    assert {number: [column for column, _ in faults] for number, faults in wrong(batch).items()} == {
        3: ["row"],
        4: ["row"],
    }


@pytest.mark.django_db
def test_a_formula_for_a_heading_is_no_heading(city: City) -> None:
    with pytest.raises(BadSheet, match="表头缺少：标题"):
        begun(city, "document", workbook(("种类", "=1+1", *HEADS[2:]), document(1)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({"制发日期": "2027-01-01"}, "issued_on", "晚于今天"),
        ({"制发日期": "2023-5"}, "issued_on", "不是日期"),
        ({"制发日期": "04/05/2023"}, "issued_on", "不是日期"),
        ({"制发日期": "二〇二三年五月"}, "issued_on", "不是日期"),
        ({"制发日期": True}, "issued_on", "不是日期"),
        ({"制发日期": "2023-05-04 — 2023-06-01"}, "issued_on", "不是日期"),
        ({"标题": "长" * 301}, "title", "最多 300 字"),
        ({"种类": "#REF!"}, "row", "错误值"),
    ],
)
def test_a_cell_that_cannot_be_is_named(city: City, changed: dict[str, Any], column: str, words: str) -> None:
    found = wrong(begun(city, "document", workbook(HEADS, document(1), document(2, **changed))))
    assert list(found) == [3]
    assert [c for c, _ in found[3]] == [column] and words in found[3][0][1]
