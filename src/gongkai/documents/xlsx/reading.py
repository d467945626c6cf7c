"""Excel workbooks (.xlsx, .xlsm) through openpyxl, after a look at the parts that openpyxl would trust."""

import io
import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from gongkai.documents.archive import open_members
from gongkai.documents.blocks import MAX_GRID_CELLS, Document, Unreadable
from gongkai.documents.xlsx import printed
from gongkai.documents.xlsx.sheet import TOO_BIG, Sheet, document
from gongkai.report.reading import Warning

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MAX_PART = 64 * 2**20
_MAX_STYLED = 400_000
_MAX_MERGED = 300_000
_ENCODINGS = ("utf-8", "utf8", "utf-16", "us-ascii", "ascii", "gb2312", "gbk", "gb18030", "iso-8859-1")
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([^\"']{1,40})", re.IGNORECASE)
_DECLARED = [word.encode(codec) for word in ("<!DOCTYPE", "<!ENTITY") for codec in ("ascii", "utf-16-le", "utf-16-be")]
_MERGED = re.compile(rb"mergeCell\s[^>]*ref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_NO_RESULT = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>|</c>)")
_DAMAGED = "Excel 工作簿已损坏或不完整，无法读取；请在 Excel 或 WPS 中打开，另存为 .xlsx 后再读。"


def blocks(data: bytes) -> Document:
    """The texts and tables of the visible sheets of a workbook, in order.

    Numbers and dates are given as the sheet shows them, formulas by their stored result (a formula without one is blank,
    with a warning), merged cells as spans. Hidden sheets, rows and columns are left out with a warning. Raises Unreadable
    when the workbook is damaged, locked, empty, too big, or declares entities.
    """
    warnings = _check_parts(data)
    sheets = _load(data)
    return document(sheets, "xlsx", warnings)


def _load(data: bytes) -> list[Sheet]:
    import warnings

    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
            return [_sheet(worksheet) for worksheet in book.worksheets]
    except Unreadable:
        raise
    except Exception as error:  # openpyxl lets the errors of its parts through, whatever they are
        raise Unreadable(_DAMAGED) from error


def _check_parts(data: bytes) -> list[Warning]:
    """Refuse what would blow up when parsed; say how many formulas have no stored result."""
    container = open_members(data)
    without_result = 0
    for name in container.names():
        if not name.endswith((".xml", ".rels")):
            continue
        part = container.read(name, limit=MAX_PART)
        encoding = _ENCODING.search(part, 0, 300)
        if (encoding and encoding[1].decode("latin-1").lower() not in _ENCODINGS) or any(d in part for d in _DECLARED):
            raise Unreadable("工作簿的内部文件含有实体声明或异常编码，可能是恶意文件，已拒绝读取。")
        if name.startswith("xl/worksheets/"):
            _check_sheet(part)
            without_result += len(_NO_RESULT.findall(part)) if b"<f" in part else 0
    if not without_result:
        return []
    return [
        Warning(
            "formula_without_result",
            f"工作簿有 {without_result} 个公式没有保存计算结果，按空白读入；请在 Excel 或 WPS 中打开并保存一次后再读。",
        )
    ]


def _check_sheet(part: bytes) -> None:
    """Refuse a sheet by counting, before any object is made of a cell."""
    if part.count(b"<v>") + part.count(b":v>") // 2 > MAX_GRID_CELLS or part.count(b"<is>") > MAX_GRID_CELLS:
        raise Unreadable(TOO_BIG)
    if part.count(b"<c ") + part.count(b":c ") + part.count(b"<c/") + part.count(b"<c>") > _MAX_STYLED:
        raise Unreadable(TOO_BIG)
    area = 0
    for left, top, right, bottom in _MERGED.findall(part):
        area += max(1, int(bottom) - int(top) + 1) * max(1, _column(right) - _column(left) + 1)
        if area > _MAX_MERGED:
            raise Unreadable(TOO_BIG)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet(worksheet: "Worksheet") -> Sheet:
    sheet = Sheet(worksheet.title, visible=worksheet.sheet_state == "visible")
    # Asking for rows would make a cell for every empty place between the filled ones.
    for (row, column), cell in worksheet._cells.items():
        value = cell.value
        if value is not None and (text := _printed(value, cell)):
            sheet.texts[row, column] = text
    sheet.merged = [(m.min_row, m.max_row + 1, m.min_col, m.max_col + 1) for m in worksheet.merged_cells.ranges]
    sheet.hidden_rows = frozenset(r for r, d in worksheet.row_dimensions.items() if d.hidden)
    sheet.hidden_columns = frozenset(
        c
        for d in worksheet.column_dimensions.values()
        if d.hidden and d.min
        for c in range(d.min, (d.max or d.min) + 1)
    )
    return sheet


def _printed(value: object, cell: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return printed.number(value, cell.number_format)
    if isinstance(value, date | time | timedelta):
        return printed.day(value, cell.number_format)
    return printed.text(value)
