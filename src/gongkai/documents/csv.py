"""Tidy CSV, one row a cell, in UTF-8 with a mark so that Excel and WPS open it right: written, and read back."""

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.documents.blocks import Unreadable
from gongkai.documents.layout import rows_of
from gongkai.report.cells import ABSENT, Address, Cell, Number, State, number
from gongkai.report.form import Form
from gongkai.report.identities import COLLAPSED_OTHER
from gongkai.report.reading import FORMS, Report, report_year

# fmt: off
FIELDS = ("organ", "year", "form", "table", "row", "row_words", "column", "column_words", "value", "state", "raw",
          "readings")
# fmt: on

MAX_REPORTS = 1_000
MAX_ROWS = 300_000
"""A report has about 240 rows."""

# A text that a spreadsheet would run as a formula gets an apostrophe in front, taken off again when read.
_FORMULA = re.compile(r"['=+\-@\t\r]")
_HARMLESS = re.compile(r"[-+]?[0-9.,]*|-+")


def write(*reports: Report) -> bytes:
    """The cells of one report or several, absent ones included. Text and title are not in this format.

    ``readings`` lists the possible values of an undecided cell, separated by ``|``.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for report in reports:
        writer.writerows(_rows(report))
    return out.getvalue().encode("utf-8-sig")


def read(data: bytes) -> tuple[Report, ...]:
    """The reports that ``write`` wrote, in order, without text. Raises Unreadable when it is not such a file."""
    if data.count(b"\n") > MAX_ROWS:
        raise Unreadable(f"这份 CSV 超过 {MAX_ROWS} 行；请分成几个文件再读。")
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable("这份 CSV 不是 UTF-8 编码或已损坏；请用 gongkai read --format csv 重新导出。") from error
    if not rows or not set(FIELDS[:-1]) <= set(rows[0]):
        raise Unreadable("这份 CSV 不是一行一个单元格的年度报告数据；请用 gongkai read --format csv 重新导出。")
    found: dict[tuple[str, str, str], dict[Address, Cell]] = {}
    for at, row in enumerate(rows, 2):
        try:
            form = FORMS[row["form"]]
            address = Address(int(row["table"]), row["row"], row["column"])
            year = row["year"] and str(report_year(int(row["year"])))
            key = row["organ"], year, row["form"]
            if key not in found:
                if len(found) == MAX_REPORTS:
                    raise Unreadable(f"这份 CSV 里的报告超过 {MAX_REPORTS} 份；请分成几个文件再读。")
                found[key] = dict.fromkeys(form.addresses, ABSENT)
            cells = found[key]
            if (cell := _cell(form, address, row)) != ABSENT or address in cells:
                cells[address] = cell
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise Unreadable(f"这份 CSV 第 {at} 行的表、行、列或数值无法识别；请核对该行后再读。") from error
    return tuple(
        Report(_plain(organ) or None, int(year) if year else None, form_key, cells)
        for (organ, year, form_key), cells in found.items()
    )


def _rows(report: Report) -> Iterator[tuple[str | int, ...]]:
    form = report.edition
    places = (
        (table.number, row, column)
        for table in (form.tables if form else ())
        for block in table.blocks
        for row in rows_of(report, table.number, block)
        for column in block.columns
    )
    for table_number, row, column in places:
        cell = report.cell(table_number, row.key, column.key)
        yield (
            _safe(report.organ or ""),
            report.year if report.year is not None else "",
            report.form,
            table_number,
            row.key,
            row.label,
            column.key,
            column.words,
            _printed(cell.value) if cell.value is not None else "",
            cell.state.value if cell.state else "",
            _safe(cell.raw or ""),
            "|".join(map(_printed, cell.readings)),
        )


def _cell(form: Form, address: Address, row: dict[str, str]) -> Cell:
    decimal = address.row != COLLAPSED_OTHER and form.column(address).decimal
    readings = tuple(number(text, decimal=decimal) for text in (row.get("readings") or "").split("|") if text)
    raw = _plain(row["raw"]) or None
    if row["state"]:
        state = State(row["state"])
        return Cell(state=state, raw="" if state is State.BLANK else raw, readings=readings)
    return Cell(number(row["value"], decimal=decimal), raw=raw)


def _printed(value: Number) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _safe(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) and not _HARMLESS.fullmatch(text) else text


def _plain(text: str) -> str:
    return text[1:] if text.startswith("'") else text
