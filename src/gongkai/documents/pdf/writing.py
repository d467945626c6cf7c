"""A report as PDF, set by typst in the official layout: fonts embedded, tagged for screen readers (PDF/UA-1)."""

from pathlib import Path
from typing import Any

from gongkai.documents.layout import Line, Role, Sheet, Slot, elements, title_lines, title_of
from gongkai.documents.pdf.typesetting import typeset
from gongkai.report.reading import Report

_TEMPLATE = Path(__file__).with_name("report.typ")


def write(report: Report) -> bytes:
    """The report as PDF bytes; the same report and fonts always give the same bytes.

    Raises FontsMissing, with one Chinese sentence, when no Chinese font is found or a character is in none of them: a
    character is never replaced by a box.
    """
    return typeset(_TEMPLATE, "report", _content(report), called="报告")


def _content(report: Report) -> dict[str, Any]:
    body = [e for e in elements(report) if not (isinstance(e, Line) and e.role is Role.TITLE)]
    return {
        "title": title_of(report),
        "title_lines": title_lines(report),
        "organ": report.organ or "",
        "elements": [_sheet(e) if isinstance(e, Sheet) else _line(e) for e in body],
    }


def _line(line: Line) -> dict[str, str]:
    if line.role is Role.TEXT and line.lead == len(line.text):
        return {"role": "subheading", "text": line.text}
    return {"role": line.role.value, "lead": line.text[: line.lead], "text": line.text[line.lead :]}


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "role": "sheet",
        "widths": sheet.widths,
        "head_rows": sheet.head_rows,
        "slots": [_slot(slot) for slot in sheet.slots()],
    }


def _slot(slot: Slot) -> dict[str, Any]:
    return {
        "row": slot.row,
        "column": slot.column,
        "rowspan": slot.rowspan,
        "colspan": slot.colspan,
        "kind": slot.kind.value,
        "left": slot.left,
        "upright": slot.upright,
        "lines": _upright(slot.text) if slot.upright else slot.text.split("\n"),
    }


def _upright(text: str) -> list[str]:
    """One character a line, the comma of 三、 beside its number."""
    number, comma, rest = text.partition("、")
    return [number + comma, *rest] if comma else list(text)
