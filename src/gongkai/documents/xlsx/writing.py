"""A report as a workbook: the three tables in the official merged layout, a sheet each, and the text on a fourth."""

import io
from typing import Any

from gongkai.documents.layout import Kind, Line, Role, Sheet, Slot, elements, sheets
from gongkai.report.cells import State
from gongkai.report.reading import Report

_WIDTH = 96  # characters over a whole table, about an A4 page across
_TEXT_WIDTH = 76
_MAX_TEXT = 32_767  # what one cell of a workbook holds
_SAFE_DIGITS = 15  # beyond that a spreadsheet rounds


def write(report: Report) -> bytes:
    """The report as .xlsx bytes. Figures are numbers; what was printed otherwise stays text as it was printed."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats: dict[tuple[Any, ...], Any] = {}
    _text_sheet(book, report)
    for sheet in sheets(report):
        _table_sheet(book, report, sheet, formats)
    book.close()
    return out.getvalue()


def _text_sheet(book: Any, report: Report) -> None:
    page = book.add_worksheet("文字")
    page.set_column(0, 0, _TEXT_WIDTH)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.hide_gridlines(2)
    base = {"text_wrap": True, "valign": "top", "font_name": "仿宋", "font_size": 12}
    looks = {
        Role.TITLE: book.add_format({**base, "font_name": "宋体", "bold": True, "font_size": 18, "align": "center"}),
        Role.HEADING: book.add_format({**base, "font_name": "黑体", "font_size": 14}),
        Role.TEXT: book.add_format(base),
    }
    at = 0
    for element in elements(report):
        if not isinstance(element, Line):
            continue
        for start in range(0, max(len(element.text), 1), _MAX_TEXT):
            page.write_string(at, 0, element.text[start : start + _MAX_TEXT], looks[element.role])
            page.set_row(at, _height(element))
            at += 1


def _height(line: Line) -> float:
    """The height in points: spreadsheets do not grow rows for text that wraps in files they did not make."""
    size, across = {Role.TITLE: (18, 48), Role.HEADING: (14, 60), Role.TEXT: (12, 38)}[line.role]
    return min(409.0, 1.5 * size * (-(-len(line.text) // across)) + 6)


def _table_sheet(book: Any, report: Report, sheet: Sheet, formats: dict[tuple[Any, ...], Any]) -> None:
    page = book.add_worksheet(f"表{'一二三四'[sheet.number - 1]}")
    if sheet.number != 3:  # the long one prints larger upright
        page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 1 if sheet.number != 2 else 0)
    page.center_horizontally()
    page.hide_gridlines(2)
    total = sum(sheet.widths)
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, _WIDTH * width / total)
    for slot in sheet.slots():
        look = _format(book, slot, formats)
        if slot.rowspan > 1 or slot.colspan > 1:
            bottom, right = slot.row + slot.rowspan - 1, slot.column + slot.colspan - 1
            page.merge_range(slot.row, slot.column, bottom, right, "", look)
        _put(page, report, slot, look)
    for row in sheet.rows:
        page.set_row(row[0].row, 18 * max(_lines(sheet, slot) for slot in row))
    if sheet.head_rows:
        page.repeat_rows(0, sheet.head_rows - 1)
        page.freeze_panes(sheet.head_rows, 3 if sheet.number == 3 else 0)


def _lines(sheet: Sheet, slot: Slot) -> int:
    """How many lines the text of a cell takes; a cell that spans rows does not count."""
    if slot.rowspan > 1:
        return 1
    width = _WIDTH * sum(sheet.widths[slot.column : slot.column + slot.colspan]) / sum(sheet.widths)
    return max(1, -(-len(slot.text) * 2 // max(1, int(width))))


def _put(page: Any, report: Report, slot: Slot, look: Any) -> None:
    """Write a figure as a number where that prints the same text, else the text."""
    cell = report.cell(*slot.address) if slot.address else None
    if not slot.text or (cell is not None and cell.state is State.BLANK):
        page.write_blank(slot.row, slot.column, None, look)
    elif cell is not None and cell.value is not None and _plain(slot.text):
        page.write_number(slot.row, slot.column, float(slot.text) if "." in slot.text else int(slot.text), look)
    else:
        page.write_string(slot.row, slot.column, slot.text[:_MAX_TEXT], look)


def _plain(text: str) -> bool:
    """Whether a spreadsheet shows the number as this very text, and keeps all of its digits."""
    digits = text.removeprefix("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _SAFE_DIGITS:
        return False
    return repr(float(text)) == text if "." in text else str(int(text)) == text


def _format(book: Any, slot: Slot, formats: dict[tuple[Any, ...], Any]) -> Any:
    key = (slot.kind, slot.upright, slot.left)
    if key not in formats:
        look: dict[str, Any] = {
            "border": 1,
            "valign": "vcenter",
            "align": "left" if slot.left else "center",
            "text_wrap": slot.kind is not Kind.VALUE,
            "font_name": "黑体" if slot.kind in (Kind.BAND, Kind.HEAD) else "宋体",
            "font_size": 10.5,
        }
        if slot.kind in (Kind.BAND, Kind.HEAD):
            look["bg_color"] = "#C6D9F1" if slot.kind is Kind.BAND else "#EAF1FA"
        if slot.upright:
            look["rotation"] = 270  # xlsxwriter's word for letters one under another
        formats[key] = book.add_format(look)
    return formats[key]
