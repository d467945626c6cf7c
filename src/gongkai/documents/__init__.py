"""Paper: one package a format, the same verbs. ``read`` takes any of them, ``write`` gives any of them."""

import hashlib
from collections.abc import Callable, Mapping
from importlib import import_module

from gongkai.documents.blocks import Document, Grid, Paragraph, Unreadable
from gongkai.documents.names import printable, quoted, short
from gongkai.report.reading import Reading, Report, Source

MAX_BYTES = 50 * 1024 * 1024
MAX_LETTERS = 1_000_000
"""The longest reports have about 50,000 characters. Beyond, matching against the form takes longer than anyone waits."""

# The module that turns a format's bytes into blocks. What only LibreOffice understands goes through docx.
READERS: Mapping[str, str] = {
    "docx": "docx",
    "html": "html",
    "xlsx": "xlsx",
    "xls": "xlsx.xls",
    "pdf": "pdf",
    "png": "ocr",
    "jpg": "ocr",
    "text": "text",
}
WRITERS = ("docx", "html", "pdf", "xlsx", "csv", "json", "text")


def read(data: bytes, *, name: str = "", year: int | None = None, previous: Report | None = None) -> Reading:
    """Read one published report, or several, from the bytes of a file in any supported format.

    ``name`` is the file's name, used to say what is wrong and to tell formats apart that look alike. ``year`` chooses
    when a file holds several years. ``previous`` is last year's report of the organ; it may settle figures that the
    file alone leaves undecided. Nothing is corrected and nothing guessed.

    Raises Unreadable with one Chinese sentence when the file cannot be read or holds no annual report.
    """
    name = printable(name)
    if not data:
        raise Unreadable(f"文件{quoted(name)}是空的，没有内容可读；请换一份完整的文件。")
    if len(data) > MAX_BYTES:
        raise Unreadable(f"文件{quoted(name)}超过 50 MB，不像年度报告；请只提交报告本身。")
    from gongkai.documents.sniff import sniff

    kind = _own_format(data) or sniff(data, name)
    if kind == "zip":
        found = _read_archive(data, name, previous)
    elif kind in ("json", "csv"):
        loaded = import_module(f"gongkai.documents.{kind}").read(data)
        found = loaded if isinstance(loaded, tuple) else (loaded,)
    else:
        found = _read_one(data, name, kind)
    return Reading(_chosen(found, name, year, previous))


def _own_format(data: bytes) -> str | None:
    """Whether the file is one of the two formats of our own that carry cells by key."""
    start = data[:400].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"{") and b'"schema"' in start:
        return "json"
    return "csv" if start.startswith(b"organ,year,form,") else None


def _read_one(data: bytes, name: str, kind: str) -> tuple[Report, ...]:
    from gongkai.documents.recognise import recognise

    document = blocks(data, kind)
    # A page or a text has no more letters than bytes; counting is spared where it can be.
    if (kind not in ("html", "text") or len(data) > MAX_LETTERS) and _letters(document) > MAX_LETTERS:
        raise Unreadable(
            f"文件{quoted(name)}的文字超过 {MAX_LETTERS // 10_000} 万字，不像年度报告；请只保留报告正文后再读。"
        )
    digest = hashlib.sha256(data).hexdigest()
    try:
        return recognise(document, Source(name, kind, digest, document.pages))
    except RecursionError:
        raise Unreadable(f"文件{quoted(name)}的结构嵌套过深，无法读取；请另存为 docx 后重试。") from None


def _letters(document: Document) -> int:
    """How much text there is, that of a merged cell once."""
    lines = sum(len(b.text) for b in document.blocks if isinstance(b, Paragraph))
    grids = (b for b in document.blocks if isinstance(b, Grid))
    return lines + sum(sum({id(c): len(c.text) for row in g.rows for c in row if c}.values()) for g in grids)


def blocks(data: bytes, kind: str) -> Document:
    """The paragraphs and grids of a file whose format is known (a value of ``sniff``)."""
    if kind == "doc":
        from gongkai.documents import office

        document = blocks(office.to_docx(data, ".doc"), "docx")
        document.format = "doc"
        return document
    reader: Callable[[bytes], Document] = import_module(f"gongkai.documents.{READERS[kind]}").blocks
    return reader(data)


def _read_archive(data: bytes, name: str, previous: Report | None) -> tuple[Report, ...]:
    """Every report in a zip; members that are none are left to the warnings of the others."""
    from gongkai.documents.archive import members

    reports: list[Report] = []
    refused: list[str] = []
    for inner, content in members(data):
        try:
            if isinstance(content, Unreadable):
                raise content
            reports.extend(read(content, name=f"{name}/{inner}" if name else inner, previous=previous))
        except Unreadable as error:
            refused.append(f"{short(inner)}：{error}")
    if not reports:
        raise Unreadable(f"压缩包{quoted(name)}里没有读到年度报告。" + (refused[0] if refused else ""))
    return tuple(reports)


def _chosen(found: tuple[Report, ...], name: str, year: int | None, previous: Report | None) -> tuple[Report, ...]:
    from gongkai.report.settle import settle

    if year is not None and len(found) > 1:
        found = tuple(r for r in found if r.year == year)
        if not found:
            raise Unreadable(f"文件{quoted(name)}里没有 {year} 年度的报告；请核对年份。")
    return tuple(settle(r, previous) for r in found)


def write(report: Report, *, format: str) -> bytes:
    """The report in one of WRITERS, in the official layout where the format has one. ValueError for another format."""
    if format not in WRITERS:
        raise ValueError(f"cannot write {format}")
    writer: Callable[[Report], bytes] = import_module(f"gongkai.documents.{format}").write
    return writer(report)
