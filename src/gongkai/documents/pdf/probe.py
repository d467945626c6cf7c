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
_DISGUISED = re.compile(rb"/(?=[ -~]{0,60}#[4-7][0-9a-fA-F])[!-~]{1,60}")
_CODE = re.compile(rb"#([0-9a-fA-F]{2})")
_DEFLATED = b"\x78"


def refuse_bombs(data: bytes) -> None:
    """Raise Unreadable for a PDF that takes more memory or time to open than ``apart`` allows."""
    if not draws_little(data) and not apart.survives(data, __name__):
        raise Unreadable("PDF 的内容展开后过大，或图形层层嵌套，不像年度报告，已拒绝读取；请重新导出后再试。")


def draws_little(data: bytes) -> bool:
    """Whether all that the file can draw is seen to be less than SMALL: no forms, nothing locked, streams deflated once."""
    left = SMALL - len(data)
    if left < 0 or _HIDDEN.search(data):
        return False
    names = (_CODE.sub(lambda m: bytes([int(m[1], 16)]), name[0]) for name in _DISGUISED.finditer(data))
    if any(_HIDDEN.search(name) for name in names):
        return False
    view = memoryview(data)
    for mark in _STREAM.finditer(data):
        if data[mark.end() : mark.end() + 1] != _DEFLATED:
            continue
        try:
            unpacked = zlib.decompressobj().decompress(view[mark.end() :], left + 1)
        except zlib.error:
            return False
        left -= len(unpacked)
        if left < 0 or unpacked[:1] == _DEFLATED or _HIDDEN.search(unpacked):
            return False
    return True


def look(data: bytes) -> None:
    """Open the PDF and its pages. What is merely damaged is for the reader to say."""
    import pypdfium2

    with contextlib.suppress(pypdfium2.PdfiumError):
        document = pypdfium2.PdfDocument(data)
        for number in range(len(document)):
            page = document[number]
            page.get_textpage().close()
            page.close()
