"""Files that are small or plain to make and costly to read, and a measure of what reading one costs.

Each is made when it is asked for. The measure is taken in a process of its own: what goes wrong there hurts nobody.
"""

import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from gongkai.documents import write
from gongkai.documents.text import write as write_text
from tests.documents.plain_pdf import pdf_from, pdf_of
from tests.documents.sample import sample
from tests.documents.word import docx, p, span, tbl, tc, tr, zipped

SECONDS, MEGABYTES = 10, 1024
TIMEOUT = 90
TITLE = "云山县司法局2023年政府信息公开工作年度报告"
CSV_HEAD = "organ,year,form,table,row,row_words,column,column_words,value,state,raw,readings\r\n"
Bomb = Callable[[], bytes]

_PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from gongkai.documents import read
from gongkai.documents.blocks import Unreadable
from gongkai.report.checks import check
path = Path(sys.argv[1])
try:
    for report in read(path.read_bytes(), name=path.name):
        check(report)
    outcome = "read"
except Unreadable as error:
    outcome = str(error)
own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
seconds = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
print(json.dumps([outcome, seconds, max(own.ru_maxrss, others.ru_maxrss) / 1024]))
"""


def measured(data: bytes, folder: Path, name: str) -> tuple[str, float, float]:
    """What came of reading and checking (``read`` or the refusal), processor seconds, megabytes at the most."""
    path = folder / name
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(path)], capture_output=True, timeout=TIMEOUT, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    outcome, seconds, megabytes = json.loads(done.stdout)
    return outcome, seconds, megabytes


def _text(*, style: str = "lines") -> str:
    return write_text(sample(), style=style).decode()


def _page(more: str) -> bytes:
    body = write(sample(), format="html").decode().split("<body", 1)[1].split(">", 1)[1].split("</body>")[0]
    return f"<html><body><p>{TITLE}</p>{more}{body}</body></html>".encode()


def _prose(text: str) -> bytes:
    """The sample as text with something put into a sentence of its first section."""
    whole = _text()
    assert "按规定" in whole
    return whole.replace("按规定", text, 1).encode()


def _packed(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return out.getvalue()


def overlapping(times: int) -> bytes:
    """A zip whose directory names the same packed bytes again and again."""
    raw = b"0" * (16 * 2**20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(raw) + packer.flush()
    facts = (zlib.crc32(raw), len(packed), len(raw), 5)
    local = b"PK\x03\x04" + struct.pack("<5H3L2H", 20, 0, 8, 0, 0x21, *facts, 0) + b"a.txt" + packed
    entry = b"PK\x01\x02" + struct.pack("<6H3L5H2L", 20, 20, 0, 8, 0, 0x21, *facts, 0, 0, 0, 0, 0, 0) + b"a.txt"
    end = struct.pack("<4H2LH", 0, 0, times, times, len(entry) * times, len(local), 0)
    return local + entry * times + b"PK\x05\x06" + end


def sheet(rows: int, columns: int, *, merged: str = "") -> bytes:
    """A workbook with a figure in every cell."""
    cells = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{chr(64 + c)}{r}"><v>1</v></c>' for c in range(1, columns + 1)) + "</row>"
        for r in range(1, rows + 1)
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    own = f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{cells}</sheetData>{merged}</worksheet>'
    with zipfile.ZipFile(io.BytesIO(write(sample(), format="xlsx"))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    return _packed({n: own.encode() if n == "xl/worksheets/sheet1.xml" else c for n, c in parts.items()})


def _pdf_page(content: str, *more: str, resources: str = "") -> bytes:
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {resources} >>"
    pages = "<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return pdf_from(["<< /Type /Catalog /Pages 2 0 R >>", pages, page, content, *more])


def _stream(content: str, more: str = "") -> str:
    return f"<< {more} /Length {len(content)} >> stream\n{content}\nendstream"


def forms(levels: int) -> bytes:
    """A page that draws a form, that draws another ten times, and so on."""
    made = [
        _stream(
            ("/X Do " if at < levels else "0 0 9 9 re f ") * 10,
            f"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {6 + at} 0 R >> >>",
        )
        for at in range(levels + 1)
    ]
    return _pdf_page(_stream("/X Do"), *made, resources="/Resources << /XObject << /X 5 0 R >> >>")


def _form_in_itself() -> bytes:
    form = _stream("/X Do /X Do", "/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>")
    return _pdf_page(_stream("/X Do"), form, resources="/Resources << /XObject << /X 5 0 R >> >>")


def _deflated() -> bytes:
    packed = zlib.compress(b"0 0 9 9 re f " * 8_000_000, 9).decode("latin-1")
    return _pdf_page(_stream(packed, "/Filter /FlateDecode"))


def _line(text: str, at: int) -> str:
    return f"BT /F 12 Tf 60 {780 - 16 * at} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def book(pages: int) -> bytes:
    """A PDF of full pages of text."""
    return pdf_of(["\n".join(_line(TITLE + "按时答复申请，没有结转。", at) for at in range(45))] * pages)


def png(width: int, height: int) -> bytes:
    """A picture that says it is as large as that."""
    head = b"IHDR" + struct.pack(">2L5B", width, height, 1, 0, 0, 0, 0)
    parts = (head, b"IDAT", b"IEND")
    made = (struct.pack(">L", len(part) - 4) + part + struct.pack(">L", zlib.crc32(part)) for part in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def _nested_docx() -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * 60 + p("1") + "</w:tc></w:tr></w:tbl>" * 60)


_ROW = tr(*[tc("1")] * 20)

# Each file is made when its test begins: nothing stands in a name before.
# fmt: off
# ruff: noqa: PLW0108
REFUSED: Mapping[str, Bomb] = {
    "over.txt": lambda: b"x" * (50 * 2**20 + 1),
    "digits.txt": lambda: b"9" * 10_000_000,
    "line.txt": lambda: (_text() + "政府信息公开申请" * 625_000).encode(),
    "pipes.txt": lambda: (_text() + "|" * 3_000_000).encode(),
    "tabs.txt": lambda: (_text() + "\tx\n" * 1_000_000).encode(),
    "reports.txt": lambda: (_text() * 300).encode(),
    "ratio.zip": lambda: _packed({"a.txt": b"0" * 40 * 2**20}),
    "nested.zip": lambda: _packed(dict.fromkeys((f"{n}.zip" for n in range(36)), _packed({"a.txt": b"\0" * 15 * 2**20}))),
    "overlap.zip": lambda: overlapping(30),
    "overlaps.zip": lambda: overlapping(9_000),
    "members.zip": lambda: _packed({f"{n}.txt": b"x" for n in range(10_001)}),
    "bomb.docx": lambda: zipped({"word/document.xml": b"\0" * (40 * 2**20)}),
    "cells.docx": lambda: docx(tbl(*[_ROW] * 5_001)),
    "tables.docx": lambda: docx(tbl(tr(tc("1"), tc("2"))) * 2_001),
    "nested.docx": _nested_docx,
    "spans.docx": lambda: docx(tbl(*[tr(*[tc("1", span(99_999_999))] * 50)] * 50)),
    "cells.html": lambda: _page("<table>" + ("<tr>" + "<td>1</td>" * 20 + "</tr>") * 5_001 + "</table>"),
    "tables.html": lambda: _page("<table><tr><td>1<td>2</table>" * 2_001),
    "divs.html": lambda: _page("<div>" * 100_000),
    "nested.html": lambda: _page("<table><tr><td>" * 3_000),
    "attributes.html": lambda: _page("<p " + "".join(f"a{n}=1 " for n in range(200_000)) + ">"),
    "quoted.html": lambda: _page("<p " + "".join(f'a{n}="<>"' for n in range(200_000)) + ">"),
    "cells.xlsx": lambda: sheet(10_000, 20),
    "merged.xlsx": lambda: sheet(5, 5, merged='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    "book.pdf": lambda: book(501),
    "forms.pdf": lambda: forms(12),
    "itself.pdf": _form_in_itself,
    "deflated.pdf": _deflated,
    "objects.pdf": lambda: _pdf_page(_stream(""), *["<< /A 1 >>"] * 100_000),
    "paths.pdf": lambda: _pdf_page(_stream("0 0 9 9 re f\n" * 320_000)),
    "giant.png": lambda: png(2**31 - 1, 2**31 - 1),
    "wide.png": lambda: png(9_000_000, 11),
    "rows.csv": lambda: (CSV_HEAD + "云,2023,2021,3,new,,total,,1,,1,\r\n" * 400_000).encode(),
    "organs.csv": lambda: (CSV_HEAD + "".join(f"云{n},2023,2021,3,new,,total,,1,,1,\r\n" for n in range(9_000))).encode(),
    "field.csv": lambda: (CSV_HEAD + "x" * 10_000_000).encode(),
}
"""Over a limit, or never a report."""
BORNE: Mapping[str, Bomb] = {
    "run.txt": lambda: _text(style="flat").replace("自然人", "自然人" + "12345678" * 100_000, 1).encode(),
    "run-4.txt": lambda: _text(style="flat").replace("三、", "9876543219" * 4 + "三、", 1).encode(),
    "headings.txt": lambda: (_text() + "一、总体情况\n二、主动公开政府信息情况\n" * 40_000).encode(),
    "spaces.txt": lambda: (_text() + " " * 5_000_000 + "x").encode(),
    "lines.txt": lambda: (_text() + "\n" * 3_000_000 + "x").encode(),
    "brackets.txt": lambda: _prose("〔2021〕30号" * 60_000),
    "opening.txt": lambda: _prose("（《“" * 150_000),
    "dates.txt": lambda: _prose("2023年1月1日至2023年12月31日" * 30_000),
    "counts.txt": lambda: _prose("收到政府信息公开申请3件，占30%，" * 25_000),
    "numerals.txt": lambda: _prose("收到申请" + "一二三四五六七八九十百千万亿" * 50_000 + "件"),
    "identity.txt": lambda: _prose("13800138000、110101199003070010，" * 20_000),
    "spans.html": lambda: _page("<table>" + "<tr><td rowspan=65534 colspan=1000>1" * 300 + "</table>"),
    "page.html": lambda: _page("<span>字</span>" * 900_000),
    "script.html": lambda: _page("<script>'<table>" + "\\" * 4_000_000 + "</script>"),
    "scripts.html": lambda: _page("<script>" + "var a='<table';/*" * 200_000 + "</script>"),
    "items.html": lambda: _page("<ol>" * 100 + "<li>x" * 200_000),
    "entities.html": lambda: _page("&nbsp;" * 400_000),
    "comments.html": lambda: _page("") + b"<!--" * 500_000,
    "paragraphs.docx": lambda: docx(p(TITLE) + p("一、总体情况") + p("收到申请") * 200_000),
    "paragraph.docx": lambda: docx(p(TITLE) + p("一、总体情况") + p("收到政府信息公开申请3件，" * 60_000)),
    "cells.docx": lambda: docx(p(TITLE) + tbl(*[_ROW] * 4_990)),
    "cells.html": lambda: _page("<table>" + ("<tr>" + "<td>1</td>" * 20 + "</tr>") * 4_990 + "</table>"),
    "cells.xlsx": lambda: sheet(4_900, 20),
    "archive.zip": lambda: _packed({f"{n}.txt": _text().encode() for n in range(300)}),
}
"""Odd or large, and read all the same."""
# fmt: on
