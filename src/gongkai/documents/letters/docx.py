"""A letter as a Word document: the letter format of GB/T 9704-2012, with the office's fonts by name.

The organ's red heading begins 30 mm from the edge of the paper, a double line of 170 mm stands 4 mm under it and another
20 mm from the lower edge of the first page, which bears no page number.
"""

from collections.abc import Iterator
from itertools import pairwise

from gongkai.documents.docx import container as word
from gongkai.documents.docx.container import HEAD, LINE, NAMESPACES, TEXT_WIDTH, fonts
from gongkai.documents.docx.writing import run
from gongkai.documents.letters.declared import Layout
from gongkai.documents.letters.paper import Block, Grid, Line, NewPage, Paper, Role, Signature

_MM = 56.693  # twentieths of a point
_EM = 320  # a character of 3号 type, 16 pt
_RED = "FF0000"
_STYLE = {
    Role.TITLE: "Title",
    Role.NUMBER: "LetterNumber",
    Role.ADDRESSEE: "Addressee",
    Role.TEXT: "Body",
    Role.FIRST: "Heading1",
    Role.SECOND: "Heading2",
    Role.ENCLOSURE: "Enclosure",
    Role.NOTE: "Note",
}
_TALL = ("内容", "意见", "理由", "特征", "事由", "备注")
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="{width}" w:space="0" w:color="000000"/>'
    for side, width in (("top", 8), ("left", 8), ("bottom", 8), ("right", 8), ("insideH", 4), ("insideV", 4))
)
_SHAPES = (
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def write(paper: Paper) -> bytes:
    """The paper as .docx bytes; the same paper always gives the same bytes. Raises nothing for a prepared paper."""
    letter = paper.letter.layout is Layout.LETTER
    parts = {
        "styles": word.STYLES.replace("</w:styles>", f"{_styles()}</w:styles>"),
        "settings": word.SETTINGS,
        "footer1": _raised(word.footer("right", "right")),
        "footer2": _raised(word.footer("left", "left")),
    }
    if letter:
        parts |= {"header1": _heading(paper.organ), "footer3": _lower_line()}
    properties = word.core(paper.title, paper.organ, paper.issued_on)
    return word.bundle(properties, "".join(_blocks(paper)) + _section(letter=letter), parts)


def _style(key: str, name: str, paragraph: str, run_: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run_}</w:rPr></w:style>'
    )


def _styles() -> str:
    exact = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
    tight = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    numbered = tight + exact.replace('w:before="0"', 'w:before="280"')
    cell = '<w:spacing w:before="40" w:after="40" w:line="320" w:lineRule="atLeast"/>'
    noted = cell.replace('w:before="40"', 'w:before="80"')
    small = '<w:sz w:val="24"/><w:szCs w:val="24"/>'
    return (
        _style("LetterNumber", "发文字号", f'{numbered}<w:jc w:val="right"/>')
        + _style("Addressee", "主送", f'{exact}<w:jc w:val="left"/>')
        + _style("Enclosure", "附件说明", f'{exact}<w:ind w:leftChars="500" w:left="1600" w:hangingChars="300" w:hanging="960"/>')
        + _style("Signature", "署名", f'<w:keepNext/>{tight}{exact}<w:jc w:val="right"/>')
        + _style("Note", "附注", f'{noted}<w:jc w:val="left"/>', small)
        + _style("FormLabel", "表单栏目", f'{cell}<w:jc w:val="center"/>', fonts("黑体") + small)
        + _style("FormCell", "表单内容", f'{cell}<w:jc w:val="left"/>', small)
    )  # fmt: skip


def _raised(footer: str) -> str:
    """Page numbers stand 7 mm under the type area, the lower line 20 mm from the edge: the difference, as space below."""
    return footer.replace("<w:ind w:", '<w:spacing w:before="0" w:after="113"/><w:ind w:', 1)


def _heading(organ: str) -> str:
    size = max(36, min(72, int(2 * 442 / max(len(organ), 1))))
    look = f'{fonts("方正小标宋简体")}<w:color w:val="{_RED}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    return (
        f'{HEAD}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pBdr><w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="11" '
        f'w:color="{_RED}"/></w:pBdr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:left="-397" w:right="-397"/><w:jc w:val="center"/></w:pPr>'
        f"{_run(organ, look)}</w:p></w:hdr>"
    )


def _run(text: str, properties: str) -> str:
    return run(text).replace("<w:r>", f"<w:r><w:rPr>{properties}</w:rPr>", 1)


def _lower_line() -> str:
    return (
        f'{HEAD}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pBdr><w:top w:val="thinThickSmallGap" w:sz="24" w:space="1" '
        f'w:color="{_RED}"/></w:pBdr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        '<w:ind w:left="-397" w:right="-397"/></w:pPr></w:p></w:ftr>'
    )


def _section(*, letter: bool) -> str:
    first = '<w:headerReference w:type="first" r:id="rId5"/>' if letter else ""
    last = '<w:footerReference w:type="first" r:id="rId6"/>' if letter else ""
    return (
        f'<w:sectPr>{first}<w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>'
        f'{last}<w:pgSz w:w="{word.PAGE_WIDTH}" w:h="{word.PAGE_HEIGHT}"/><w:pgMar w:top="{word.TOP}" w:right="{word.RIGHT}" '
        f'w:bottom="{word.BOTTOM}" w:left="{word.LEFT}" w:header="{round(30 * _MM)}" w:footer="{round(20 * _MM)}" w:gutter="0"/>'
        f"{'<w:titlePg/>' if letter else ''}</w:sectPr>"
    )


def _blocks(paper: Paper) -> Iterator[str]:
    blocks = paper.blocks
    following: list[Block | None] = [*blocks[1:], None]
    opened = False
    for block, after in zip(blocks, following, strict=True):
        if isinstance(block, Line):
            yield _line(block, after, first_page=not opened, letter=paper.letter.layout is Layout.LETTER)
        elif isinstance(block, Signature):
            yield _signature(block)
        elif isinstance(block, Grid):
            yield _grid(block)
            if not isinstance(after, Line):
                yield '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'
        elif isinstance(block, NewPage):
            opened = True
            yield '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'


def _line(line: Line, after: Block | None, *, first_page: bool, letter: bool) -> str:
    extra = "<w:keepNext/>" if isinstance(after, Signature) or line.role is Role.ENCLOSURE else ""
    if line.role is Role.TITLE and letter and first_page:
        # The title stands two lines under what is above it.
        extra += f'<w:spacing w:before="{2 * LINE}" w:after="{LINE}" w:line="680" w:lineRule="exact"/>'
    if line.role is Role.ENCLOSURE and line.text.startswith("附件："):
        extra += f'<w:spacing w:before="{LINE}" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
    if line.role is Role.TEXT:
        # Justified, LibreOffice 7.4 loses a comma or full stop that falls on the end of a full line.
        extra += '<w:jc w:val="left"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="{_STYLE[line.role]}"/>{extra}</w:pPr>{run(line.text)}</w:p>'


def _ems(text: str) -> float:
    """The width of a line in characters: Latin letters and digits are half as wide."""
    return sum(0.5 if ord(c) < 0x2000 else 1 for c in text)


def _signature(signature: Signature) -> str:
    """The organ centred over the date, the date four characters in from the right, the circle of the seal behind both."""
    day, organ = _ems(signature.day), _ems(signature.organ)
    aside = max(0, round((4 + (day - organ) / 2) * _EM))
    space = f'<w:spacing w:before="{LINE * 3 // 2}" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
    middle = TEXT_WIDTH - (4 + day / 2) * _EM
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Signature"/>{space}<w:ind w:right="{aside}"/></w:pPr>'
        f"{_seal(round(middle * 635), round(2.5 * LINE * 635))}{run(signature.organ)}</w:p>"
        f'<w:p><w:pPr><w:pStyle w:val="Signature"/><w:keepNext w:val="0"/><w:ind w:right="{4 * _EM}"/></w:pPr>'
        f"{run(signature.day)}</w:p>"
    )


def _seal(middle: int, down: int) -> str:
    """A light dashed circle of 42 mm around a point: ``middle`` from the left, ``down`` from the paragraph's top, in EMU."""
    across = 42 * 36000
    line = '<a:ln w="9525"><a:solidFill><a:srgbClr val="E8A0A0"/></a:solidFill><a:prstDash val="dash"/></a:ln>'
    words = _run("（印章）", '<w:color w:val="E8A0A0"/><w:sz w:val="18"/><w:szCs w:val="18"/>')
    return (
        f'<w:r><mc:AlternateContent{_SHAPES}><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        'behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{middle - across // 2}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{down - across // 2}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{across}" cy="{across}"/><wp:wrapNone/><wp:docPr id="1" name="印章位置" descr="印章位置"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{across}"/></a:xfrm>'
        f'<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom><a:noFill/>{line}</wps:spPr>'
        f'<wps:txbx><w:txbxContent><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{words}</w:p></w:txbxContent></wps:txbx>'
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="36000" anchor="b"/></wps:wsp></a:graphicData></a:graphic></wp:anchor>'
        "</w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>"
    )


def _grid(grid: Grid) -> str:
    total = sum(grid.widths)
    edges = [round(TEXT_WIDTH * sum(grid.widths[:at]) / total) for at in range(len(grid.widths) + 1)]
    columns = "".join(f'<w:gridCol w:w="{b - a}"/>' for a, b in pairwise(edges))
    rows = "".join(_row(grid, at, edges) for at in range(len(grid.rows)))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblLook w:val="0000"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(grid: Grid, at: int, edges: list[int]) -> str:
    row, across = grid.rows[at], len(grid.widths)
    cells = ""
    for column, text in enumerate(row):
        last = column == len(row) - 1
        span = across - column if last else 1
        width = edges[column + span] - edges[column]
        merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        label = is_label(grid, at, column)
        centred = '<w:jc w:val="center"/>' if grid.head_rows and column == 0 and not label else ""
        cells += (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{"FormLabel" if label else "FormCell"}"/>{centred}</w:pPr>{run(text)}</w:p></w:tc>'
        )
    header = "<w:tblHeader/>" if at < grid.head_rows else ""
    height = round(row_height(grid, at) * _MM)
    return f'<w:tr><w:trPr><w:trHeight w:val="{height}" w:hRule="atLeast"/>{header}</w:trPr>{cells}</w:tr>'


def is_label(grid: Grid, at: int, column: int) -> bool:
    """Whether a cell names what stands beside or under it."""
    return at < grid.head_rows if grid.head_rows else column % 2 == 0


def row_height(grid: Grid, at: int) -> int:
    """The least height of a row in millimetres: more where somebody writes sentences."""
    row = grid.rows[at]
    if grid.head_rows:
        return 10
    if len(row) == 2 and len(grid.widths) > 1 and "□" not in row[1] and any(word_ in row[0] for word_ in _TALL):
        return 26
    return 12
