"""What a file really is, told by its content. The name only decides whether the two agree.

Office formats under each other's names are common on government sites (docx named .wps, HTML named .doc) and are read
without complaint. Content that no program writes under such a name is refused.
"""

import codecs
import re
from pathlib import PurePath

from gongkai.documents.archive import LOCKED, SafeZip, open_members
from gongkai.documents.blocks import Unreadable
from gongkai.documents.compound import MAGIC as COMPOUND
from gongkai.documents.compound import Compound

MAX_BYTES = 50 * 2**20

KINDS = {
    "docx": "Word 文档（docx）",
    "doc": "Word 97-2003 文档",
    "xlsx": "Excel 工作簿（xlsx）",
    "xls": "Excel 97-2003 工作簿",
    "html": "网页",
    "pdf": "PDF",
    "png": "PNG 图片",
    "jpg": "JPEG 图片",
    "text": "纯文本",
    "zip": "zip 压缩包",
}
"""Every answer of ``sniff``, with the words used for it in messages."""

_OFFICE = frozenset({"docx", "doc", "xlsx", "xls", "html", "text"})
_PAGES = frozenset({"html", "text"})
_PICTURES = frozenset({"png", "jpg"})
_FITS: dict[str, frozenset[str]] = {
    **dict.fromkeys((".docx", ".docm", ".dotx", ".doc", ".dot", ".wps", ".wpt", ".rtf", ".mht"), _OFFICE),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".et", ".ett"), _OFFICE),
    **dict.fromkeys((".htm", ".html", ".xhtml", ".shtml", ".txt", ".md", ".csv"), _PAGES),
    **dict.fromkeys((".png", ".jpg", ".jpeg"), _PICTURES),
    ".pdf": frozenset({"pdf"}),
    ".zip": frozenset({"zip", "docx", "xlsx"}),
}

_SAMPLE = 65_536
_MAGIC = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
_SAVE_AS_DOCX = "请在 Word 或 WPS 中打开，另存为 .docx 后再读。"
_SAVE_AS_IMAGE = "请转换为 png 或 jpg 图片，或合成 PDF 后再读。"
_REFUSED = (
    (b"{\\rtf", f"这是 RTF 文档，不能直接读取；{_SAVE_AS_DOCX}"),
    (b"Rar!\x1a\x07", "这是 rar 压缩包，不能读取；请解压，或改用 zip 重新压缩后再读。"),
    (b"7z\xbc\xaf\x27\x1c", "这是 7z 压缩包，不能读取；请解压，或改用 zip 重新压缩后再读。"),
    (b"\x1f\x8b", "这是 gz 压缩文件，不能读取；请解压，或改用 zip 重新压缩后再读。"),
    (b"GIF8", f"这是 GIF 图片，不能读取；{_SAVE_AS_IMAGE}"),
    (b"BM", f"这是 BMP 图片，不能读取；{_SAVE_AS_IMAGE}"),
    (b"II*\x00", f"这是 TIFF 图片，不能读取；{_SAVE_AS_IMAGE}"),
    (b"MM\x00*", f"这是 TIFF 图片，不能读取；{_SAVE_AS_IMAGE}"),
    (b"MZ", "这是可执行程序，不是年度报告，已拒绝读取。"),
    (b"\x7fELF", "这是可执行程序，不是年度报告，已拒绝读取。"),
)
_MHT = "这是网页归档文件（mht），不能直接读取；请在浏览器或 Word 中打开，另存为 .html 或 .docx 后再读。"
_BAD_COMPOUND = f"这个旧版 Office 文件已损坏或不完整，无法读取；请重新取得文件，或{_SAVE_AS_DOCX[1:]}"

_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|table)[\s>]", re.IGNORECASE)
# What a page nearly always begins with; whether the rest is text is seen when it is decoded.
_PLAIN_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"\s*<(?:div|p|span|meta|title|style|script|section|article|h[1-6]|br|tr|td)[\s/>]", re.IGNORECASE
)
_WORD_XML = re.compile(r"progid=\"(?:Word|Excel)|<pkg:package|<uof:UOF|schemas-microsoft-com:office:spreadsheet")
_ODD_HEAD = (b"\0", b'progid="', b"<pkg:package", b"<uof:uof", b"-com:office:spreadsheet", b"multipart/related")
_CONTROL_BYTES = bytes([*range(9), *range(14, 26), *range(27, 32), 127])
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f\ufffd]")


def sniff(data: bytes, name: str) -> str:
    """The kind of a file, one of KINDS, from its content; ``name`` is a file name or ``""`` (standard input).

    Raises Unreadable, with one sentence on how to mend it, for a file that is empty, larger than MAX_BYTES, locked, of a
    format that is not read, of no known format, or whose content does not fit its name.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"文件超过 {MAX_BYTES // 2**20} MB，不能读取；请压缩其中的图片，或只保留报告正文后再读。")
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable("文件是空的，没有内容可读；请确认上传或下载是否完整。")
    kind = _kind(data)
    suffix = PurePath(name).suffix.lower()
    if kind not in _FITS.get(suffix, frozenset(KINDS)):
        raise Unreadable(f"文件的扩展名是 {suffix}，内容却是{KINDS[kind]}，两者不符；请改正扩展名或重新导出后再读。")
    return kind


def _kind(data: bytes) -> str:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(open_members(data))
    if data.startswith(COMPOUND):
        return _compound_kind(data)
    if b"%PDF-" in data[:1024]:  # readers accept a little rubbish before the header
        return "pdf"
    if _PLAIN_PAGE.match(data):
        head = data[:4096].lower()
        if not any(odd in head for odd in _ODD_HEAD):
            return "html"
    text = _as_text(data)
    for magic, sentence in _REFUSED:
        if data.startswith(magic) and (text is None or magic.startswith(b"{")):
            raise Unreadable(sentence)
    if text is None:
        raise Unreadable("认不出文件的格式：内容既不是文档、表格、网页、PDF、图片，也不是文本；请核对文件是否完整。")
    return _text_kind(text)


def _zip_kind(container: SafeZip) -> str:
    names = container.names()
    if not names:
        raise Unreadable("压缩包是空的，没有文件可读；请确认压缩是否完整。")
    if any(n.startswith("word/") and n.endswith(".xml") for n in names):
        kind = "docx"
    elif "xl/workbook.xml" in container:
        kind = "xlsx"
    else:
        kind = "zip"
        _refuse_other_packages(container, names)
    locked = [container.locked(n) for n in names]
    if all(locked) or (any(locked) and kind != "zip"):
        raise Unreadable(LOCKED)
    return kind


def _refuse_other_packages(container: SafeZip, names: list[str]) -> None:
    if "OFD.xml" in container:
        raise Unreadable("这是 OFD 版式文件，不能直接读取；请用 OFD 阅读器或 WPS 导出为 PDF 或 .docx 后再读。")
    if "xl/workbook.bin" in container:
        raise Unreadable("这是 Excel 二进制工作簿（xlsb），不能直接读取；请另存为 .xlsx 后再读。")
    if any(n.startswith("ppt/") for n in names):
        raise Unreadable("这是演示文稿（pptx），不是年度报告；请提供报告的文档或网页。")
    if "mimetype" in container and b"opendocument" in container.read("mimetype", limit=2**20):
        raise Unreadable(f"这是 OpenDocument 文件（odt、ods），不能直接读取；{_SAVE_AS_DOCX}")


def _compound_kind(data: bytes) -> str:
    try:
        file = Compound(data)
        names = file.names()
        if names & {"EncryptedPackage", "EncryptionInfo"}:
            raise Unreadable(LOCKED)
        for stream, kind, locked in (
            ("WordDocument", "doc", _word_is_locked),
            ("Workbook", "xls", _workbook_is_locked),
            ("Book", "xls", _workbook_is_locked),
        ):
            if stream in names:
                if locked(file.head(stream)):
                    raise Unreadable(LOCKED)
                return kind
    except (ValueError, IndexError) as error:
        raise Unreadable(_BAD_COMPOUND) from error
    if "PowerPoint Document" in names:
        raise Unreadable("这是演示文稿（ppt），不是年度报告；请提供报告的文档或网页。")
    raise Unreadable(f"这个旧版 Office 容器里没有 Word 文档或 Excel 工作簿，无法读取；{_SAVE_AS_DOCX}")


def _word_is_locked(head: bytes) -> bool:
    """The flag fEncrypted of the document's header ([MS-DOC], FibBase)."""
    return len(head) > 12 and bool(int.from_bytes(head[10:12], "little") & 0x0100)


def _workbook_is_locked(head: bytes) -> bool:
    """Whether a FILEPASS record stands among the first records ([MS-XLS])."""
    at = 0
    while at + 4 <= len(head):
        if head[at : at + 2] == b"\x2f\x00":
            return True
        at += 4 + int.from_bytes(head[at + 2 : at + 4], "little")
    return False


def _as_text(data: bytes) -> str | None:
    """The beginning of the file as text, or None when no encoding makes sense of it. Only for telling formats apart."""
    sample = data[:_SAMPLE]
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in sample:
        encodings = ["utf-16-le", "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
        odd = len(_CONTROL.findall(text)) if encoding[:6] == "utf-16" else _odd(sample, text)
        if odd * 100 <= len(text) and (encoding[:6] != "utf-16" or _is_chinese(text)):
            return text
    return None


def _odd(sample: bytes, text: str) -> int:
    """How many control characters and replacements there are; in these encodings such a byte is never part of another."""
    return len(sample) - len(sample.translate(None, _CONTROL_BYTES)) + text.count("\ufffd")


def _is_chinese(text: str) -> bool:
    """Whether nearly all characters are of those a Chinese report uses; any pair of bytes is some UTF-16 character."""
    usual = sum(c < "\x7f" or "\u2000" <= c <= "\u33ff" or "\u4e00" <= c <= "\u9fff" or c >= "\uff00" for c in text)
    return usual * 10 >= len(text) * 9


def _text_kind(text: str) -> str:
    head = text[:4096].lstrip("\ufeff \t\r\n")
    if head[:13].lower() == "mime-version:" or "content-type: multipart/related" in head.lower():
        raise Unreadable(_MHT)
    if _WORD_XML.search(head):
        raise Unreadable(
            "这是 XML 格式的 Office 文件，不能直接读取；请在 Word、Excel 或 WPS 中另存为 .docx 或 .xlsx 后再读。"
        )
    return "html" if _PAGE.search(text) or _FRAGMENT.match(head) else "text"
