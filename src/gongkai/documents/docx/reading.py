"""A Word document as paragraphs and grids: one walk over the body, in the order in which it is printed."""

import posixpath
from collections.abc import Iterator

from lxml import etree

from gongkai.documents.archive import SafeZip, open_members
from gongkai.documents.blocks import MAX_GRID_CELLS, Document, Grid, Paragraph, Unreadable
from gongkai.documents.docx.numbering import Numbering
from gongkai.documents.docx.parts import MAX_PART, NO_DOCUMENT, VAL, W, integer, main_part, number, parse, part, title
from gongkai.documents.docx.plain import TOO_MANY_CELLS, plain_rows
from gongkai.documents.docx.styles import NUM_PR, Styles, direct_number, read_styles
from gongkai.documents.docx.tables import Row, RowCell, columns_of, lay_out, merge_of
from gongkai.documents.docx.text import (
    ALTERNATE,
    CHOICE,
    CUSTOM_XML,
    DEL,
    FALLBACK,
    INS,
    MOVE_FROM,
    MOVE_TO,
    PPR,
    RPR,
    SDT,
    SDT_CONTENT,
    SMART_TAG,
    VANISH,
    Inline,
    P,
)
from gongkai.report.reading import Warning

MAX_TABLES = 2_000
MAX_NESTING = 20
WRAPPER_CELLS = 12
"""A table with so few cells that holds another, larger one only arranges the page; the smallest official table has 30."""

Block = Paragraph | Grid

_BODY, _TBL, _TR, _TC = W + "body", W + "tbl", W + "tr", W + "tc"
_TC_PR, _TR_PR, _TBL_GRID, _GRID_COL = W + "tcPr", W + "trPr", W + "tblGrid", W + "gridCol"
_GRID_SPAN, _V_MERGE, _H_MERGE, _GRID_BEFORE = W + "gridSpan", W + "vMerge", W + "hMerge", W + "gridBefore"
_ALT_CHUNK = W + "altChunk"
_FOLDED = {SDT, SDT_CONTENT, CUSTOM_XML, SMART_TAG, INS, MOVE_TO}
_MAX_SPAN = 1_000
_MAX_COLUMNS = 200


def blocks(data: bytes) -> Document:
    """Read a .docx: bytes of the file in, its paragraphs and grids in printed order out.

    Tracked changes are read as accepted, hidden text, field codes, headers and footers are left out, text boxes follow
    the paragraph they are anchored in. A table inside a cell comes as a grid of its own after the outer one; a table that
    only arranges the page is dissolved into what it holds. Automatic numbers are in ``Paragraph.number``; in cells they
    are part of the text. Raises Unreadable for a damaged, locked or hostile file and past MAX_TABLES, MAX_NESTING and
    MAX_GRID_CELLS.
    """
    package = open_members(data)
    name = main_part(package)
    root = part(package, name)
    body = None if root is None else root.find(_BODY)
    if root is None or body is None:
        raise Unreadable(NO_DOCUMENT)
    walk = _Walk(root, package, posixpath.dirname(name))
    try:
        found = walk.body(body)
    except RecursionError as error:
        raise Unreadable(_TOO_DEEP) from error
    if not found and not walk.warnings and any("/media/" in member for member in package.names()):
        raise Unreadable("文档里只有图片，没有文字；请把图片另存为 png、jpg 或 PDF 后再读。")
    return Document(found, "docx", title=title(package), warnings=walk.warnings)


_TOO_DEEP = f"表格里套表格超过 {MAX_NESTING} 层，无法读取；请只保留报告正文后再读。"


class _Walk:
    """The walk over one document: its lists and styles, what it has counted, the text waiting to be joined."""

    def __init__(self, root: etree._Element, package: SafeZip, folder: str) -> None:
        present = {e.tag for e in root.iter(DEL, INS, MOVE_FROM, MOVE_TO, VANISH, NUM_PR, _ALT_CHUNK)}
        self._numbering, self._styles = _lists_and_styles(package, folder, NUM_PR in present)
        self._tracked = bool(present & {DEL, MOVE_FROM})
        self._inline = Inline(self._styles.hidden, watch_hidden=VANISH in present or bool(self._styles.hidden))
        self._short_way = not self._tracked and self._numbering is None and not self._styles.hidden
        self._watch_marks = self._tracked or self._numbering is not None
        self._carried: list[str] = []
        self._tables = 0
        self._cells = 0
        self.warnings: list[Warning] = []
        if present & {DEL, INS, MOVE_FROM, MOVE_TO}:
            self.warnings.append(
                Warning("docx-tracked-changes", "文档里有未处理的修订，已按全部接受修订后的内容读取。")
            )
        if _ALT_CHUNK in present:
            self.warnings.append(
                Warning(
                    "docx-alt-chunk",
                    "文档里嵌有另一份文件（altChunk），其中的内容没有读取；请在 Word 中打开并另存后再读。",
                )
            )

    def body(self, body: etree._Element) -> list[Block]:
        """All blocks of the document."""
        return self._content(body, 0)

    def _content(self, parent: etree._Element, depth: int) -> list[Block]:
        """The blocks of a body, a cell or a text box."""
        waiting, self._carried = self._carried, []
        out: list[Block] = []
        self._walk(parent, out, depth)
        self._flush(out)
        self._carried = waiting
        return out

    def _walk(self, parent: etree._Element, out: list[Block], depth: int) -> None:
        for child in parent:
            tag = child.tag
            if tag == P:
                self._paragraph(child, out, depth)
            elif tag == _TBL:
                self._flush(out)
                out.extend(self._table(child, depth + 1))
            elif tag in _FOLDED:
                self._walk(child, out, depth)
            elif tag == ALTERNATE:
                rendering = next(child.iterchildren(CHOICE, FALLBACK), None)
                if rendering is not None:
                    self._walk(rendering, out, depth)

    def _flush(self, out: list[Block]) -> None:
        if self._carried:
            text = "".join(self._carried)
            self._carried = []
            if text.strip():
                out.append(Paragraph(text))

    def _paragraph(self, paragraph: etree._Element, out: list[Block], depth: int) -> None:
        boxes: list[etree._Element] = []
        text = self._inline.read(paragraph, boxes)
        printed = ""
        if self._watch_marks:
            properties = paragraph[0] if len(paragraph) and paragraph[0].tag == PPR else None
            mark = None if properties is None else properties.find(RPR)
            if self._tracked and mark is not None and _is_deleted(mark):
                self._carried.append(text)
                text = ""
            else:
                text, self._carried = "".join((*self._carried, text)), []
                if text or not self._inline.is_hidden(mark):
                    printed = self._number(properties)
        if printed or text.strip():
            out.append(Paragraph(text, printed))
        for box in boxes:
            out.extend(self._content(box, depth))

    def _number(self, properties: etree._Element | None) -> str:
        """What Word prints before a paragraph with these properties; counts it."""
        if self._numbering is None:
            return ""
        style, direct = self._styles.usual, None
        if properties is not None:
            named = properties.find(W + "pStyle")
            style = style if named is None else named.get(VAL, "")
            direct = direct_number(properties)
        list_id, level = self._styles.numbered.get(style, ("", None))
        if direct is not None:
            list_id = list_id if direct[0] is None else direct[0]
            level = level if direct[1] is None else direct[1]
        if not list_id:
            return ""
        return self._numbering.next(list_id, self._numbering.level_of(list_id, style) if level is None else level)

    def _table(self, table: etree._Element, depth: int) -> list[Block]:
        """The grid of a table, then the grids inside it; or, for a table that only arranges the page, what it holds."""
        self._tables += 1
        if self._tables > MAX_TABLES:
            raise Unreadable(f"文档里的表格超过 {MAX_TABLES} 个，不是一份年度报告；请只保留报告正文后再读。")
        if depth > MAX_NESTING:
            raise Unreadable(_TOO_DEEP)
        plain = plain_rows(table, room=MAX_GRID_CELLS - self._cells) if self._short_way else None
        if plain is not None:
            self._cells += sum(len(row.cells) for row in plain)
            return [lay_out(plain, _widths(table))]
        rows: list[Row] = []
        held: list[Block] = []
        for element in _unfolded(table, _TR):
            row = self._row(element, held, depth)
            if row is not None:
                rows.append(row)
        inner = [block for block in held if isinstance(block, Grid)]
        if _arranges_the_page(rows, inner):
            return held
        return [lay_out(rows, _widths(table)), *inner]

    def _row(self, element: etree._Element, held: list[Block], depth: int) -> Row | None:
        """A row as stored, or None when its deletion is accepted. What its cells hold is added to ``held``."""
        row = Row()
        properties = element.find(_TR_PR)
        if properties is not None and len(properties):
            if self._tracked and properties.find(DEL) is not None:
                return None
            row.before = min(max(number(properties.find(_GRID_BEFORE)), 0), _MAX_SPAN)
        for cell in _unfolded(element, _TC):
            self._cells += 1
            if self._cells > MAX_GRID_CELLS:
                raise Unreadable(TOO_MANY_CELLS)
            self._cell(cell, row, held, depth)
        return row

    def _cell(self, element: etree._Element, row: Row, held: list[Block], depth: int) -> None:
        cell = RowCell("")
        beside = False
        if len(element) and element[0].tag == _TC_PR:
            for known in element[0].iterchildren(_GRID_SPAN, _V_MERGE, _H_MERGE):
                if known.tag == _GRID_SPAN:
                    cell.span = columns_of(known)
                elif known.tag == _V_MERGE:
                    cell.merge = merge_of(known)
                else:
                    beside = known.get(VAL) != "restart" and bool(row.cells)
        content = self._content(element, depth)
        if beside:
            row.cells[-1].span += cell.span
            return
        if content:
            cell.text = "\n".join(b.number + b.text for b in content if isinstance(b, Paragraph))
            held.extend(content)
        row.cells.append(cell)


def _is_deleted(mark: etree._Element) -> bool:
    """Whether the end of a paragraph is struck out, so that the next one continues it."""
    return mark.find(DEL) is not None or mark.find(MOVE_FROM) is not None


def _unfolded(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those wrapped in content controls and the like."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in _FOLDED:
            yield from _unfolded(child, wanted)


def _widths(table: etree._Element) -> list[int]:
    layout = table.find(_TBL_GRID)
    if layout is None or len(layout) > _MAX_COLUMNS:
        return []
    return [integer(column.get(W + "w")) for column in layout.iterchildren(_GRID_COL)]


def _arranges_the_page(rows: list[Row], inner: list[Grid]) -> bool:
    cells = sum(len(row.cells) for row in rows)
    if cells <= 1:
        return True
    if not inner:
        return False
    if all(len(row.cells) <= 1 for row in rows):
        return True
    return cells <= WRAPPER_CELLS and any(sum(map(len, grid.rows)) > cells for grid in inner)


def _lists_and_styles(package: SafeZip, folder: str, numbers: bool) -> tuple[Numbering | None, Styles]:
    """Lists and styles, as far as they can matter: most reports have neither automatic numbers nor hidden styles."""
    styles = Styles()
    name = posixpath.join(folder, "styles.xml")
    if name in package:
        xml = package.read(name, limit=MAX_PART)
        if b"numPr" in xml or b"vanish" in xml:
            styles = read_styles(parse(xml))
    lists = part(package, posixpath.join(folder, "numbering.xml")) if numbers or styles.numbered else None
    return (None if lists is None else Numbering(lists)), styles
