"""Damaged and spliced files for the readers: whole samples of every format, edits to them, and what must hold after.

``scripts/fuzz.py`` runs the same for as long as one likes.
"""

import io
import random
import zipfile
import zlib
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from gongkai.documents import READERS, read, write
from gongkai.documents import json as report_json
from gongkai.documents.blocks import Unreadable
from gongkai.documents.html import wps
from gongkai.documents.text import write as write_text
from gongkai.report.checks import check
from gongkai.report.checks.rule import Context
from tests.documents.plain_pdf import plain_pdf
from tests.documents.sample import sample, sample_2019
from tests.documents.word import zipped
from tests.paths import ROOT

CORPUS = ROOT / "tests" / "corpus"
FORMATS = ("docx", "html", "xlsx", "pdf", "text", "csv", "json", "xls", "png", "zip")
KINDS = ("flip", "delete", "double", "splice", "insert", "digits")
WHOLE = 1 << 20

_FIGURES = ("0", "-1", "7" * 30, "9" * 5000, "1e999999", "NaN", "²", "①", "٣", "１２", "1,2,3", "0.5", "/", "—")
_FORM_WORDS = (
    *("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "六、其他需要报告的事项"),
    *(
        "本年新收",
        "结转下年度继续办理",
        "总计",
        "（一）",
        "（七）",
        "自然人",
        "行政规范性文件",
        "结果维持",
        "2023年",
        "99999年",
    ),
    *(
        "占比",
        "%",
        "比上年增长",
        "亿元",
        "件",
        "第（二）项",
        "〔2021〕30号",
        "《条例》第",
        "——",
        "…",
        "\n\n",
        "\t",
        "|",
        "　",
    ),
)
_XML = (
    *(
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr/>",
        "</w:tc>",
        "<w:p/>",
        '<w:gridSpan w:val="99999"/>',
        '<w:vMerge w:val="restart"/>',
    ),
    *('<w:gridBefore w:val="900"/>', "<w:del/>", "<w:vanish/>", '<w:ilvl w:val="-4"/>', '<w:numId w:val="x"/>'),
    *('r="999999"', 's="77777"', 't="s"', "<v>9999999</v>", '<mergeCell ref="A1:XFD9"/>', "&#xFFFF;", "&lt;", "&nope;"),
)
_HTML = (
    *(
        "<table>",
        "</table>",
        "<tr>",
        '<td rowspan="65534" colspan="1000">',
        "</td>",
        "<div>",
        "</div>",
        "<script>",
        "</script>",
    ),
    *(
        "<!--",
        "-->",
        "<![CDATA[",
        "&#0;",
        "&#xD800;",
        "&nbsp;",
        '<td rowspan="0">',
        "<textarea>",
        '<input value="<table>',
    ),
    *(
        '<meta charset="utf-16">',
        "<li value=-9>",
        "<ol start='99999999999'>",
        "<svg><td>",
        "<template>",
        "\\u003ctable",
    ),
)
_PDF = (
    *(
        "endobj",
        "endstream",
        "1 0 R",
        "0 0 R",
        "999999 0 R",
        "/Kids [2 0 R]",
        "/Parent 3 0 R",
        "/Count -1",
        "/Rotate 90",
    ),
    *(
        "[0 0 0 0]",
        "1e30",
        "-32768",
        "/Filter /FlateDecode",
        "BT",
        "ET",
        "Q",
        "q",
        "<feff>",
        "<00>",
        " cm",
        " re f",
        "/Length 9",
    ),
)
_STRUCTURE = (
    "{",
    "}",
    "[",
    "]",
    '"',
    ":",
    ",",
    "null",
    "true",
    '"value": null',
    '"state": "text"',
    '"schema": 1',
    "\r\n",
    "'",
)
_BYTES = (
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xff\xff\xff\xff",
    b"\x80",
    b"\x81\x30",
    b"PK\x01\x02",
    b"\r",
    b"\x1a",
    b"\xc0\x80",
)
TOKENS = tuple(t.encode() for t in (*_FIGURES, *_FORM_WORDS, *_XML, *_HTML, *_PDF, *_STRUCTURE)) + _BYTES


class Edit(NamedTuple):
    """One edit: its kind, where it begins as a share of WHOLE, over how many bytes, which token, in which zip member
    (-1 edits the container itself)."""

    kind: str
    at: int
    length: int
    token: int
    member: int


@cache
def samples(format: str) -> tuple[bytes, ...]:
    """Whole files of a format, made by our own writers or kept in the corpus."""
    reports = (sample(), sample_2019())
    if format == "pdf":
        return (plain_pdf(),)
    if format == "zip":
        inner = zipped({"三.txt": write(reports[1], format="text")})
        return (
            zipped(
                {
                    "一.txt": write(reports[0], format="text"),
                    "二.html": write(reports[0], format="html"),
                    "内.zip": inner,
                }
            ),
        )
    if format == "text":
        written = [write_text(r, style=style) for r in reports for style in ("lines", "flat")]
        return (*written, write(reports[0], format="text").decode().encode("gb18030"))
    if format == "html":
        return (*(write(r, format="html") for r in reports), wps.write(reports[0]))
    kept = tuple(path.read_bytes() for path in sorted(CORPUS.glob(f"whole.*.{format}")))
    return kept or tuple(write(r, format=format) for r in reports)


def edited(data: bytes, edits: Sequence[Edit], others: Sequence[bytes]) -> bytes:
    """The file after the edits, one by one. Members of a zip are edited unpacked; ``others`` give what is spliced in."""
    for edit in edits:
        members = _members(data) if edit.member >= 0 else []
        if not members:
            data = _edited(data, edit, others)
            continue
        chosen = edit.member % len(members)
        members[chosen] = (members[chosen][0], _edited(members[chosen][1], edit, others))
        data = _packed(members)
    return data


def _edited(data: bytes, edit: Edit, others: Sequence[bytes]) -> bytes:
    at = edit.at * len(data) // WHOLE
    end = min(at + edit.length, len(data))
    before, here, after = data[:at], data[at:end], data[end:]
    match edit.kind:
        case "flip":
            return before + bytes(b ^ (1 << edit.token % 8) for b in here[:4]) + here[4:] + after
        case "delete":
            return before + after
        case "double":
            return before + here * (2 + edit.token % 3) + after
        case "splice":
            other = others[edit.token % len(others)]
            start = edit.at * 7 % max(len(other), 1)
            return before + other[start : start + edit.length] + after
        case "digits":
            places = [i for i, b in enumerate(here[:400]) if 48 <= b <= 57]
            changed = bytearray(here)
            for i in places[: 1 + edit.token % 9]:
                changed[i] = 48 + (edit.token + i) % 10
            return before + bytes(changed) + after
    return before + TOKENS[edit.token % len(TOKENS)] + data[at:]


def _members(data: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            return [(name, container.read(name)) for name in container.namelist()]
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OverflowError,
    ):
        return []


def _packed(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as container:
        for name, content in members:
            container.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def holds(data: bytes, name: str = "") -> bool:
    """What must hold for any bytes: they are refused with a sentence (False), or read into reports that can be checked,
    written in every format and come back from JSON as they went (True). AssertionError or any other exception is a fault.
    """
    try:
        reading = read(data, name=name)
    except Unreadable as refusal:
        assert is_sentence(str(refusal)), f"no sentence: {refusal}"
        return False
    for report in reading:
        check(report)
        check(report, Context(previous=report, peers=(report,)))
        assert report_json.read(report_json.write(report)) == report
        for format in ("html", "csv", "docx", "xlsx", "text"):
            write(report, format=format)
    return True


def is_sentence(text: str) -> bool:
    """Whether a message is one of ours: a line of Chinese with an end, no traceback, not too long."""
    return (
        text.endswith(("。", "）", "；"))
        and "\n" not in text
        and any("\u4e00" <= c <= "\u9fff" for c in text)
        and len(text) < 600
    )


def random_edits(source: random.Random) -> list[Edit]:
    """A few edits, drawn from a generator."""
    return [
        Edit(
            source.choice(KINDS),
            source.randrange(WHOLE),
            source.choice((1, 2, 8, 40, 300, 3000)),
            source.randrange(9999),
            source.randrange(-1, 12),
        )
        for _ in range(source.choice((1, 1, 2, 3, 5, 9)))
    ]


assert set(READERS) <= {*FORMATS, "jpg"}
