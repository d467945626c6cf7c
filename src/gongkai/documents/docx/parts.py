"""The parts of a Word package: opened under the limits, parsed without entities, network or DTD.

Element names are those of the transitional namespace; a Strict document is brought to it before parsing.
"""

import posixpath

from lxml import etree

from gongkai.documents.archive import SafeZip
from gongkai.documents.blocks import Unreadable

MAX_PART = 48 * 2**20
"""Bytes of one XML part. A report is below 1 MB; parsed, a part takes some twenty times its size in memory."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VAL = W + "val"

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH[1:-1].encode()),
)

_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
)

DAMAGED = "这个 Word 文档的内容已损坏或不完整，无法读取；请在 Word 或 WPS 中打开并另存为 .docx 后再读。"
NO_DOCUMENT = "文件里没有 Word 正文，不是 Word 文档；请核对文件，或在 Word、WPS 中另存为 .docx 后再读。"
HOSTILE = "这个 Word 文档里含有实体或 DTD 定义，正常文档没有这些内容，可能是恶意文件，已拒绝读取。"


def parse(xml: bytes) -> etree._Element:
    """The root of an XML part. Raises Unreadable when it is not well-formed or defines a DTD."""
    if b"<!DOCTYPE" in xml:
        raise Unreadable(HOSTILE)
    if b"//purl.oclc.org/ooxml" in xml:
        for strict, transitional in _STRICT:
            xml = xml.replace(strict, transitional)
    try:
        root = etree.fromstring(xml, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(DAMAGED) from error
    if (
        etree.ElementTree(root).docinfo.internalDTD is not None
    ):  # written in an encoding that hid it from the search above
        raise Unreadable(HOSTILE)
    return root


def part(package: SafeZip, name: str) -> etree._Element | None:
    """The root of a part by name, or None when the package has none. Raises Unreadable as ``parse`` does."""
    return parse(package.read(name, limit=MAX_PART)) if name in package else None


def main_part(package: SafeZip) -> str:
    """The name of the part that holds the text. Raises Unreadable when there is none."""
    usual = "word/document.xml"
    if usual in package:
        return usual
    relations = part(package, "_rels/.rels")
    for relation in () if relations is None else relations.iter(_RELATIONS):
        if (relation.get("Type") or "").endswith("/officeDocument"):
            target = posixpath.normpath((relation.get("Target") or "").lstrip("/"))
            if target in package:
                return target
    raise Unreadable(NO_DOCUMENT)


def title(package: SafeZip) -> str:
    """The title in the document's properties, ``""`` when there is none or the properties are damaged: it is a hint."""
    try:
        properties = part(package, "docProps/core.xml")
    except Unreadable:
        return ""
    if properties is None:
        return ""
    return (properties.findtext(_TITLE) or "").strip()


def integer(text: str | None, default: int = 0) -> int:
    """The integer an attribute holds, or the default when it is missing or no number."""
    try:
        return int(text or "")
    except ValueError:
        return default


def number(element: etree._Element | None, default: int = 0) -> int:
    """The integer in ``w:val``, or the default when the element, the attribute or the number is missing."""
    return default if element is None else integer(element.get(VAL), default)


def is_on(element: etree._Element) -> bool:
    """Whether a switch such as ``w:vanish`` is on: it is, unless ``w:val`` says otherwise."""
    return element.get(VAL, "1") not in ("0", "false", "off")
