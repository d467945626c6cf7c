"""Setting a page with typst: the font families by role, and one compiler for each template, kept for the next document."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.documents.fonts import FontsMissing, required

# Families by the role they play, preferred first; only those that were found are named to typst.
_FAMILIES = {
    "body": ("FandolFang R", "Noto Serif CJK SC", "Noto Sans CJK SC"),
    "title": ("Noto Serif CJK SC", "FandolSong", "Noto Sans CJK SC"),
    "first": ("FandolHei", "Noto Sans CJK SC", "Noto Serif CJK SC"),
    "second": ("FandolKai", "Noto Serif CJK SC", "Noto Sans CJK SC"),
    "table": ("FandolSong", "Noto Serif CJK SC", "Noto Sans CJK SC"),
}
_STANDARDS = ["ua-1"]


def typeset(template: Path, name: str, content: Mapping[str, Any], *, called: str) -> bytes:
    """The PDF (PDF/UA-1) that a typst template sets from ``content``, which it reads as JSON from ``sys.inputs`` under
    ``name``, with the font families under ``fonts``. The same content and fonts always give the same bytes.

    Raises FontsMissing, a Chinese sentence that says ``called`` (报告), when no Chinese font is found or a character is in
    none of them: a character is never replaced by a box.
    """
    import typst

    compiler, families = _compiler(template, tuple(required()))
    text = json.dumps({**content, "fonts": families}, ensure_ascii=False)
    try:
        made: bytes = compiler.compile(format="pdf", sys_inputs={name: text}, pdf_standards=_STANDARDS)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        raise FontsMissing(
            f"{called}中有字体里没有的字，PDF 未生成；请在项目目录运行 scripts/fonts.sh 取得完整字体，或换用常用字。"
        ) from error
    return made


@cache
def _compiler(template: Path, fonts: tuple[Path, ...]) -> tuple[Any, dict[str, list[str]]]:
    """The compiler with these font files loaded, and the families by role that it has."""
    import typst

    folders = sorted({str(font.parent) for font in fonts})
    loaded = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    there = {font.family for font in loaded.fonts()}
    families = {role: [name for name in names if name in there] for role, names in _FAMILIES.items()}
    return typst.Compiler(input=str(template), root=str(template.parent), font_paths=loaded), families
