"""Whether a PDF can be opened in this process without taking all of its memory.

pdfium makes an object of everything a page draws before anyone can count them. A kilobyte of forms that draw each other,
or a stream that unpacks a thousandfold, takes gigabytes and then ends the process. A file that can be seen to draw little is
opened here; any other is first opened by a process of its own under limits, and refused when that does not survive it.
"""

import json
import re
import subprocess
import sys
import zlib

from gongkai.documents.blocks import Unreadable

SMALL = 24 * 2**20
"""Bytes of the file and of all its streams unpacked. What this much can draw fits into a few hundred megabytes."""
MEMORY = 2**30
SECONDS = 10

_STREAM = re.compile(rb"stream\r?\n")
# Forms draw each other; other packings than one deflate, locked streams and names in disguise cannot be looked through.
_HIDDEN = re.compile(rb"/(?:Form|Encrypt|(?:LZW|RunLength|ASCII85|ASCIIHex)Decode|LZW|RL|A85|AHx)\b")
_DISGUISED = re.compile(rb"/(?=[ -~]{0,60}#[4-7][0-9a-fA-F])[!-~]{1,60}")
_CODE = re.compile(rb"#([0-9a-fA-F]{2})")
_DEFLATED = b"\x78"
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from gongkai.documents.pdf import probe; probe.look()"
)


def refuse_bombs(data: bytes) -> None:
    """Raise Unreadable for a PDF that takes more than MEMORY or SECONDS to open."""
    if draws_little(data):
        return
    try:
        done = subprocess.run(  # noqa: S603 - no shell, every argument is ours
            [sys.executable, "-c", _PROGRAM, json.dumps(sys.path)],
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=2 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode:
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


def look() -> None:
    """Open the PDF on standard input and its pages, under limits. What is merely damaged is for the reader to say."""
    _limit()
    import pypdfium2

    data = sys.stdin.buffer.read()
    try:
        document = pypdfium2.PdfDocument(data)
        for number in range(len(document)):
            page = document[number]
            page.get_textpage().close()
            page.close()
    except pypdfium2.PdfiumError:
        return


def _limit() -> None:
    try:
        import resource
    except ImportError:  # where there are no such limits, the time is one all the same
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
