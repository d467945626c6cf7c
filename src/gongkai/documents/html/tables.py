"""Tables of a page: which are data and become grids, which only lay out the page and become running text again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.documents.blocks import MAX_GRID_CELLS, Grid, GridCell, Unreadable, grid_from_spans
from gongkai.documents.html.markup import (
    BREAK,
    CAPTION,
    CELL,
    EDGE,
    END_CELL,
    END_TABLE,
    GROUP,
    ITEM,
    LAST,
    ROW,
    TABLE,
    TABLE_AT,
    tidy,
)

MAX_TABLES = 2_000
MAX_SLOTS = 3 * MAX_GRID_CELLS
MAX_TEXT = 20_000_000

_TABLES = re.compile(f"([{TABLE}{END_TABLE}])")
_CAPTION = re.compile(f"{CAPTION}([^{BREAK}]*)")
# The marks that draw a table; a caption's goes without its text.
_LAYOUT = re.compile(f"[{CAPTION}{GROUP}{ROW}{END_CELL}]|{CELL}[^{BREAK}]*")
# A cell with its spans and all up to its end, or up to a cell wrongly opened inside it.
_CELLS = re.compile(f"{CELL}([^{BREAK}]*){BREAK}([^{CELL}{END_CELL}]*)")
_PLACED = re.compile(f"{TABLE_AT}(\\d+)")
_SPAN = re.compile(r"\s*(\d{1,6})")
_WIDE = 60
_ARTICLE = 1_500
_FORM_WORDS = ("行政许可", "自然人", "结果维持", "规章", "本年新收")
_TOO_BIG = f"网页里有一个表格超过 {MAX_GRID_CELLS} 格或文字过多，不是年度报告；请只保留报告正文后再读。"
_TOO_MANY_CELLS = f"网页的表格合计超过 {MAX_SLOTS} 格，不是年度报告；请只保留报告正文后再读。"
_TOO_MANY = f"网页里有 {{}} 个表格，超过 {MAX_TABLES} 个，不是年度报告；请只保留报告正文后再读。"


@dataclass(slots=True)
class Found:
    """A grid of the page: how many of its cells have text, whether words of the form stand in it and whether digits."""

    grid: Grid
    filled: int
    of_form: bool
    digits: bool


@dataclass(slots=True)
class Tables:
    """Turns what stands between the marks of tables into grids, the innermost first; each leaves its number in the text."""

    found: list[Found] = field(default_factory=list)
    slots: int = 0
    taken: int = 0

    def take(self, text: str) -> str:
        """The flat text with each table replaced by its captions and ``TABLE`` with its number in ``found``; what only
        lays out the page is dissolved. Raises Unreadable for more than MAX_TABLES tables or too many cells."""
        if (count := text.count(TABLE)) > MAX_TABLES:
            raise Unreadable(_TOO_MANY.format(count))
        open_: list[list[str]] = [[]]
        for piece in _TABLES.split(text):
            if piece == TABLE:
                open_.append([])
            elif piece == END_TABLE:
                inner = "".join(open_.pop())
                open_[-1].append(self._take_one(inner))
            else:
                open_[-1].append(piece)
        return "".join(open_[0])

    def _take_one(self, inner: str) -> str:
        rows, groups = self._rows(inner)
        nested = [self.found[n] for row in rows for cell in row if TABLE_AT in cell.text for n in _numbers(cell.text)]
        if _is_layout(rows, nested):
            return _LAYOUT.sub(BREAK, inner)
        captions = _CAPTION.findall(inner) if CAPTION in inner else []
        for row in rows:
            for cell in row:
                text = cell.text
                if text and not text.isalnum():
                    cell.text = self._text(text) if BREAK in text or TABLE_AT in text else tidy(text)
        _finish(rows, groups)
        texts = [cell.text for row in rows for cell in row if cell.text]
        if not texts:
            return BREAK.join(captions)
        grid = grid_from_spans(rows)
        self.slots += sum(map(len, grid.rows))
        if self.slots > MAX_SLOTS:
            raise Unreadable(_TOO_MANY_CELLS)
        whole = "".join(texts)
        of_form = any(word in whole for word in _FORM_WORDS)
        self.found.append(Found(grid, len(texts), of_form, any(map(str.isdigit, texts))))
        return BREAK.join((*captions, f"{TABLE_AT}{len(self.found) - 1}"))

    def _rows(self, inner: str) -> tuple[list[list[GridCell]], list[int]]:
        """The cells of every row with raw text and spans, and for every row the number of its row group. What stands
        outside any cell is not shown."""
        rows: list[list[GridCell]] = []
        groups: list[int] = []
        group, count = 0, 0
        for at, line in enumerate(inner.split(ROW)):
            row: list[GridCell] = []
            for spans, text in _CELLS.findall(line):
                cell = GridCell(text.strip(EDGE))
                if spans != ",":
                    across, _, down = spans.partition(",")
                    cell.rowspan = _span(down) if down else 1
                    cell.colspan = (_span(across) or 1) if across else 1
                row.append(cell)
                self.taken += len(text)
            count += len(row)
            if count > MAX_GRID_CELLS or len(rows) >= MAX_GRID_CELLS or self.taken > MAX_TEXT:
                raise Unreadable(_TOO_BIG)
            if row or at:  # what stands before the first row is one only when it has cells
                rows.append(row)
                groups.append(group)
            if GROUP in line:
                group += line.count(GROUP)
        return rows, groups

    def _text(self, raw: str) -> str:
        """The lines of a cell; those of a table inside it as well."""
        lines: list[str] = []
        number = ""
        for part in raw.split(BREAK):
            kind = part[:1]
            if kind == TABLE_AT:
                cells = dict.fromkeys(c for row in self.found[int(part[1:])].grid.rows for c in row if c and c.text)
                lines += [c.text for c in cells]
            elif kind == ITEM:
                number = part[1:]
            elif (kind < BREAK or kind > LAST) and (line := tidy(part)):
                lines.append(number + line)
                number = ""
        return "\n".join(lines)


def _is_layout(rows: Sequence[Sequence[GridCell]], nested: Sequence[Found]) -> bool:
    """Whether a table only places things on the page: one column, an article in a cell, or tables with the data."""
    if all(len(row) <= 1 for row in rows):
        return True
    if any(len(cell.text) > _ARTICLE for row in rows if len(row) > 1 for cell in row):
        return True
    if not nested:
        return False
    own = [cell.text for row in rows for cell in row if TABLE_AT not in cell.text]
    if any(n.of_form for n in nested) and not any(w in t for t in own for w in _FORM_WORDS):
        return True
    return sum(map(bool, own)) <= sum(n.filled for n in nested)


def _finish(rows: Sequence[Sequence[GridCell]], groups: Sequence[int]) -> None:
    """Give cells the spans a browser uses: no cell leaves its row group, none is wider than the other rows."""
    end = len(rows)
    for i in range(len(rows) - 1, -1, -1):
        if i + 1 < len(rows) and groups[i + 1] != groups[i]:
            end = i + 1
        for cell in rows[i]:
            if cell.rowspan != 1:
                cell.rowspan = min(cell.rowspan or end - i, end - i)
            if cell.colspan > _WIDE:
                cell.colspan = min(cell.colspan, _widest(rows))


def _widest(rows: Sequence[Sequence[GridCell]]) -> int:
    return max(1, *(sum(c.colspan for c in row if c.colspan <= _WIDE) for row in rows))


def _numbers(text: str) -> list[int]:
    return [int(n) for n in _PLACED.findall(text)]


def _span(text: str) -> int:
    """A rowspan or colspan as browsers take it; 0 stays 0 (to the end of the group for rows)."""
    match = _SPAN.match(text)
    return min(int(match[1]), 65_534) if match else 1
