"""Workbooks of Excel 97 to 2003 and WPS (.xls, .et) through xlrd."""

import io
from collections.abc import Iterator
from typing import Any

from gongkai.documents.blocks import MAX_GRID_CELLS, Document, Unreadable
from gongkai.documents.xlsx import printed
from gongkai.documents.xlsx.sheet import TOO_BIG, Sheet, document

_DAMAGED = "旧版 Excel 工作簿（xls、et）已损坏或不完整，无法读取；请在 Excel 或 WPS 中打开，另存为 .xlsx 后再读。"
_LOCKED = "工作簿设有打开密码，无法读取；请取消密码后另存一份再读。"
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_MAX_STORED = 400_000
_MAX_MERGED = 300_000


def blocks(data: bytes) -> Document:
    """The texts and tables of the visible sheets, as ``gongkai.documents.xlsx.blocks`` gives them.

    Raises Unreadable when the workbook is damaged, locked, empty or too big.
    """
    book = _open(data)
    try:
        sheets = list(_sheets(book))
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(_DAMAGED) from error
    return document(sheets, "xls")


def _open(data: bytes) -> Any:
    """The workbook with its formats, which hold the merged cells; without them when the formats are damaged.

    Its sheets are not loaded yet, and rows stay as long as they are stored: filled up to a rectangle, one cell in the
    last corner would take gigabytes.
    """
    import xlrd

    failure: Exception | None = None
    for with_formats in (True, False):
        try:
            return xlrd.open_workbook(
                file_contents=data,
                formatting_info=with_formats,
                on_demand=True,
                ragged_rows=True,
                logfile=io.StringIO(),
            )
        except Exception as error:  # xlrd lets any error of unpacking through
            if "encrypted" in str(error).lower() or "password" in str(error).lower():
                raise Unreadable(_LOCKED) from error
            failure = error
    raise Unreadable(_DAMAGED) from failure


def _sheets(book: Any) -> Iterator[Sheet]:
    """The sheets one after the other; what was loaded of one is let go before the next."""
    for number in range(book.nsheets):
        yield _sheet(book, book.sheet_by_index(number))
        book.unload_sheet(number)


def _sheet(book: Any, source: Any) -> Sheet:
    sheet = Sheet(source.name, visible=source.visibility == 0)
    merged = [(top, bottom, left, right) for top, bottom, left, right in source.merged_cells]
    area = sum((bottom - top) * (right - left) for top, bottom, left, right in merged)
    if max(area, len(merged)) > _MAX_MERGED or sum(map(source.row_len, range(source.nrows))) > _MAX_STORED:
        raise Unreadable(TOO_BIG)
    for r in range(source.nrows):
        for c in range(source.row_len(r)):
            text = _printed(book, source, r, c)
            if text:
                sheet.texts[r, c] = text
        if len(sheet.texts) > MAX_GRID_CELLS:
            raise Unreadable(TOO_BIG)
    sheet.merged = merged
    sheet.hidden_rows = frozenset(r for r, info in source.rowinfo_map.items() if info.hidden)
    sheet.hidden_columns = frozenset(c for c, info in source.colinfo_map.items() if info.hidden)
    return sheet


def _printed(book: Any, source: Any, r: int, c: int) -> str:
    import xlrd

    kind, value = source.cell_type(r, c), source.cell_value(r, c)
    if kind == xlrd.XL_CELL_TEXT:
        return printed.text(value)
    if kind == xlrd.XL_CELL_NUMBER:
        return printed.number(value, _format(book, source, r, c))
    if kind == xlrd.XL_CELL_DATE:
        try:
            return printed.day(xlrd.xldate_as_datetime(value, book.datemode), _format(book, source, r, c))
        except (ValueError, OverflowError, xlrd.XLDateError):
            return printed.number(value, "General")
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    return _ERRORS.get(value, "") if kind == xlrd.XL_CELL_ERROR else ""


def _format(book: Any, source: Any, r: int, c: int) -> str:
    if not book.formatting_info:
        return "General"
    style = book.xf_list[source.cell_xf_index(r, c)]
    form = book.format_map.get(style.format_key)
    return form.format_str if form else "General"
