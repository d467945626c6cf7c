"""Pages put together: page numbers left out, paragraphs and tables that run over pages made one."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from gongkai.documents.blocks import MAX_GRID_CELLS, Grid, GridCell, Paragraph, Unreadable
from gongkai.documents.pdf.columns import FEWEST_COLUMNS, common_gutter, crossed, gutter, plain_tables
from gongkai.documents.pdf.page import Line, Page, Piece, Ruled, lines_of, text_in
from gongkai.documents.pdf.prose import Margins, Text, carries_on, margins_of, paragraphs

SAME_EDGE = 5.0  # pt
MARGIN = 0.14  # of the page's height: where page numbers and running heads stand
_DASH = r"[-—–―－‐·•~～\s]*"
_NUMBER = re.compile(
    rf"{_DASH}\d{{1,4}}{_DASH}|第?\s*\d+\s*页?\s*[/／，,共]+\s*\d+\s*页?|第\s*\d+\s*页|[Pp]age\s*\d+(\s*of\s*\d+)?"
)
_DASHES = "-—–―－"
_DASHED = re.compile(rf"[{_DASHES}]+\s*\d{{1,3}}\s*[{_DASHES}]+")
_LABELLED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]{1,2}[）)、]|\d{1,2}\s*[.．、])")
_FIGURE = re.compile(r"\s*[\d０-９][\d０-９.,，]*\s*$")


@dataclass(slots=True)
class Table:
    """A table being put together: column edges, and its cells as (cell, first edge, last edge) row by row."""

    xs: list[float]
    cells: list[tuple[GridCell, int, int]]
    rows: int

    def grid(self) -> Grid:
        """The finished grid. Raises Unreadable when it is too large."""
        width = len(self.xs) - 1
        if self.rows * width > MAX_GRID_CELLS:
            raise Unreadable(f"表格的单元格超过 {MAX_GRID_CELLS} 个，不是年度报告的表格；请只保留报告正文后再读。")
        slots: list[list[GridCell | None]] = [[None] * width for _ in range(self.rows)]
        for cell, start, end in self.cells:
            cell.column = start
            if cell.rowspan == 1 == end - start:  # nearly every cell
                slots[cell.row][start] = cell
                continue
            cell.colspan = max(end - start, 1)
            for row in slots[cell.row : cell.row + cell.rowspan]:
                row[start : start + cell.colspan] = [cell] * cell.colspan
        return Grid(slots)


@dataclass(slots=True)
class _Sheet:
    """A page, or one column of a page that has two: its lines and tables."""

    lines: list[Line]
    tables: list[Ruled]
    width: float
    side: int = 0
    first: bool = True
    items: list["Line | Ruled"] = field(default_factory=list)


def assemble(pages: Sequence[Page]) -> list[Paragraph | Grid]:
    """The blocks of a document in reading order. Consumes the pages."""
    sheets = [sheet for page in _split(_without_numbers(pages)) for sheet in page]
    margins = margins_of([s.lines for s in sheets], [s.width for s in sheets])
    items: list[Text | Table] = []
    open_tables: dict[int, Table] = {}
    last: Text | None = None
    for sheet, margin in zip(sheets, margins, strict=True):
        last = _add(items, sheet, margin, open_tables, last)
    return [Paragraph(item.text) if isinstance(item, Text) else item.grid() for item in items]


def _without_numbers(pages: Sequence[Page]) -> list[tuple[Page, list[Line]]]:
    """Every page with its lines; page numbers and running heads dropped."""
    lined = [(page, lines_of(page.pieces) if page.pieces else []) for page in pages]
    heads: Counter[str] = Counter()
    for page, lines in lined:
        heads.update({_shape(line) for line in (*lines[:1], *lines[-1:]) if _in_margin(page, line)})
    often = max(3, len(pages) * 0.6)
    running = {shape for shape, count in heads.items() if count >= often}
    for page, lines in lined:
        edge = [line for line in (*lines[:2], *lines[-2:]) if _in_margin(page, line)]
        drop = {id(line) for line in edge if _NUMBER.fullmatch(line.text.strip()) or _shape(line) in running}
        lines[:] = [line for line in lines if id(line) not in drop]
        for table in page.tables:
            _drop_inside(page, table)
    return lined


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _in_margin(page: Page, line: Line) -> bool:
    middle = (line.top + line.bottom) / 2
    return not MARGIN * page.height < middle - page.top < (1 - MARGIN) * page.height


def _drop_inside(page: Page, table: Ruled) -> None:
    """Take a page number between dashes out of a cell that reaches into the margin."""
    if table.ys[-1] - page.top < (1 - MARGIN) * page.height:
        return
    for box in table.boxes():
        for piece in box.pieces:
            if piece.text[0] in _DASHES:
                break
        else:
            continue
        for line in lines_of(box.pieces):
            if _in_margin(page, line) and _DASHED.fullmatch(line.text.strip()):
                box.pieces = [p for p in box.pieces if p not in line.pieces]


def _split(lined: Sequence[tuple[Page, list[Line]]]) -> Iterable[list[_Sheet]]:
    """Each page as one sheet, or as two when tables stand side by side on it (or on other pages like it)."""
    gutters = [gutter(page.tables, _pieces(lines)) for page, lines in lined]
    shared = common_gutter(gutters)
    for (page, lines), own in zip(lined, gutters, strict=True):
        at = own if own is not None else shared
        if at is None or not _has_sides(page, lines, at):
            yield [_sheet(lines, page.tables, page.width)]
            continue
        left = lines_of([p for p in _pieces(lines) if p.x1 <= at]) if lines else []
        right = lines_of([p for p in _pieces(lines) if p.x0 >= at]) if lines else []
        sides = [t for t in page.tables if t.xs[-1] <= at], [t for t in page.tables if t.xs[0] >= at]
        second = _sheet(right, sides[1], page.width / 2, 1)
        yield [_sheet(left, sides[0], page.width / 2, 0), replace(second, first=False)]


def _pieces(lines: Sequence[Line]) -> list[Piece]:
    return [p for line in lines for p in line.pieces]


def _has_sides(page: Page, lines: Sequence[Line], at: float) -> bool:
    if any(t.xs[0] < at < t.xs[-1] for t in page.tables):
        return False
    pieces = _pieces(lines)
    if crossed(pieces, at):
        return False
    starts = [p.x0 for p in pieces] + [t.xs[0] for t in page.tables]
    return any(x < at for x in starts) and any(x > at for x in starts)


def _sheet(lines: list[Line], tables: Sequence[Ruled], width: float, side: int = 0) -> _Sheet:
    found: list[Ruled] = []
    if not tables and any(len(line.pieces) > FEWEST_COLUMNS for line in lines):
        found, lines = plain_tables(lines)
    every = [*tables, *found]
    items: list[Line | Ruled] = [*lines, *every]
    items.sort(key=lambda i: i.top if isinstance(i, Line) else i.ys[0])
    return _Sheet(lines, every, width, side, items=items)


def _add(
    items: list[Text | Table], sheet: _Sheet, margins: Margins, open_tables: dict[int, Table], last: Text | None
) -> Text | None:
    """Append what stands on a sheet; returns the paragraph it ends with, None when it ends with a table."""
    waiting = open_tables.pop(sheet.side, None) if sheet.items else None
    run: list[Line] = []
    first = True

    def end_run() -> None:
        nonlocal run, first, last
        texts = paragraphs(run, margins) if run else []
        if texts and first and last is not None and carries_on(last, texts[0]):
            last.lines += texts.pop(0).lines
        items.extend(texts)
        first = first and not run
        last = texts[-1] if texts else last
        run = []

    for item in sheet.items:
        if isinstance(item, Line):
            run.append(item)
            continue
        end_run()
        if waiting is not None and first and _append(waiting, item):
            table = waiting
        else:
            table = _start(item)
            items.append(table)
        first, last, waiting = False, None, None
        open_tables[sheet.side] = table
    if run:
        end_run()
        open_tables.pop(sheet.side, None)
    return last


def _start(found: Ruled) -> Table:
    table = Table(list(found.xs), [], 0)
    _take(table, found, list(range(len(found.xs))), skip=0)
    return table


def _take(table: Table, found: Ruled, edges: Sequence[int], skip: int) -> None:
    down = table.rows - skip
    for box in found.boxes():
        if box.row < skip:
            continue
        pieces = box.pieces
        cell = GridCell(text_in(pieces) if pieces else "", down + box.row, 0, box.rowspan)
        if pieces and pieces[0].confidence is not None:
            cell.confidence = min(p.confidence or 0.0 for p in pieces)
        table.cells.append((cell, edges[box.column], edges[box.column + box.colspan]))
    table.rows += len(found.slots) - skip


def _append(table: Table, found: Ruled) -> bool:
    """Add the rows of a table that stands at the top of the next page, when its sides stand where the table's do."""
    if abs(table.xs[0] - found.xs[0]) > SAME_EDGE or abs(table.xs[-1] - found.xs[-1]) > SAME_EDGE:
        return False
    merged = list(table.xs)
    for x in found.xs:
        if min(abs(x - own) for own in merged) > SAME_EDGE:
            merged.append(x)
    merged.sort()
    if len(merged) > 2 * max(len(table.xs), len(found.xs)):
        return False
    moved = {i: merged.index(x) for i, x in enumerate(table.xs)}
    table.cells = [(cell, moved[start], moved[end]) for cell, start, end in table.cells]
    table.xs = merged
    edges = [_nearest(merged, x) for x in found.xs]
    _take(table, found, edges, skip=1 if _continues_row(table, found, edges) else 0)
    return True


def _nearest(edges: Sequence[float], x: float) -> int:
    at = bisect_left(edges, x)
    return min((i for i in (at - 1, at) if 0 <= i < len(edges)), key=lambda i: abs(edges[i] - x))


def _continues_row(table: Table, found: Ruled, edges: Sequence[int]) -> bool:
    """Whether the first row is the rest of the row that the page break cut: text in label cells only, under a row of the
    same cells that has figures. Then that text is added to the row."""
    boxes = found.slots[0]
    distinct = [b for i, b in enumerate(boxes) if i == 0 or b is not boxes[i - 1]]
    filled = [b for b in distinct if b.pieces]
    if len(distinct) < 3 or not filled or any(b.rowspan > 1 for b in filled):
        return False
    above = {(s, e): c for c, s, e in table.cells if c.row + c.rowspan == table.rows}
    pairs = [(above.get((edges[b.column], edges[b.column + b.colspan])), b) for b in filled]
    texts = [text_in(b.pieces) for b in filled]
    if any(
        cell is None or _FIGURE.match(text) or _LABELLED.match(text)
        for (cell, _), text in zip(pairs, texts, strict=True)
    ):
        return False
    if len(filled) > 2 or not any(_FIGURE.match(c.text) for c in above.values()):
        return False
    for (cell, _), text in zip(pairs, texts, strict=True):
        assert cell is not None
        cell.text = f"{cell.text}\n{text}" if cell.text else text
    return True
