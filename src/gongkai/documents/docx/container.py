"""The package around a Word document: styles after GB/T 9704-2012, page numbers, settings, and the zip that holds them.

Sizes are Word's: twentieths of a point for lengths, half points for type. The same report always gives the same bytes.
"""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from gongkai.documents.layout import title_of
from gongkai.report.reading import Report

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

# A4; margins 37, 35, 28 and 26 mm; the type area is 156 mm wide.
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1587, 1474
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
LINE = 579  # 28.95 pt, 22 lines a page
SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>'
    f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
    f'<w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}" w:header="851" w:footer="1247" '
    'w:gutter="0"/></w:sectPr>'
)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def fonts(east_asian: str, latin: str = "Times New Roman") -> str:
    """The font element of a style: the Chinese font beside the Latin one."""
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asian}" w:cs="{latin}" w:hint="eastAsia"/>'


def _style(key: str, name: str, paragraph: str, run: str, *, based: str = "Normal", following: str = "") -> str:
    next_style = f'<w:next w:val="{following}"/>' if following else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
        f"{next_style}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


_EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_HEAD_LINE = '<w:spacing w:before="40" w:after="40" w:line="260" w:lineRule="atLeast"/>'
_TABLE_LINE = '<w:spacing w:before="0" w:after="0" w:line="260" w:lineRule="atLeast"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


STYLES = (
    f"{HEAD}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts('仿宋_GB2312')}{_size(32)}"
    '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    + _style("Body", "公文正文", f'{_EXACT}{_INDENT}<w:jc w:val="both"/>', "")
    + _style(
        "Title",
        "Title",
        '<w:keepNext/><w:spacing w:before="0" w:after="579" w:line="680" w:lineRule="exact"/><w:jc w:val="center"/>',
        fonts("方正小标宋简体") + _size(44),
        following="Body",
    )
    + _style(
        "Heading1",
        "heading 1",
        f'<w:keepNext/>{_EXACT}{_INDENT}<w:outlineLvl w:val="0"/>',
        fonts("黑体"),
        following="Body",
    )
    + _style(
        "Heading2",
        "heading 2",
        f'<w:keepNext/>{_EXACT}{_INDENT}<w:outlineLvl w:val="1"/>',
        fonts("楷体_GB2312"),
        following="Body",
    )
    + _style("Cell", "表格文字", f'{_TABLE_LINE}{_NO_INDENT}<w:jc w:val="center"/>', fonts("宋体") + _size(21))
    + _style("CellHead", "表格栏目", _HEAD_LINE, fonts("黑体") + _size(21), based="Cell")
    + _style("Gap", "表格间隔", '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="exact"/>', "")
    + _style(
        "Footer",
        "footer",
        f'<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>{_NO_INDENT}',
        fonts("宋体", "宋体") + _size(28),
    )
    + _style("CommentText", "annotation text", '<w:jc w:val="left"/>', fonts("宋体") + _size(21))
    + '<w:style w:type="character" w:customStyle="1" w:styleId="Lead"><w:name w:val="段首标题"/>'
    f"<w:rPr>{fonts('楷体_GB2312')}</w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    "</w:styles>"
)
SETTINGS = (
    f'{HEAD}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)


def footer(side: str, indent: str) -> str:
    """A page number “— 1 —”, right on odd pages and left on even ones, one character in from the edge."""
    number = (
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    )
    return (
        f'{HEAD}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{indent}="280" w:firstLine="0"/>'
        f'<w:jc w:val="{side}"/></w:pPr>{number}</w:p></w:ftr>'
    )


def core(title: str, creator: str, on: date | None) -> str:
    """The properties of a document: title, who made it, the day it was made."""
    created = ""
    if on:
        moment = f"{on.isoformat()}T00:00:00Z"
        created = f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(creator)}</dc:creator>"
        f"<dc:language>zh-CN</dc:language>{created}</cp:coreProperties>"
    )


def _relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type={quoteattr(kind)} Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def package(report: Report, body: str, comments: str = "") -> bytes:
    """The .docx file around ``body``, the XML inside ``w:body``; ``comments`` is the XML of the comments part, if any."""
    parts = {
        "styles": STYLES,
        "settings": SETTINGS,
        "footer1": footer("right", "right"),
        "footer2": footer("left", "left"),
    }
    if comments:
        parts["comments"] = comments
    return bundle(core(title_of(report), report.organ or "", report.published_on), f"{body}{SECTION}", parts)


def bundle(properties: str, body: str, parts: Mapping[str, str]) -> bytes:
    """The .docx file: ``properties`` from ``core``, the body with its last section, and the other parts by name
    (``styles``, ``header1`` …), which get the relationships rId1, rId2 … in their order."""
    kinds = {name: name.rstrip("0123456789") for name in parts}
    links = {f"rId{at}": (f"{_OFFICE}/{kinds[name]}", f"{name}.xml") for at, name in enumerate(parts, 1)}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD_TYPE}.{kinds[name]}+xml"/>' for name in parts
    )
    root = {
        "rId1": (f"{_OFFICE}/officeDocument", "word/document.xml"),
        "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    }
    files = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": _relationships(root),
        "docProps/core.xml": properties,
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(links),
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return out.getvalue()
