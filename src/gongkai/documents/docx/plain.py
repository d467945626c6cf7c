"""The short way through a table that holds nothing but cells, spans and text, as nearly every report's tables do.

Gives the same rows as the walk in ``reading.py``, three times as fast, because one search inside lxml finds all that
matters and no element besides is touched. A table with anything unusual in it is left to the walk.
"""

from lxml import etree

from gongkai.documents.blocks import MAX_GRID_CELLS, Unreadable
from gongkai.documents.docx.parts import MATH, W
from gongkai.documents.docx.tables import Row, RowCell, columns_of, merge_of
from gongkai.documents.docx.text import ALTERNATE, BOX, DEL, MOVE_FROM, VANISH, P, T

TOO_MANY_CELLS = f"文档里的单元格超过 {MAX_GRID_CELLS} 个，不是一份年度报告；请只保留报告正文后再读。"

_TBL, _TR, _TC, _GRID_SPAN, _V_MERGE = W + "tbl", W + "tr", W + "tc", W + "gridSpan", W + "vMerge"
_BREAKS = {W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_READ = (T, P, _TC, _TR, _GRID_SPAN, _V_MERGE, *_BREAKS)
_UNUSUAL = (
    *(_TBL, DEL, MOVE_FROM, VANISH, ALTERNATE, BOX, MATH + "oMath"),
    *(W + n for n in ("hMerge", "gridBefore", "fldChar", "tab", "ptab", "numPr", "rt", "tcPrChange", "altChunk")),
)


def plain_rows(table: etree._Element, *, room: int) -> list[Row] | None:
    """The rows of a plain table, or None when the table is not plain or has a single cell.

    ``room`` is how many cells the document may still have; Unreadable when the table has more.
    """
    if any(element is not table for element in table.iter(*_UNUSUAL)):
        return None
    rows: list[Row] = []
    cell = RowCell("")
    line = ""
    for element in table.iter(*_READ):
        tag = element.tag
        if tag == T:
            line += element.text or ""
        elif tag in _BREAKS:
            line += _BREAKS[tag]
        elif tag == _GRID_SPAN:
            cell.span = columns_of(element)
        elif tag == _V_MERGE:
            cell.merge = merge_of(element)
        else:
            if line:
                _add(cell, line)
                line = ""
            if tag == _TC:
                room -= 1
                if room < 0:
                    raise Unreadable(TOO_MANY_CELLS)
                if not rows:
                    return None
                cell = RowCell("")
                rows[-1].cells.append(cell)
            elif tag == _TR:
                rows.append(Row())
    _add(cell, line)
    return rows if sum(len(row.cells) for row in rows) > 1 else None


def _add(cell: RowCell, line: str) -> None:
    if line.strip():
        cell.text = f"{cell.text}\n{line}" if cell.text else line
