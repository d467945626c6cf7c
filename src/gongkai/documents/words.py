"""All the words of a file, to be looked through and not to be laid out: hidden sheets and rows, headers, notes, comments and
deleted text too, for whoever is given the file can find them.

Cells and paragraphs are kept apart by SEPARATOR, so that figures beside each other never look like one number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from gongkai.documents import MAX_LETTERS
from gongkai.documents.archive import open_members
from gongkai.documents.blocks import Unreadable
from gongkai.documents.docx.parts import parse, part

SEPARATOR = "；\n"
MAX_PART = 48 * 2**20
_SHARED = "xl/sharedStrings.xml"
# Parts without words of the author's: looks, numbers, settings.
_LOOKS = re.compile(
    r"/(?:styles|theme|settings|webSettings|fontTable|numbering|calcChain|_rels|customXml|printerSettings|app\.xml)"
)
_PERSONAL = re.compile(
    r"(?:.{0,6}姓名|身份证(?:件)?(?:号|号码)?|(?:.{0,4})?证件号码?|手机(?:号|号码)?|(?:联系)?电话(?:号码)?|联系方式|(?:家庭)?(?:住址|地址)"
    r"|通[信讯]地址|银行(?:卡|账)号|(?:银行|收款|社保卡)?(?:卡号|账号|帐号))"
)
_MASKED = re.compile(r"[*＊×某]")
_LETTERS = re.compile(r"[A-Z]+")
_PICTURES = re.compile(r"^(?:word|xl)/(?:media|embeddings)/")


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a file, at most MAX_LETTERS, and what of it was not read, as a Chinese clause; empty when all was.
    ``columns``: the columns of its sheets whose heading promises personal data, each with how many cells under it are
    filled in and not masked."""

    text: str
    missed: str = ""
    columns: tuple[tuple[str, int], ...] = ()


def words(data: bytes, kind: str) -> Words:
    """The words of a docx, xlsx, pdf or text file. Raises Unreadable with one Chinese sentence for a picture, another
    format, or a file that cannot be opened."""
    if kind == "text":
        from gongkai.documents.encoding import decode

        found = Words(decode(data))
    elif kind == "pdf":
        found = _pdf(data)
    elif kind in ("docx", "xlsx"):
        found = _office(data, kind)
    else:
        raise Unreadable("图片里的文字不能自动检查。")
    if len(found.text) > MAX_LETTERS:
        missed = f"只检查了前 {MAX_LETTERS // 10_000} 万字"
        return Words(found.text[:MAX_LETTERS], "，".join(filter(None, (missed, found.missed))))
    return found


def _pdf(data: bytes) -> Words:
    from gongkai.documents.pdf.reading import texts

    pages = texts(data)
    empty = [str(n) for n, text in enumerate(pages, start=1) if not text.strip()]
    if len(empty) == len(pages):
        raise Unreadable("PDF 全部是图片，没有文字可以自动检查。")
    shown = "、".join(empty[:10]) + (" 等" if len(empty) > 10 else "")
    return Words(SEPARATOR.join(pages), f"第 {shown} 页是图片或者空白，没有检查" if empty else "")


def _office(data: bytes, kind: str) -> Words:
    package = open_members(data)
    names = [n for n in package.names() if n.endswith(".xml") and not _LOOKS.search(n) and n != _SHARED]
    shared: list[str] = []
    if kind == "xlsx" and (strings := part(package, _SHARED)) is not None:
        shared = ["".join(_letters(entry)) for entry in strings]
    found: list[str] = []
    columns: Counter[str] = Counter()
    for name in sorted(names):
        root = parse(package.read(name, limit=MAX_PART))
        found += _cells(root, shared, columns) if name.startswith("xl/worksheets/sheet") else _paragraphs(root)
    missed = "里面的图片和嵌入的文件没有检查" if any(_PICTURES.match(n) for n in package.names()) else ""
    return Words(SEPARATOR.join(filter(None, found)), missed, tuple(columns.items()))


def _plain(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _letters(entry: etree._Element) -> Iterator[str]:
    """The text inside an element in order; how words are pronounced is left out."""
    for element in entry.iter("{*}t", "{*}delText", "{*}instrText"):
        if not any(_plain(above) == "rPh" for above in element.iterancestors()):
            yield element.text or ""


def _cells(root: etree._Element, shared: list[str], columns: Counter[str]) -> Iterator[str]:
    """The cells of a sheet, a row at a time; a cell with a formula by its stored result. ``columns`` is added to: what
    stands under a heading that promises personal data."""
    heads: dict[str, str] = {}
    for row in root.iter("{*}row"):
        said = [(cell.get("r") or "", _cell(cell, shared)) for cell in row.iterchildren("{*}c")]
        for place, text in said:
            _under(heads, place, "".join(text.split()), columns)
        yield "；".join(text for _, text in said if text)
    for aside in root.iter("{*}oddHeader", "{*}oddFooter", "{*}evenHeader", "{*}evenFooter"):
        yield aside.text or ""


def _under(heads: dict[str, str], place: str, text: str, columns: Counter[str]) -> None:
    column = _LETTERS.match(place)
    if column is None or not text:
        return
    if _PERSONAL.fullmatch(text):
        heads[column[0]] = text
    elif (head := heads.get(column[0])) and not _MASKED.search(text):
        columns[head] += 1


def _cell(cell: etree._Element, shared: list[str]) -> str:
    value = cell.findtext("{*}v")
    if cell.get("t") == "s":
        at = int(value) if value and value.isdecimal() else len(shared)
        return shared[at] if at < len(shared) else ""
    return value if value is not None else "".join(_letters(cell))


def _paragraphs(root: etree._Element) -> Iterator[str]:
    """The paragraphs of a part of a document, comments, drawings; parts without any give all their text as one."""
    rows = list(root.iter("{*}p", "{*}text"))
    for element in rows:
        yield "".join(_letters(element)) or (element.text or "")
    if not rows:
        yield SEPARATOR.join(str(t) for t in root.itertext() if t.strip())
