"""Plain text: one cell a line, tabs, Markdown pipes, or no separators at all."""

import re

from gongkai.documents.blocks import Document, Grid, GridCell, Paragraph, grid_from_spans

_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_MARKUP = re.compile(r"^\s*#{1,6}\s+|\*\*|__")


def blocks_of(text: str) -> Document:
    """Turn text into paragraphs and grids. Lines that start with a tab are cells, blank lines end a row; a line with
    tabs or pipes inside is a row. ``flow`` is set when no grid was found."""
    blocks: list[Paragraph | Grid] = []
    rows: list[list[GridCell]] = []
    row: list[GridCell] = []

    def end_row() -> None:
        nonlocal row
        if row:
            rows.append(row)
        row = []

    def end_grid() -> None:
        nonlocal rows
        end_row()
        if rows:
            blocks.append(grid_from_spans(rows))
        rows = []

    for line in text.splitlines():
        if not line.strip(" \r\u3000\xa0\t"):
            if line.startswith("\t"):
                row.append(GridCell(""))
            else:
                end_row()
        elif "\t" in line.strip():
            end_row()
            rows.append([GridCell(c.strip()) for c in line.strip("\r\n").split("\t")])
        elif line.startswith("\t"):
            row.append(GridCell(line.strip()))
        elif _is_pipe_row(line):
            end_row()
            if not _PIPE_RULE.match(line):
                rows.append([GridCell(c.strip()) for c in _pipe_cells(line)])
        elif row and len(line.strip()) < 40:
            row[-1].text += "\n" + line.strip()
        else:
            end_grid()
            blocks.append(Paragraph(_MARKUP.sub("", line).strip()))
    end_grid()
    return Document(blocks, "text", flow=not any(isinstance(b, Grid) for b in blocks))


def _is_pipe_row(line: str) -> bool:
    return line.count("|") >= 2 or (line.count("|") == 1 and len(line) < 80)


def _pipe_cells(line: str) -> list[str]:
    return line.strip().removeprefix("|").removesuffix("|").split("|")
