"""The kind of a file comes from its content; the name must only not contradict it."""

import random
import struct

import pytest

from gongkai.documents.blocks import Unreadable
from gongkai.documents.sniff import sniff
from tests.documents.word import docx, p, zipped

DOCX = docx(p("文"))
XLSX = zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})
HTML = "<!DOCTYPE html><html><body><table><tr><td>规章</td></tr></table></body></html>".encode()
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPG = b"\xff\xd8\xff\xe0" + bytes(20)
TEXT = "一、总体情况\n本年新收 3 件\n".encode()


def compound(*names: str, head: bytes = b"") -> bytes:
    """An OLE2 file with these streams under its root; each stream begins with ``head``."""
    header = bytearray(b"\xff" * 512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<L", header, 48, 1)  # directory
    struct.pack_into("<L", header, 56, 4096)
    struct.pack_into("<LL", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<L", header, 76, 0)  # the allocation table
    table = struct.pack("<3L", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE).ljust(512, b"\xff")
    directory = _entry("Root Entry", 5, child=1)
    for at, name in enumerate(names, start=1):
        directory += _entry(name, 2, right=at + 1 if at < len(names) else 0xFFFFFFFF)
    return bytes(header) + table + directory.ljust(512, b"\0") + head.ljust(512, b"\0")


def _entry(name: str, kind: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw.ljust(64, b"\0") + struct.pack("<HBB3L", len(raw), kind, 1, 0xFFFFFFFF, right, child)
    return head.ljust(116, b"\0") + struct.pack("<LLL", 2, 8192, 0)


DOC, XLS = compound("WordDocument", "1Table"), compound("Other", "Workbook", head=b"\x09\x08\x10\x00" + bytes(16))


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (DOCX, "a.docx", "docx"),
        (XLSX, "a.xlsx", "xlsx"),
        (DOC, "a.doc", "doc"),
        (XLS, "a.xls", "xls"),
        (HTML, "a.html", "html"),
        (PDF, "a.pdf", "pdf"),
        (PNG, "a.png", "png"),
        (JPG, "a.JPG", "jpg"),
        (TEXT, "a.txt", "text"),
        (zipped({"a.docx": DOCX}), "a.zip", "zip"),
    ],
)
def test_it_works(data: bytes, name: str, kind: str) -> None:
    assert sniff(data, name) == kind
    assert sniff(data, "") == kind
    assert sniff(data, "无扩展名") == kind


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (DOCX, "a.wps", "docx"),
        (DOCX, "a.doc", "docx"),
        (DOC, "a.docx", "doc"),
        (DOC, "a.wps", "doc"),
        (HTML, "a.doc", "html"),
        (HTML, "a.xls", "html"),
        (XLSX, "a.et", "xlsx"),
        (XLSX, "a.xls", "xlsx"),
        (XLS, "a.et", "xls"),
        (TEXT, "a.doc", "text"),
        (JPG, "a.png", "jpg"),
        (b"\r\n" + PDF, "a.pdf", "pdf"),
    ],
)
def test_common_wrong_names_are_read(data: bytes, name: str, kind: str) -> None:
    assert sniff(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (zipped({"a.txt": "x"}), "a.pdf"),
        (zipped({"a.txt": "x"}), "a.docx"),
        (DOCX, "a.pdf"),
        (DOCX, "a.txt"),
        (PDF, "a.docx"),
        (TEXT, "a.pdf"),
        (PNG, "a.doc"),
    ],
)
def test_content_that_does_not_fit_the_name_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(Unreadable, match="两者不符"):
        sniff(data, name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_and_pages_in_every_encoding(encoding: str) -> None:
    text = "一、总体情况。本年新收政府信息公开申请 3 件，〇件结转。\n" * 3000
    assert sniff(text.encode(encoding), "a.txt") == "text"
    assert sniff(f"<html><body>{text}".encode(encoding), "a.htm") == "html"


@pytest.mark.parametrize(
    "page", ["<div>规章</div>", "\n <p>规章</p>", "前言 <TABLE border=1><tr>", "<?xml version='1.0'?><html>"]
)
def test_pieces_of_pages(page: str) -> None:
    assert sniff(page.encode(), "a.html") == "html"


@pytest.mark.parametrize("text", ["| 规章 | 1<br>2 |", "办结 3<5 件", "# 年报\n| a | <b> |"])
def test_text_with_angle_brackets(text: str) -> None:
    assert sniff(text.encode(), "a.md") == "text"


def test_random_bytes_are_refused() -> None:
    for seed in range(50):
        data = random.Random(seed).randbytes(3000)
        with pytest.raises(Unreadable):
            sniff(data, "a.doc")


@pytest.mark.parametrize("data", [b"", b"\0" * 5000, b" \r\n\t"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="空的"):
        sniff(data, "a.docx")


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(Unreadable, match="50 MB"):
        sniff(b"x" * (50 * 2**20 + 1), "a.txt")


@pytest.mark.parametrize(
    "data",
    [
        compound("EncryptedPackage", "EncryptionInfo"),
        compound("WordDocument", head=b"\xec\xa5\xc1\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00"),
        compound("Workbook", head=b"\x09\x08\x04\x00abcd\x2f\x00\x02\x00xx"),
    ],
)
def test_a_locked_office_file_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="密码"):
        sniff(data, "a.docx")


def test_a_locked_zip_is_refused() -> None:
    data = bytearray(zipped({"a.txt": "x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Unreadable, match="密码"):
        sniff(bytes(data), "a.zip")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{\\rtf1\\ansi ...}", "RTF"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "mht"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "XML"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(50), "rar"),
        (b"GIF89a" + bytes(50), "GIF"),
        (b"MZ\x90\x00" + bytes(50), "可执行"),
        (zipped({"OFD.xml": "<x/>"}), "OFD"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        (zipped({"ppt/presentation.xml": "x"}), "pptx"),
        (zipped({"xl/workbook.bin": "x"}), "xlsb"),
        (zipped({}), "空的"),
        (compound("PowerPoint Document"), "ppt"),
        (compound("Contents"), "没有 Word"),
        (DOC[:700], "损坏"),
        (DOC[:100], "损坏"),
        (DOCX[:200], "损坏"),
    ],
)
def test_formats_that_are_not_read_say_how_to_mend(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        sniff(data, "")


def test_a_word_that_looks_like_a_magic_number_is_text() -> None:
    assert sniff("MZ 市年报，BM 局".encode(), "a.txt") == "text"


def test_a_directory_that_runs_in_circles_is_refused() -> None:
    data = bytearray(DOC)
    struct.pack_into("<L", data, 512 + 4, 1)
    with pytest.raises(Unreadable, match="损坏"):
        sniff(bytes(data), "a.doc")
