"""Reading an uploaded sheet: its headings, its rows as raw cells. What the cells say is for the register to read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any

from gongkai.documents.blocks import Unreadable
from gongkai.documents.sniff import sniff
from gongkai.web.organs import store
from gongkai.web.registers.register import Register
from gongkai.web.registers.typed import Unusable, text

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 5000
_WIDEST, _TALLEST, _HEAD = 60, 20_000, 10
# What an export adds and an import leaves alone.
ORGAN, STATE = "机关", "状态"
SYSTEM = (ORGAN, "编号", "录入人", "录入时间", STATE)
VOIDED = "已作废"
_FORMULA = Unusable("这里是公式，不能导入；请在表格软件里把这一列“复制—选择性粘贴—数值”后再上传。")
_ERROR = Unusable("这里是表格软件的错误值，请改成正确的内容。")


class BadSheet(ValueError):
    """A file that cannot be read as a sheet of the register; one Chinese sentence: what, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its number in the sheet (the first is 1), its cells by column key, and what an export says of it: whether it is
    voided, and whose it is."""

    number: int
    cells: dict[str, Any]
    voided: bool = False
    organ: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows below the headings, empty ones left out, and the headings that are no column of the register."""

    lines: tuple[Line, ...]
    unknown: tuple[str, ...]


def kind_of(name: str, content: bytes) -> str:
    """``xlsx`` or ``csv``. Raises BadSheet for anything else, too large, or with macros."""
    shown = store.safe_name(name)
    if not content:
        raise BadSheet(f"「{shown}」是空文件，请重新选择。")
    if len(content) > MAX_BYTES:
        raise BadSheet(f"「{shown}」超过 10 MB，请分成几个文件导入。")
    ending = shown.lower().rpartition(".")[2]
    if ending == "csv":
        if b"\x00" in content[:4096]:
            raise BadSheet(f"「{shown}」不是文本的 CSV 文件，请在表格软件里另存为 xlsx 后上传。")
        return "csv"
    if ending != "xlsx":
        raise BadSheet(f"「{shown}」不能导入；请用 xlsx 或者 csv 文件（旧的 xls 请另存为 xlsx）。")
    try:
        kind = sniff(content, shown)
        store.inspect(shown, content)
    except (Unreadable, store.Refused) as error:
        raise BadSheet(str(error)) from None
    if kind != "xlsx":
        raise BadSheet(f"「{shown}」的内容不是 Excel 表格，请重新导出后上传。")
    return "xlsx"


def read(register: Register, kind: str, content: bytes) -> Sheet:
    """The rows of a sheet. Raises BadSheet when there are no headings, a needed one is missing, or there are too many rows."""
    rows = _of_csv(content) if kind == "csv" else _of_xlsx(register, content)
    numbered = enumerate(rows, 1)
    for number, row in islice(numbered, _HEAD):
        columns = _headings(register, row)
        if len(columns) >= 2 or (columns and len(register.bound) == 1):
            heads = row
            if _missing(register, columns):
                heads, columns = _two_rows(register, row, next(numbered, (0, []))[1])
            added = [_added_at(heads, columns, name) for name in (STATE, ORGAN)]
            return Sheet(tuple(_lines(numbered, columns, *added)), _unknown(register, number, heads, columns))
    wanted = "、".join(b.words for b in register.bound if b.required)
    raise BadSheet(f"前 {_HEAD} 行里找不到表头；表头应有：{wanted}。请下载模板对照。")


def _headings(register: Register, row: Iterable[Any]) -> dict[int, str]:
    """Which column of the sheet is which of the register; of two with one name the first."""
    words = {b.words: b.key for b in register.bound}
    found: dict[int, str] = {}
    for at, cell in enumerate(row):
        key = words.get(_name(cell))
        if key and key not in found.values():
            found[at] = key
    return found


def _missing(register: Register, columns: dict[int, str]) -> list[str]:
    return [b.words for b in register.bound if b.required and b.key not in columns.values()]


def _two_rows(register: Register, upper: list[Any], lower: list[Any]) -> tuple[list[Any], dict[int, str]]:
    """Headings over two rows, as merged cells make them: below a heading for several columns stand the columns' own. The
    upper row alone where the lower has none."""
    if not _headings(register, lower):
        return upper, _headings(register, upper)
    below = [*lower, *[None] * (len(upper) - len(lower))]
    joint = [under if _name(under) else over for over, under in zip_longest(upper, below)]
    return joint, _headings(register, joint)


def _unknown(register: Register, number: int, row: Iterable[Any], columns: dict[int, str]) -> tuple[str, ...]:
    missing = _missing(register, columns)
    if missing:
        raise BadSheet(f"第 {number} 行的表头缺少：{'、'.join(missing)}。请补上这些列，或者下载模板对照。")
    names = [_name(cell) for at, cell in enumerate(row) if at not in columns]
    return tuple(dict.fromkeys(n[:30] for n in names if n and n not in SYSTEM))


def _name(cell: Any) -> str:
    return re.sub(r"[*＊]|（必填）|\(必填\)", "", "" if isinstance(cell, Unusable) else text(cell)).strip()


def _added_at(heads: list[Any], columns: dict[int, str], name: str) -> int | None:
    """Where an export writes what it adds under a name: after the register's own, which may have a column of that name."""
    found = [at for at, cell in enumerate(heads) if at not in columns and _name(cell) == name]
    return found[-1] if found else None


def _lines(
    numbered: Iterable[tuple[int, list[Any]]], columns: dict[int, str], state: int | None, organ: int | None
) -> Iterator[Line]:
    count = 0
    for number, row in numbered:
        cells = {key: row[at] if at < len(row) else None for at, key in columns.items()}
        if not any(isinstance(c, Unusable) or (c is not None and text(c)) for c in cells.values()):
            continue
        count += 1
        if count > MAX_ROWS:
            raise BadSheet(f"这份表超过 {MAX_ROWS} 行，请分成几个文件导入。")
        said, whose = (row[at] if at is not None and at < len(row) else None for at in (state, organ))
        yield Line(number, cells, said == VOIDED, whose.strip() if isinstance(whose, str) else "")


def _of_csv(content: bytes) -> Iterator[list[Any]]:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            words = content.decode("gb18030")
        except UnicodeDecodeError:
            raise BadSheet("这份 CSV 的编码无法识别，请另存为 UTF-8 或者 xlsx 后上传。") from None
    first = words.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(words, newline=""), delimiter=delimiter), 1):
            if number > _TALLEST:
                raise BadSheet(f"这份表超过 {MAX_ROWS} 行，请分成几个文件导入。")
            yield [_unguarded(cell) for cell in row[:_WIDEST]]
    except csv.Error:
        raise BadSheet("这份 CSV 的引号或者换行不完整，请在表格软件里另存为 xlsx 后上传。") from None


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that an export sets before what would run as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("'", "=", "+", "-", "@") else cell


def _of_xlsx(register: Register, content: bytes) -> Iterator[list[Any]]:
    """The rows of the sheet that has the headings, else of the first."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheets = [s for s in book.worksheets if s.sheet_state == "visible"] or book.worksheets
        chosen = next((s for s in sheets if any(len(_headings(register, r)) >= 2 for r in _cells(s, _HEAD))), sheets[0])
        rows = _cells(chosen, _TALLEST + 1)
        for number, row in enumerate(rows, 1):
            if number > _TALLEST:
                raise BadSheet(f"这份表超过 {MAX_ROWS} 行（或者空行太多），请删去空行、分成几个文件导入。")
            yield row
    except BadSheet:
        raise
    except Exception as error:  # whatever a broken workbook makes of the library
        raise BadSheet("这份 Excel 文件读不出来，可能已损坏；请在表格软件里另存一份后上传。") from error


def _cells(sheet: Any, most: int) -> Iterator[list[Any]]:
    for row in sheet.iter_rows(max_row=most, max_col=_WIDEST):
        yield [_cell(cell) for cell in row]


def _cell(cell: Any) -> Any:
    if cell.data_type == "f":
        return _FORMULA
    return _ERROR if cell.data_type == "e" else cell.value
