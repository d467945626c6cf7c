"""A report as PDF, set by typst in the official layout: fonts embedded, tagged for screen readers (PDF/UA-1)."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.documents.fonts import FontsMissing, required
from gongkai.documents.layout import Line, Role, Sheet, Slot, elements, title_lines, title_of
from gongkai.report.reading import Report

# Families by the role they play, preferred first; only those that were found are named to typst.
_FAMILIES = {
    "body": ("FandolFang R", "Noto Serif CJK SC", "Noto Sans CJK SC"),
    "title": ("Noto Serif CJK SC", "FandolSong", "Noto Sans CJK SC"),
    "first": ("FandolHei", "Noto Sans CJK SC", "Noto Serif CJK SC"),
    "second": ("FandolKai", "Noto Serif CJK SC", "Noto Sans CJK SC"),
    "table": ("FandolSong", "Noto Serif CJK SC", "Noto Sans CJK SC"),
}
_STANDARDS = ["ua-1"]


def write(report: Report) -> bytes:
    """The report as PDF bytes; the same report and fonts always give the same bytes.

    Raises FontsMissing, with one Chinese sentence, when no Chinese font is found or a character is in none of them: a
    character is never replaced by a box.
    """
    import typst

    compiler, families = _compiler(tuple(required()))
    text = json.dumps({**_content(report), "fonts": families}, ensure_ascii=False)
    try:
        made: bytes = compiler.compile(format="pdf", sys_inputs={"report": text}, pdf_standards=_STANDARDS)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        raise FontsMissing(
            "报告中有字体里没有的字，PDF 未生成；请在项目目录运行 scripts/fonts.sh 取得完整字体，或换用常用字。"
        ) from error
    return made


@cache
def _compiler(fonts: tuple[Path, ...]) -> tuple[Any, dict[str, list[str]]]:
    """The compiler with these font files loaded, kept for the next report, and the families by role that it has."""
    import typst

    folders = sorted({str(font.parent) for font in fonts})
    loaded = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    there = {font.family for font in loaded.fonts()}
    families = {role: [name for name in names if name in there] for role, names in _FAMILIES.items()}
    template = Path(__file__).with_name("report.typ")
    return typst.Compiler(input=str(template), root=str(template.parent), font_paths=loaded), families


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
