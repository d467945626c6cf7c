"""The empty spreadsheet of a register: its headings, what may stand below them, and a sheet that explains each column."""

from __future__ import annotations

import io
from typing import Any

from gongkai.web.registers import typed
from gongkai.web.registers.register import Bound, Register
from gongkai.web.registers.sheets import MAX_ROWS

EXPLAINED = ("列", "是否必填", "怎样填写", "可选项")


def explained(column: Bound) -> tuple[str, str, str, str]:
    """What to say of a column: words, whether it must be filled, how, the choices."""
    few = "、".join(column.choices.values()) if len(column.choices) <= 20 else "见“可选项”工作表"
    default = "" if column.default is None else f"不填按 {column.show(column.default)} 计"
    how = "；".join(w for w in (column.kind.words, column.help.rstrip("。"), default) if w)
    return column.words, "必填" if column.required else "选填", how, few if column.choices else ""


def write(register: Register) -> bytes:
    """The template as xlsx: headings (an asterisk where a column must be filled), choices to pick from, the explanation."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E3EDF8", "border": 1})
        words, wrapped = book.add_format({"num_format": "@"}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("填写")
        said = book.add_worksheet("填写说明")
        choices = book.add_worksheet("可选项")
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(register.bound):
            # Cells are text, so that no date and no number is turned into something else while it is typed.
            sheet.set_column(at, at, 24 if column.kind in (typed.TEXT, typed.NUMBER, typed.LINES) else 16, words)
            sheet.write_string(0, at, f"{column.words}*" if column.required else column.words, bold)
            if column.choices:
                _offer(sheet, choices, at, column)
        for line, row in enumerate((EXPLAINED, *(explained(b) for b in register.bound))):
            said.write_row(line, 0, row, bold if line == 0 else wrapped)
        said.write_string(len(register.bound) + 2, 0, f"带 * 的列必填；一次最多 {MAX_ROWS} 行；列的先后不限。")
        said.set_column(0, 1, 18)
        said.set_column(2, 3, 60)
    return target.getvalue()


def _offer(sheet: Any, choices: Any, at: int, column: Bound) -> None:
    """Let people pick a choice: the list stands on a sheet of its own, for a cell's own list is too short."""
    import xlsxwriter.utility as names

    offered = list(column.choices.values())
    choices.write_column(0, at, [column.words, *offered])
    letter = names.xl_col_to_name(at)
    source = f"='可选项'!${letter}$2:${letter}${len(offered) + 1}"
    sheet.data_validation(1, at, MAX_ROWS, at, {"validate": "list", "source": source, "error_type": "warning"})
