"""From rows of cells as Word stores them to a grid: spans, merged rows, and columns split by rounding."""

from dataclasses import dataclass, field
from enum import Enum

from lxml import etree

from gongkai.documents.blocks import MAX_GRID_CELLS, Grid, GridCell, Unreadable
from gongkai.documents.docx.parts import VAL, number

_MAX_SPAN = 1_000
_HAIR = 60
"""Twips (about 1 mm). No cell with a figure is as narrow; a column that is comes from rounding of edges."""


class Merge(Enum):
    """How a cell takes part in a vertical merge."""

    NONE = 0
    BEGINS = 1
    CONTINUES = 2


@dataclass(slots=True)
class RowCell:
    """A cell as stored: its text, how many grid columns it covers, its part in a vertical merge."""

    text: str
    span: int = 1
    merge: Merge = Merge.NONE


@dataclass(slots=True)
class Row:
    """A row as stored; ``before`` is the number of grid columns left out at its beginning."""

    cells: list[RowCell] = field(default_factory=list)
    before: int = 0


def columns_of(grid_span: etree._Element) -> int:
    """How many grid columns ``w:gridSpan`` says, at least one; a wild number is cut, the grid's limit does the rest."""
    return min(max(number(grid_span, 1), 1), _MAX_SPAN)


def merge_of(vertical_merge: etree._Element) -> Merge:
    """What ``w:vMerge`` says; without a value it continues."""
    return Merge.BEGINS if vertical_merge.get(VAL) == "restart" else Merge.CONTINUES


def lay_out(rows: list[Row], widths: list[int]) -> Grid:
    """The grid of a table; ``widths`` are those of the grid columns in twips, empty when the table gives none.

    A cell that continues a merge becomes part of the cell above that began it at the same column; without such a cell it
    stands for itself. Raises Unreadable past MAX_GRID_CELLS slots.
    """
    _drop_hairs(rows, widths)
    slots: list[list[GridCell | None]] = []
    open_cells: dict[int, GridCell] = {}
    filled = 0
    for r, row in enumerate(rows):
        filled += row.before + sum(cell.span for cell in row.cells)
        if filled > MAX_GRID_CELLS:
            raise Unreadable(f"表格的单元格超过 {MAX_GRID_CELLS} 个，不是年度报告的表格；请只保留报告正文后再读。")
        line: list[GridCell | None] = [None] * row.before
        still_open: dict[int, GridCell] = {}
        for cell in row.cells:
            at = len(line)
            above = open_cells.get(at) if cell.merge is Merge.CONTINUES else None
            if above is None:
                here = GridCell(cell.text, r, at, 1, cell.span)
            else:
                here = above
                here.rowspan = r - here.row + 1
            if cell.merge is not Merge.NONE:
                still_open[at] = here
            line.extend([here] * cell.span)
        open_cells = still_open
        slots.append(line)
    return Grid(slots)


def _drop_hairs(rows: list[Row], widths: list[int]) -> None:
    """Take out columns as thin as a hair that no cell has to itself.

    A converter that rounds the edges of each row by itself leaves such columns: 16 for 15, and cells out of line.
    """
    for column in reversed([c for c, width in enumerate(widths) if 0 < width <= _HAIR]):
        covering = [found for row in rows if (found := _covering(row, column))]
        if any(isinstance(c, RowCell) and c.span == 1 for c in covering):
            continue
        for found in covering:
            if isinstance(found, Row):
                found.before -= 1
            else:
                found.span -= 1


def _covering(row: Row, column: int) -> RowCell | Row | None:
    """The cell that covers a grid column, the row itself where the column is left out at its beginning, or None."""
    at = row.before
    if column < at:
        return row
    for cell in row.cells:
        at += cell.span
        if column < at:
            return cell
    return None
