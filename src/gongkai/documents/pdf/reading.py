"""Reading a PDF: open under limits, page by page to geometry, then together to blocks."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from pypdfium2 import raw

from gongkai.documents.blocks import Document, Grid, Unreadable
from gongkai.documents.pdf import pdfium, scanned
from gongkai.documents.pdf.chars import MAX_CHARS, Reader, turn_of, turned
from gongkai.documents.pdf.lattice import tables_of
from gongkai.documents.pdf.page import Page
from gongkai.documents.pdf.probe import refuse_bombs
from gongkai.documents.pdf.radicals import unify
from gongkai.documents.pdf.ruling import Ruling, ruling_of
from gongkai.documents.pdf.stitch import assemble

MAX_PAGES = 500
MAX_OBJECTS = 1_000_000
TAIL = 65_536
FEW = 8  # characters: a page with fewer and a picture over most of it is a scan with a stamped number

_PROFILE = re.compile(rb"\[\s*/ICCBased\s+\d+\s+\d+\s+R\s*\]")
_DAMAGED = "PDF 文件已损坏或不完整，无法读取；请重新下载或重新导出后再试。"


@dataclass(slots=True)
class _Found:
    """What was read so far: pages in order (None where a picture stands instead), numbers of those pages."""

    pages: list[Page | None] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    chars: int = 0
    objects: int = 0


def blocks(data: bytes) -> Document:
    """Read a PDF. Raises Unreadable when it is no PDF, damaged, encrypted, too large, or a scan that cannot be read here."""
    _refuse_at_once(data)
    refuse_bombs(data)
    with pdfium.LOCK:
        with _opened(colourless(data)) as document:
            found = _read(document)
            title = _title(document)
            count = len(document)
        recognised = bool(found.pictures) and _recognise(data, found)
    result = Document(assemble([p for p in found.pages if p is not None]), "pdf", count, title=title)
    result.flow = not any(isinstance(b, Grid) for b in result.blocks)
    if found.pictures:
        result.warnings.append(scanned.warning(found.pictures, count, read=recognised))
    return result


def texts(data: bytes) -> list[str]:
    """The text of each page as it stands in the file, empty for a picture: what is covered over is in it too. Raises
    Unreadable as ``blocks`` does."""
    _refuse_at_once(data)
    refuse_bombs(data)
    found: list[str] = []
    with pdfium.LOCK, _opened(colourless(data)) as document:
        for number in range(min(len(document), MAX_PAGES + 1)):
            if number == MAX_PAGES:
                raise Unreadable(f"PDF 超过 {MAX_PAGES} 页，没有检查；请分成几个文件。")
            with _page(document, number) as page:
                found.append(_words(page))
    return found


def _words(page: Any) -> str:
    text_page = raw.FPDFText_LoadPage(page)
    if not text_page:
        raise pypdfium2.PdfiumError("no text page")
    try:
        return unify(pdfium.text_of(pdfium.address_of(text_page)))
    finally:
        raw.FPDFText_ClosePage(text_page)


def colourless(data: bytes) -> bytes:
    """The file with its ICC profiles out of use, every byte at its place.

    pdfium prepares the tables of each profile before it looks at the first character; in a short report that is a third
    of all its work. Where a colour space is unknown to it, it draws the same text and lines in the colour before.
    """
    return _PROFILE.sub(lambda found: found[0].replace(b"/ICCBased", b"/Unneeded"), data)


def _refuse_at_once(data: bytes) -> None:
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("这不是 PDF 文件（开头没有 PDF 标记）；请确认文件格式后重试。")
    if b"startxref" not in data[-TAIL:]:
        raise Unreadable("PDF 文件不完整（缺少结尾部分），可能没有下载完；请重新下载后再试。")


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise Unreadable("PDF 文件设有密码，无法读取；请先取消密码保护后再试。") from None
        raise Unreadable(_DAMAGED) from None
    try:
        yield document
    except pypdfium2.PdfiumError:
        raise Unreadable(_DAMAGED) from None
    finally:
        document.close()


def _read(document: Any) -> _Found:
    count = len(document)
    if count == 0:
        raise Unreadable("PDF 文件里没有页面；请重新导出后再试。")
    if count > MAX_PAGES:
        raise Unreadable(f"PDF 有 {count} 页，超过 {MAX_PAGES} 页，不像年度报告；请只提交报告本身。")
    found, reader = _Found(), Reader()
    for number in range(count):
        with _page(document, number) as page:
            geometry = _page_of(page, reader, found)
        found.pages.append(geometry)
        if geometry is None:
            found.pictures.append(number)
    return found


@contextmanager
def _page(document: Any, number: int) -> Iterator[Any]:
    """A page as pdfium's own handle: the objects of pypdfium2 are each kept count of, which costs more than it gives here."""
    page = raw.FPDF_LoadPage(document.raw, number)
    if not page:
        raise Unreadable(f"PDF 第 {number + 1} 页已损坏，无法读取；请重新导出后再试。")
    try:
        yield page
    finally:
        raw.FPDF_ClosePage(page)


def _page_of(page: Any, reader: Reader, found: _Found) -> Page | None:
    """A page as geometry, or None when it is a picture."""
    address, text_page = pdfium.address_of(page), raw.FPDFText_LoadPage(page)
    if not text_page:
        raise pypdfium2.PdfiumError("no text page")
    try:
        text_address = pdfium.address_of(text_page)
        text = pdfium.text_of(text_address)
        found.chars += len(text)
        if found.chars > MAX_CHARS:
            raise Unreadable(f"PDF 的文字超过 {MAX_CHARS} 字，不像年度报告；请只提交报告本身。")
        ruling = ruling_of(address)
        found.objects += ruling.objects
        if found.objects > MAX_OBJECTS:
            raise Unreadable(f"PDF 各页的图形合计超过 {MAX_OBJECTS} 个，不像年度报告；请只提交报告本身。")
        sheet = pdfium.sheet_of(address)
        if len(text) < 4 * FEW and len("".join(text.split())) <= FEW and _is_picture(ruling, sheet):
            return None
        turn = turn_of(text_address, text)
        frame = turned(turn, *sheet)
        tables = tables_of(*_turned_lines(ruling, turn))
        outside = reader.place(text_address, text, turn, tables)
    finally:
        raw.FPDFText_ClosePage(text_page)
    left, top, right, bottom = frame
    shown = [p for p in outside if top <= p.middle <= bottom and left <= (p.x0 + p.x1) / 2 <= right]
    return Page(right - left, bottom - top, top, shown, tables)


def _is_picture(ruling: Ruling, sheet: tuple[float, float, float, float]) -> bool:
    """Whether pictures cover most of a page (scans may come in strips)."""
    area = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in ruling.pictures)
    return area > 0.5 * (sheet[2] - sheet[0]) * (sheet[3] - sheet[1])


def _turned_lines(
    ruling: Ruling, turn: int
) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
    if turn == 0:
        return [(-y, a, b) for y, a, b in ruling.across], [(x, -b, -a) for x, a, b in ruling.down]
    across = [turned(turn, a, y, b, y) for y, a, b in ruling.across]
    down = [turned(turn, x, a, x, b) for x, a, b in ruling.down]
    if turn % 2:
        across, down = down, across
    return [(t, x0, x1) for x0, t, x1, _ in across], [(x, t, b) for x, t, _, b in down]


def _recognise(data: bytes, found: _Found) -> bool:
    """Read the pages that are pictures by OCR, in their colours. False when they are left out for want of it."""
    read = scanned.reader(found.pictures, len(found.pages))
    if read is None:
        return False
    with _opened(data) as document:
        for number in found.pictures:
            with closing(document[number]) as page:
                found.pages[number] = read(page)
    return True


def _title(document: Any) -> str:
    """The title in the file's properties, unless it is only what the word processor put there."""
    try:
        title = str(document.get_metadata_value("Title")).strip()
    except (pypdfium2.PdfiumError, UnicodeError):
        return ""
    title = re.sub(r"^Microsoft\s+\w+\s*-\s*|\.(?:docx?|wps|pdf|html?)$", "", title)
    return title if re.search(r"[\u4e00-\u9fff]", title) else ""
