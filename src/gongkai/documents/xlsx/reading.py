"""Excel workbooks (.xlsx, .xlsm) through openpyxl, after a look at the parts that openpyxl would trust."""

import io
import re
from datetime import date, time, timedelta
from typing import Any

from gongkai.documents.archive import open_members
from gongkai.documents.blocks import MAX_GRID_CELLS, Document, Unreadable
from gongkai.documents.xlsx import printed
from gongkai.documents.xlsx.sheet import TOO_BIG, Sheet, document
from gongkai.report.reading import Warning

MAX_PART = 64 * 2**20
_MAX_STYLED = 400_000
_MAX_MERGED = 300_000
_LAST_COLUMN = 16_384
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
            # Read-only: a full load sets the borders of every merged cell anew, which takes most of its time.
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                return [_sheet(worksheet, book) for worksheet in book.worksheets]
            finally:
                book.close()
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


def _sheet(worksheet: Any, book: Any) -> Sheet:
    from openpyxl.worksheet._reader import WorkSheetParser

    sheet = Sheet(worksheet.title, visible=worksheet.sheet_state == "visible")
    with worksheet._get_source() as source:
        # openpyxl's own reading of a sheet, without its rows: those have a cell for every empty place between filled ones.
        parser = WorkSheetParser(
            source,
            worksheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for _, cells in parser.parse():
            for cell in cells:
                value = cell["value"]
                if value is not None and (text := _printed(value, cell["style_id"], book)):
                    sheet.texts[cell["row"], cell["column"]] = text
    _merge(sheet, [m.ref for m in parser.merged_cells.mergeCell] if parser.merged_cells else [])
    sheet.hidden_rows = frozenset(int(r) for r, d in parser.row_dimensions.items() if _is_on(d.get("hidden")))
    sheet.hidden_columns = frozenset(
        c
        for d in parser.column_dimensions.values()
        if _is_on(d.get("hidden"))
        for c in range(int(d["min"]), min(int(d.get("max") or d["min"]), _LAST_COLUMN) + 1)
    )
    return sheet


def _merge(sheet: Sheet, refs: list[str]) -> None:
    """Take the merged ranges; what is stored in a merged cell outside its first place is not shown."""
    from openpyxl.utils.cell import range_boundaries

    for ref in refs:
        edges: Any = range_boundaries(ref)
        left, top, right, bottom = edges
        if left > right or top > bottom:
            raise Unreadable(_DAMAGED)
        sheet.merged.append((top, bottom + 1, left, right + 1))
        if (bottom - top + 1) * (right - left + 1) <= len(sheet.texts):
            covered = [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
        else:
            covered = [(r, c) for r, c in sheet.texts if top <= r <= bottom and left <= c <= right]
        for place in covered:
            if place != (top, left):
                sheet.texts.pop(place, None)


def _is_on(value: str | None) -> bool:
    return value not in (None, "", "0", "false", "f")


def _printed(value: object, style: int, book: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return printed.number(value, _format(style, book))
    if isinstance(value, date | time | timedelta):
        return printed.day(value, _format(style, book))
    return printed.text(value)


def _format(style: int, book: Any) -> str:
    """The number format of a style, by its number in the workbook's list."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    number = book._cell_styles[style].numFmtId
    if number < BUILTIN_FORMATS_MAX_SIZE:
        return BUILTIN_FORMATS.get(number, "General")
    own: str = book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE]
    return own
