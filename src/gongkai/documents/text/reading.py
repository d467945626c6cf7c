"""Plain text: one cell a line, tabs, Markdown pipes, or no separators at all."""

import re
from dataclasses import dataclass, field

from gongkai.documents.blocks import MAX_GRID_CELLS, Document, Grid, GridCell, Paragraph, Unreadable, grid_from_spans
from gongkai.documents.text.pages import lines_of
from gongkai.report.cells import State, parse

_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_MARKUP = re.compile(r"^\s*#{1,6}\s+|\*\*|__")
_NUMBERED = re.compile(r"\s*[一二三四五六七八九]\s*[、.．]")
_BLANK = " \r\u3000\xa0\t"


def blocks_of(text: str) -> Document:
    """Turn text into paragraphs and grids. Lines that start with a tab are cells, blank lines end a row; a line with
    tabs or pipes inside is a row. ``flow`` is set when no grid was found."""
    gathered = _Gathered()
    for line in lines_of(text):
        gathered.take(line)
    gathered.end_grid()
    return Document(gathered.blocks, "text", flow=not any(isinstance(b, Grid) for b in gathered.blocks))


@dataclass(slots=True)
class _Gathered:
    """What the lines so far have given: finished blocks, the rows of the open grid, the cells of the open row."""

    blocks: list[Paragraph | Grid] = field(default_factory=list)
    rows: list[list[GridCell]] = field(default_factory=list)
    row: list[GridCell] = field(default_factory=list)

    def take(self, line: str) -> None:
        """Put one line where it belongs."""
        if not line.strip(_BLANK):
            if line.startswith("\t"):
                self.row.append(GridCell(""))
            else:
                self.end_row()
                self._gap()
        elif "\t" in line.strip():
            self._whole_row(line.strip("\r\n").split("\t"))
        elif line.startswith("\t"):
            self.row.append(GridCell(line.strip()))
        elif _is_pipe_row(line):
            self._whole_row([] if _PIPE_RULE.match(line) else _pipe_cells(line))
        elif self._goes_on(line):
            self.row[-1].text += "\n" + line.strip()
        else:
            self.end_grid()
            self.blocks.append(Paragraph(_MARKUP.sub("", line).strip()))

    def _gap(self) -> None:
        """Keep the gap behind a lone value: values without one between them are a column of several rows, not a row."""
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Paragraph) and parse(last.text).state not in (State.TEXT, State.BLANK):
            self.blocks[-1] = Paragraph(last.text.rstrip("\n") + "\n", last.number)

    def _goes_on(self, line: str) -> bool:
        """Whether the line is the rest of a label broken over lines; behind a value a new paragraph begins."""
        if not self.row or len(line.strip()) >= 40 or _NUMBERED.match(line):
            return False
        return parse(self.row[-1].text).state is State.TEXT

    def _whole_row(self, texts: list[str]) -> None:
        self.end_row()
        if len(texts) > MAX_GRID_CELLS:
            raise Unreadable(f"文本的一行里有 {len(texts)} 个单元格，不是年度报告的表格；请只保留报告正文后再读。")
        if texts:
            self.rows.append([GridCell(text.strip()) for text in texts])

    def end_row(self) -> None:
        """Close the open row."""
        if self.row:
            self.rows.append(self.row)
        self.row = []

    def end_grid(self) -> None:
        """Close the open grid."""
        self.end_row()
        if self.rows:
            self.blocks.append(grid_from_spans(self.rows))
        self.rows = []


def _is_pipe_row(line: str) -> bool:
    return line.count("|") >= 2 or (line.count("|") == 1 and len(line) < 80)


def _pipe_cells(line: str) -> list[str]:
    return line.strip().removeprefix("|").removesuffix("|").split("|")
