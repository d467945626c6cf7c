"""From the filled cells of a sheet to blocks: what stands alone becomes text, what stands together becomes tables."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.documents import prose
from gongkai.documents.blocks import MAX_GRID_CELLS, Document, Grid, GridCell, Paragraph, Unreadable
from gongkai.report.reading import Warning

Range = tuple[int, int, int, int]
"""First row, row after the last, first column, column after the last."""

_GAP = 32
"""So many empty columns between filled ones still belong to one table."""
_YEAR = re.compile(r"20\d\d")
TOO_BIG = f"工作表的单元格超过 {MAX_GRID_CELLS} 个，不是年度报告的表格；请只保留报告的表格后再读。"
EMPTY = "工作簿里没有填写内容的可见工作表，没有报告可读；请确认文件是否完整。"


@dataclass(slots=True)
class Sheet:
    """A sheet: the printed texts of filled cells by row and column, merged ranges, hidden rows and columns."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    visible: bool = True


def document(sheets: Sequence[Sheet], format: str, warnings: Iterable[Warning] = ()) -> Document:
    """The blocks of the visible sheets in order. Raises Unreadable when nothing is filled in or a sheet is too big."""
    notes = list(warnings)
    shown = [s for s in sheets if s.visible and s.texts]
    hidden = [s.name for s in sheets if not s.visible and s.texts]
    if hidden:
        notes.append(Warning("hidden_sheet", f"工作表「{'」「'.join(hidden)}」是隐藏的，没有读入；需要时请取消隐藏。"))
    years = [s for s in shown if _YEAR.search(s.name)]
    found: list[Paragraph | Grid] = []
    for sheet in shown:
        if len(years) > 1 and sheet in years:  # the name is then the only thing that tells the years apart
            found.append(Paragraph(sheet.name))
        found.extend(_blocks(sheet))
        if any(r in sheet.hidden_rows or c in sheet.hidden_columns for r, c in sheet.texts):
            notes.append(Warning("hidden_cells", f"工作表「{sheet.name}」有隐藏的行或列，其中的内容没有读入。"))
    if not found:
        raise Unreadable(EMPTY)
    flow = not any(isinstance(b, Grid) for b in found)
    return Document(found, format, flow=flow, warnings=notes)


def _blocks(sheet: Sheet) -> list[Paragraph | Grid]:
    """Text and tables of one sheet; an empty row ends a table."""
    texts = {
        at: text
        for at, text in sheet.texts.items()
        if at[0] not in sheet.hidden_rows and at[1] not in sheet.hidden_columns
    }
    if not texts:
        return []
    if len(texts) > MAX_GRID_CELLS:
        raise Unreadable(TOO_BIG)
    anchors = [m for m in sheet.merged if (m[0], m[2]) in sheet.texts]
    rows = _covered(((r, r + 1) for r, _ in texts), ((m[0], m[1]) for m in anchors), sheet.hidden_rows)
    columns = _covered(((c, c + 1) for _, c in texts), ((m[2], m[3]) for m in sheet.merged), frozenset())
    columns = sorted(
        {n for c, d in pairwise([*columns, columns[-1] + 1]) for n in range(c, d if d - c < _GAP else c + 1)}
    )
    columns = [c for c in columns if c not in sheet.hidden_columns]
    if len(rows) * len(columns) > MAX_GRID_CELLS:
        raise Unreadable(TOO_BIG)
    found: list[Paragraph | Grid] = []
    for part in _runs(rows):
        for block in prose.split(_grid(sheet, part, columns), sheet=True):
            found.append(_trimmed(block) if isinstance(block, Grid) else block)
    return found


def _covered(filled: Iterable[tuple[int, int]], merged: Iterable[tuple[int, int]], hidden: frozenset[int]) -> list[int]:
    """The visible rows (or columns) that hold a filled cell or lie between the ends of a merged one.

    A merged cell that runs far past everything filled is cut there: whole rows are merged for a title.
    """
    found: set[int] = set()
    for start, end in filled:
        found.update(range(start, end))
    last = max(found, default=0) + 64
    for start, end in merged:
        found.update(range(min(start, last), min(end, last)))
    return sorted(found - hidden)


def _runs(rows: list[int]) -> list[list[int]]:
    """Rows cut where a number is missing."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _grid(sheet: Sheet, rows: list[int], columns: list[int]) -> Grid:
    """The cells of some rows; a merged cell fills its visible slots."""
    row_at = {r: i for i, r in enumerate(rows)}
    column_at = {c: i for i, c in enumerate(columns)}
    slots: list[list[GridCell | None]] = [[None] * len(columns) for _ in rows]
    for top, bottom, left, right in sheet.merged:
        down = [row_at[r] for r in range(top, min(bottom, rows[-1] + 1)) if r in row_at]
        across = [column_at[c] for c in range(left, min(right, columns[-1] + 1)) if c in column_at]
        if down and across:
            cell = GridCell(sheet.texts.get((top, left), ""), down[0], across[0], len(down), len(across))
            for i in down:
                for j in across:
                    slots[i][j] = slots[i][j] or cell
    for i, r in enumerate(rows):
        for j, c in enumerate(columns):
            if slots[i][j] is None:
                slots[i][j] = GridCell(sheet.texts.get((r, c), ""), i, j)
    return Grid(slots)


def _trimmed(grid: Grid) -> Grid:
    """The grid without empty columns at its sides: a sheet is as wide as its widest table."""
    width = max(len(row) for row in grid.rows)
    used = [any(row[c] is not None and row[c].text for row in grid.rows) for c in range(width)]  # type: ignore[union-attr]
    first, last = used.index(True), width - used[::-1].index(True)
    return Grid([row[first:last] for row in grid.rows])
