"""Tables of a page: which are data and become grids, which only lay out the page and become running text again."""

import re
from dataclasses import dataclass, field

from lxml import etree

from gongkai.documents.blocks import MAX_GRID_CELLS, Grid, GridCell, Unreadable, grid_from_spans
from gongkai.documents.html.markup import BREAK, CLOSE, EDGE, ITEM, OPEN, STRING, TABLE, bounded, text_of, tidy

MAX_TABLES = 2_000
MAX_SLOTS = 3 * MAX_GRID_CELLS
MAX_TEXT = 20_000_000

_NESTED = re.compile(f"{TABLE}(\\d+)")
_SPAN = re.compile(r"\s*(\d{1,6})")
_WIDE = 60
_ARTICLE = 1_500
_FORM_WORDS = ("行政许可", "自然人", "结果维持", "规章", "本年新收")
_TOO_BIG = f"网页里有一个表格超过 {MAX_GRID_CELLS} 格或文字过多，不是年度报告；请只保留报告正文后再读。"
_TOO_MANY_CELLS = f"网页的表格合计超过 {MAX_SLOTS} 格，不是年度报告；请只保留报告正文后再读。"


@dataclass(slots=True)
class Found:
    """A grid of the page: how many of its cells have text, whether words of the form stand in it and whether digits."""

    grid: Grid
    filled: int
    of_form: bool
    digits: bool


@dataclass(slots=True)
class Tables:
    """Turns the tables of a marked tree into grids, the innermost first; each leaves its number in the text."""

    found: list[Found] = field(default_factory=list)
    slots: int = 0
    taken: int = 0

    def take(self, root: etree._Element) -> None:
        """Replace every table by a mark. Raises Unreadable for more than MAX_TABLES tables or too many cells."""
        tables = list(root.iter("table"))
        if len(tables) > MAX_TABLES:
            raise Unreadable(
                f"网页里有 {len(tables)} 个表格，超过 {MAX_TABLES} 个，不是年度报告；请只保留报告正文后再读。"
            )
        for table in reversed(tables):
            self._take_one(table)
        for cell in root.iter("td", "th"):  # laid out, or outside any table
            bounded(cell)

    def _take_one(self, table: etree._Element) -> None:
        rows, groups = self._rows(table)
        nested = [n for row in rows for cell in row if TABLE in cell.text for n in _numbers(cell.text)]
        if self._is_layout(rows, nested):
            for cell in table.iter("td", "th"):
                bounded(cell)
            return
        caption = [text_of(c) for c in table.iter("caption")]
        self._finish(rows, groups)
        texts = [cell.text for row in rows for cell in row if cell.text]
        left = ""
        if texts:
            left = f"{TABLE}{len(self.found)}"
            grid = grid_from_spans(rows)
            self.slots += sum(map(len, grid.rows))
            if self.slots > MAX_SLOTS:
                raise Unreadable(_TOO_MANY_CELLS)
            whole = "".join(texts)
            of_form = any(word in whole for word in _FORM_WORDS)
            self.found.append(Found(grid, len(texts), of_form, any(map(str.isdigit, texts))))
        table.clear(keep_tail=True)  # type: ignore[call-arg]
        table.text = BREAK.join(("", *caption, left, ""))

    def _rows(self, table: etree._Element) -> tuple[list[list[GridCell]], list[int]]:
        """The cells of every row with raw text and spans, and for every row the number of its row group."""
        rows: list[list[GridCell]] = []
        row: list[GridCell] = []
        groups: list[int] = []
        group, count, taken = 0, 0, self.taken
        for element in table.iter("tr", "td", "th", "tbody", "thead", "tfoot"):
            tag = element.tag
            if tag == "td" or tag == "th":  # noqa: PLR1714 two comparisons are faster than a set here
                if not rows:
                    rows.append(row)
                    groups.append(group)
                text = text_of(element)
                across = element.get("colspan")
                down = element.get("rowspan")
                row.append(GridCell(text, 0, 0, _span(down) if down else 1, (_span(across) or 1) if across else 1))
                count += 1
                taken += len(text)
                if count > MAX_GRID_CELLS or taken > MAX_TEXT:
                    raise Unreadable(_TOO_BIG)
            elif tag == "tr":
                row = []
                rows.append(row)
                groups.append(group)
                if len(rows) > MAX_GRID_CELLS:
                    raise Unreadable(_TOO_BIG)
            else:
                group += 1
        self.taken = taken
        return rows, groups

    def _is_layout(self, rows: list[list[GridCell]], nested: list[int]) -> bool:
        """Whether a table only places things on the page: one column, an article in a cell, or tables with the data."""
        if all(len(row) <= 1 for row in rows):
            return True
        for row in rows:
            for cell in row:
                if len(cell.text) > _ARTICLE and len(row) > 1 and len(cell.text.strip(EDGE)) > _ARTICLE:
                    return True
        if not nested:
            return False
        own = [c.text.strip(EDGE) for row in rows for c in row if TABLE not in c.text]
        if any(self.found[n].of_form for n in nested) and not any(w in t for t in own for w in _FORM_WORDS):
            return True
        return sum(map(bool, own)) <= sum(self.found[n].filled for n in nested)

    def _finish(self, rows: list[list[GridCell]], groups: list[int]) -> None:
        """Give cells their printed text and the spans a browser uses: no cell leaves its row group, none is wider than
        the other rows."""
        end = len(rows)
        for i in range(len(rows) - 1, -1, -1):
            if i + 1 < len(rows) and groups[i + 1] != groups[i]:
                end = i + 1
            for cell in rows[i]:
                cell.text = self._text(cell.text)
                if cell.rowspan != 1:
                    cell.rowspan = min(cell.rowspan or end - i, end - i)
                if cell.colspan > _WIDE:
                    cell.colspan = min(cell.colspan, _widest(rows))

    def _text(self, raw: str) -> str:
        text = raw.strip(EDGE)
        if not text or text.isalnum():
            return text
        if BREAK not in text and TABLE not in text:
            return tidy(text)
        lines: list[str] = []
        number = ""
        for part in text.split(BREAK):
            if part[:1] == TABLE:
                cells = dict.fromkeys(c for row in self.found[int(part[1:])].grid.rows for c in row if c and c.text)
                lines += [c.text for c in cells]
            elif part[:1] == ITEM:
                number = part[1:]
            elif part[:1] not in (OPEN, CLOSE, STRING) and (line := tidy(part)):
                lines.append(number + line)
                number = ""
        return "\n".join(lines)


def _widest(rows: list[list[GridCell]]) -> int:
    return max(1, *(sum(c.colspan for c in row if c.colspan <= _WIDE) for row in rows))


def _numbers(text: str) -> list[int]:
    return [int(n) for n in _NESTED.findall(text)]


def _span(text: str) -> int:
    """A rowspan or colspan as browsers take it; 0 stays 0 (to the end of the group for rows)."""
    match = _SPAN.match(text)
    return min(int(match[1]), 65_534) if match else 1
