"""A report as a Word document in the official layout, typography after GB/T 9704-2012."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from xml.sax.saxutils import escape

from gongkai.documents.anchors import Anchors, Piece, pieces
from gongkai.documents.docx.container import TEXT_WIDTH, package
from gongkai.documents.layout import Element, Kind, Line, Role, Sheet, Slot, elements, title_lines
from gongkai.report.reading import Report

_SHADES = {Kind.BAND: "C6D9F1", Kind.HEAD: "EAF1FA"}
_STYLES = {Role.TITLE: "Title", Role.HEADING: "Heading1", Role.TEXT: "Body"}
_MARGINS = '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="{width}" w:space="0" w:color="000000"/>'
    for side, width in (("top", 8), ("left", 8), ("bottom", 8), ("right", 8), ("insideH", 4), ("insideV", 4))
)


def write(report: Report) -> bytes:
    """The report as .docx bytes. Raises nothing for any report."""
    return package(report, body(report, elements(report), Anchors()))


def body(report: Report, laid_out: Sequence[Element], anchors: Anchors) -> str:
    """The XML inside ``w:body``, with comment ranges where ``anchors`` has findings."""
    ranges = _Ranges(report, laid_out, anchors)
    parts: list[str] = []
    for at, element in enumerate(laid_out):
        if isinstance(element, Sheet):
            parts.append(_table(element, anchors))
            # Word joins two tables that touch, and wants a paragraph last.
            following = laid_out[at + 1] if at + 1 < len(laid_out) else None
            parts.append("" if isinstance(following, Line) else '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>')
        else:
            parts.append(_line(element, ranges.runs(element)))
    return "".join(parts)


class _Ranges:
    """The runs of each line, with the start and the end of every comment at the right piece, once."""

    def __init__(self, report: Report, laid_out: Iterable[Element], anchors: Anchors) -> None:
        self.title = "\n".join(title_lines(report))
        self.cut = {id(e): pieces(e, anchors) for e in laid_out if isinstance(e, Line)}
        ordered = [piece for found in self.cut.values() for piece in found]
        self.last = {index: piece for piece in ordered for index in piece.findings}
        self.opened: set[int] = set()

    def runs(self, line: Line) -> str:
        return "".join(self._run(piece, line.role is Role.TITLE) for piece in self.cut[id(line)])

    def _run(self, piece: Piece, is_title: bool) -> str:
        opening = [index for index in piece.findings if index not in self.opened]
        self.opened.update(opening)
        closing = [index for index in piece.findings if self.last[index] is piece]
        return _commented(run(self.title if is_title else piece.text, "Lead" if piece.lead else ""), opening, closing)


def run(text: str, style: str = "") -> str:
    """A run of text; line breaks and tabs become Word's."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    inner = escape(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    inner = inner.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">').replace("\r", "")
    return f'<w:r>{properties}<w:t xml:space="preserve">{inner}</w:t></w:r>'


def _commented(runs: str, opening: Iterable[int], closing: Iterable[int]) -> str:
    starts = "".join(f'<w:commentRangeStart w:id="{index}"/>' for index in opening)
    ends = "".join(
        f'<w:commentRangeEnd w:id="{index}"/>'
        f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{index}"/></w:r>'
        for index in closing
    )
    return f"{starts}{runs}{ends}"


def _line(line: Line, runs: str) -> str:
    style = _STYLES[line.role]
    if line.role is Role.TEXT and line.lead == len(line.text):
        style = "Heading2"
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _table(sheet: Sheet, anchors: Anchors) -> str:
    total = sum(sheet.widths)
    edges = [round(TEXT_WIDTH * sum(sheet.widths[:at]) / total) for at in range(len(sheet.widths) + 1)]
    columns = "".join(f'<w:gridCol w:w="{b - a}"/>' for a, b in pairwise(edges))
    rows = "".join(_row(sheet, at, row, edges, anchors) for at, row in enumerate(sheet.grid()))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>{_MARGINS}<w:tblLook w:val="0000"/>'
        f'<w:tblCaption w:val="{sheet.caption}"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
    )


def _row(sheet: Sheet, at: int, row: Sequence[Slot], edges: Sequence[int], anchors: Anchors) -> str:
    header = "<w:tblHeader/>" if at < sheet.head_rows else ""
    # Each table fits on a page and stays whole: what is left of table 2 would else stand alone before table 3.
    last = at + 1 == len(sheet.rows)
    cells = "".join(_cell(slot, slot.row == at, edges, anchors, keep=not last) for slot in _distinct(row))
    height = 340 if sheet.head_rows else 440
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{header}</w:trPr>{cells}</w:tr>'
    )


def _distinct(row: Iterable[Slot]) -> Iterator[Slot]:
    last = None
    for slot in row:
        if slot is not last:
            yield slot
        last = slot


def _cell(slot: Slot, first: bool, edges: Sequence[int], anchors: Anchors, *, keep: bool) -> str:
    width = edges[slot.column + slot.colspan] - edges[slot.column]
    span = f'<w:gridSpan w:val="{slot.colspan}"/>' if slot.colspan > 1 else ""
    merge = ""
    if slot.rowspan > 1:
        merge = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADES[slot.kind]}"/>' if slot.kind in _SHADES else ""
    direction = '<w:textDirection w:val="tbRlV"/>' if slot.upright else ""
    found = anchors.cells.get(slot.address, []) if slot.address else []
    runs = _commented(run(slot.text) if slot.text else "", found, found) if first else ""
    style = "CellHead" if slot.kind in (Kind.HEAD, Kind.BAND) else "Cell"
    align = '<w:jc w:val="left"/>' if slot.left else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{shade}{direction}'
        f'<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>'
        f"{'<w:keepNext/>' if keep else ''}{align}</w:pPr>{runs}</w:p></w:tc>"
    )
