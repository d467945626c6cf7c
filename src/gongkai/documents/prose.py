"""Rows of a table that are running text: headings and narrative that a sheet or page keeps in merged cells."""

import re
from functools import cache

from gongkai.documents.blocks import Grid, GridCell, Paragraph
from gongkai.documents.recognise.labels import words
from gongkai.report.reading import FORMS

_HEADING = re.compile(r"[（(]?[一二三四五六七八九十]+[、）)．.]")
_LONG = 40


def split(grid: Grid, *, sheet: bool = False) -> list[Paragraph | Grid]:
    """The grid cut at rows that are running text: those rows as paragraphs, the rest as grids, in order.

    Such a row is one cell over the whole width whose text is a heading, a title or long, and no label of the form. In a
    ``sheet``, where text stands outside any table, a row with a single filled cell is text as well, unless it stands
    between two rows of a table or its text is a label. Cells keep their row and column of the uncut grid.
    """
    width = max((len(row) for row in grid.rows), default=0)
    alone = [_alone(row, width, sheet) for row in grid.rows]
    if not any(alone):
        return [grid]
    prose = [text is not None and _reads_as_text(text) for text in alone]
    if sheet:
        for i, text in enumerate(alone):
            if text and not prose[i] and not _is_label(text) and not _inside(alone, prose, i):
                prose[i] = True
    return _cut(grid, alone, prose)


def _cut(grid: Grid, alone: list[str | None], prose: list[bool]) -> list[Paragraph | Grid]:
    found: list[Paragraph | Grid] = []
    rows: list[list[GridCell | None]] = []
    last = None
    for row, text, is_prose in zip(grid.rows, alone, prose, strict=True):
        if not is_prose:
            rows.append(row)
            continue
        if rows:
            found.append(Grid(rows))
            rows = []
        anchor = next((c for c in row if c is not None and c.text), None)
        if anchor is not last:  # a text merged over several rows is one text
            found.extend(Paragraph(line) for line in (text or "").split("\n") if line)
        last = anchor
    if rows:
        found.append(Grid(rows))
    return [b for b in found if isinstance(b, Paragraph) or any(c and c.text for r in b.rows for c in r)]


def _alone(row: list[GridCell | None], width: int, sheet: bool) -> str | None:
    """The text of the only cell of a row, or None when it has several or does not stand over the whole width."""
    first = row[0] if row else None
    if first is not None and len(row) == width and row[-1] is first:
        return first.text or None
    if not sheet:
        return None
    filled = {id(c): c for c in row if c is not None and c.text}
    if len(filled) != 1:
        return None
    (cell,) = filled.values()
    return None if cell.rowspan > 1 and cell.colspan == 1 else cell.text


def _inside(alone: list[str | None], prose: list[bool], at: int) -> bool:
    """Whether the rows before and after belong to a table."""
    if at == 0 or at + 1 == len(alone):
        return False
    return not any(prose[i] or (alone[i] is not None and not _is_label(alone[i] or "")) for i in (at - 1, at + 1))


def _reads_as_text(text: str) -> bool:
    if _is_label(text):
        return False
    return len(text) >= _LONG or text.endswith(("。", "；")) or "报告" in text or _HEADING.match(text) is not None


def _is_label(text: str) -> bool:
    """Whether a text has its place in a table of the form: a label, a block's heading, a number, a sign for nothing."""
    if len(text) > 100:
        return False
    label = words(text)
    return not label or label.isdigit() or label.startswith("第二十条") or label in _labels()


@cache
def _labels() -> frozenset[str]:
    found: set[str] = set()
    for form in FORMS.values():
        found.update(form.head.values())
        for block in (b for table in form.tables for b in table.blocks):
            found.add(block.heading)
            for column in block.columns:
                found.update((column.words, *column.variants))
            for row in block.rows:
                found.update((row.words, *row.variants, *row.groups))
    return frozenset(words(text) for text in found) - {""}
