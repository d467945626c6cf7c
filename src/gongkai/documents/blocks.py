"""What every format is turned into before recognition: paragraphs and grids in reading order.

A grid is a rectangle of slots; a cell that spans rows or columns fills several slots with the same object, so that
``is`` tells whether two slots are one cell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gongkai.report.reading import Warning

MAX_GRID_CELLS = 100_000


class Unreadable(Exception):
    """The file cannot be read. The message is one clear Chinese sentence: what, where, how to mend."""


@dataclass(slots=True, eq=False)
class GridCell:
    """A cell: its text (inner line breaks kept as newlines), anchor row and column, spans, OCR confidence 0 to 1."""

    text: str
    row: int = 0
    column: int = 0
    rowspan: int = 1
    colspan: int = 1
    confidence: float | None = None


@dataclass(slots=True, eq=False)
class Grid:
    """A table as rows of slots; None where the source has no cell. Rows may differ in length."""

    rows: list[list[GridCell | None]]

    def texts(self) -> list[list[str]]:
        """The text of every slot, ``""`` where there is no cell (for tests and display)."""
        return [[cell.text if cell else "" for cell in row] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of running text. ``number`` is an automatic number the source prints but does not store in the text."""

    text: str
    number: str = ""


@dataclass(slots=True)
class Document:
    """The blocks of a file in reading order. ``flow`` is True when the file is plain text without any table structure, so
    that cells must be found in the running text. ``title`` and ``published`` are hints from metadata (page title,
    PubDate), as text."""

    blocks: list[Paragraph | Grid]
    format: str
    pages: int | None = None
    flow: bool = False
    title: str = ""
    published: str = ""
    warnings: list[Warning] = field(default_factory=list)


def grid_from_spans(rows: Iterable[Sequence[GridCell]]) -> Grid:
    """Lay out rows of cells with their spans, as HTML does: each cell takes the next free slot of its row.

    Sets ``row`` and ``column`` of every cell. Raises Unreadable when spans would blow the grid past MAX_GRID_CELLS.
    """
    slots: list[list[GridCell | None]] = []
    filled = 0
    for r, cells in enumerate(rows):
        while len(slots) <= r:
            slots.append([])
        line = slots[r]
        at, length = 0, len(line)  # beyond what rows above reach into, every slot is free
        for cell in cells:
            while at < length and line[at] is not None:
                at += 1
            cell.row, cell.column = r, at
            filled += cell.rowspan * cell.colspan
            if filled > MAX_GRID_CELLS:
                raise Unreadable(f"表格的单元格超过 {MAX_GRID_CELLS} 个，不是年度报告的表格；请只保留报告正文后再读。")
            if cell.rowspan == 1 == cell.colspan:  # nearly every cell
                if at < length:
                    line[at] = cell
                else:
                    line.append(cell)
                at += 1
                continue
            for rr in range(r, r + cell.rowspan):
                while len(slots) <= rr:
                    slots.append([])
                target = slots[rr]
                if len(target) < at + cell.colspan:
                    target.extend([None] * (at + cell.colspan - len(target)))
                for cc in range(at, at + cell.colspan):
                    if target[cc] is None:
                        target[cc] = cell
            at += cell.colspan
    return Grid(slots)
