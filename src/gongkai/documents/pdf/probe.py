"""Whether a PDF can be opened in this process without taking all of its memory.

pdfium makes an object of everything a page draws before anyone can count them. A kilobyte of forms that draw each other,
or a stream that unpacks a thousandfold, takes gigabytes and then ends the process. A file that can be seen to draw little is
opened here; any other is first opened by a process of its own under limits, and refused when that does not survive it.
"""

import contextlib
import re
import zlib

from gongkai.documents import apart
from gongkai.documents.blocks import Unreadable

SMALL = 24 * 2**20
"""Bytes of the file and of all its streams unpacked. What this much can draw fits into a few hundred megabytes."""

_STREAM = re.compile(rb"stream\r?\n")
# Forms draw each other; other packings than one deflate, locked streams and names in disguise cannot be looked through.
_HIDDEN = re.compile(rb"/(?:Form|Encrypt|(?:LZW|RunLength|ASCII85|ASCIIHex)Decode|LZW|RL|A85|AHx)\b")
_CODED = re.compile(rb"#[3-7][0-9a-fA-F]")
_CODE = re.compile(rb"#([0-9a-fA-F]{2})")
_LONGEST = 48  # bytes; a name of _HIDDEN with all its letters as codes takes fewer
_DEFLATED = b"\x78"
_SLICE = 64 * 1024


def refuse_bombs(data: bytes) -> None:
    """Raise Unreadable for a PDF that takes more memory or time to open than ``apart`` allows."""
    if not draws_little(data) and not apart.survives(data, __name__):
        raise Unreadable("PDF 的内容展开后过大，或图形层层嵌套，不像年度报告，已拒绝读取；请重新导出后再试。")


def draws_little(data: bytes) -> bool:
    """Whether all that the file can draw is seen to be less than SMALL: no forms, nothing locked, streams deflated once."""
    left = SMALL - len(data)
    if left < 0 or _HIDDEN.search(data) or _disguised(data):
        return False
    view = memoryview(data)
    for mark in _STREAM.finditer(data):
        start = mark.end()
        if data[start : start + 1] != _DEFLATED:
            continue
        size = _unpacked(view, start, data.find(b"endstream", start), left)
        if size is None:
            return False
        left -= size
    return True


def _disguised(data: bytes) -> bool:
    """Whether a name of _HIDDEN stands in the file with some of its letters as codes."""
    return any(
        _HIDDEN.search(_CODE.sub(lambda m: bytes([int(m[1], 16)]), data[max(at - _LONGEST, 0) : at + _LONGEST]))
        for at in (code.start() for code in _CODED.finditer(data))
    )


def _unpacked(view: memoryview, start: int, end: int, most: int) -> int | None:
    """The size of the deflated stream that begins at ``start``; None when it is no such stream, has more than ``most``
    bytes, or cannot be looked through. Where the stream itself does not stop at ``end``, the word there belongs to it."""
    inflate = zlib.decompressobj()
    size, before, at, limit = 0, b"", start, end if end > start else len(view)
    try:
        while not inflate.eof and at < len(view):
            piece = inflate.decompress(view[at : min(at + _SLICE, limit)], most - size + 1)
            size += len(piece)
            if size > most or (not before and piece[:1] == _DEFLATED):
                return None
            if _HIDDEN.search(piece) or _HIDDEN.search(before + piece[:_LONGEST]):
                return None
            before = (before + piece[-_LONGEST:])[-_LONGEST:]
            at = min(at + _SLICE, limit)
            if at == limit:
                limit = len(view)
    except zlib.error:
        return None
    return size


def look(data: bytes) -> None:
    """Open the PDF and its pages. What is merely damaged is for the reader to say."""
    import pypdfium2

    with contextlib.suppress(pypdfium2.PdfiumError):
        document = pypdfium2.PdfDocument(data)
        for number in range(len(document)):
            page = document[number]
            page.get_textpage().close()
            page.close()
