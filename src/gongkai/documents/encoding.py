"""Which characters the bytes of a text or a page mean: a mark at the front, utf-8, utf-16 without a mark, gb18030.

What a page says about itself is only a hint: pages labelled gb2312 hold characters that only gb18030 knows, and pages that
moved to utf-8 often kept their old label. A reading counts when it can be decoded strictly.
"""

import codecs
import re

from gongkai.documents.blocks import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARK_BYTES = tuple(mark for mark, _ in _MARKS)
_HINTS = {
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "big5": "big5",
    "big5-hkscs": "big5hkscs",
}
_SAMPLE = 1 << 16
_PIECE = 1 << 14
_REPLACED_AT_MOST = 0.001
_LABEL = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_LIKELY = re.compile("[\t\n\r -~\u00b7\u2010-\u203b\u3000-\u303f\u4e00-\u9fa5\uff01-\uff5e]")
_CONTROLS = bytes([*range(7), *range(14, 27), 28, 29, 30, 31, 127])
_CURE = "请用记事本或 WPS 另存为 UTF-8 编码后再读。"


def declared_charset(data: bytes) -> str | None:
    """The character set a page names in its first 4,096 bytes (``gb2312``), in lower case, or None."""
    match = _LABEL.search(data, 0, 4096)
    return match[1].decode("ascii").lower() if match else None


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of ``data`` without a byte order mark.

    ``declared`` is the character set the file or its carrier names; it settles nothing alone. When nothing decodes
    strictly, utf-8 or gb18030 is taken with replacement characters, at most one in a thousand (or what a
    character cut in half leaves). Raises Unreadable when no reading is that good, or the bytes are no text.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], codec)
    if b"\0" in data:
        return _decode_wide(data, declared)
    text = _strict(data, "utf-8")
    if text is None and declared:
        hint = _HINTS.get(declared.lower())
        text = _strict(data, hint) if hint else None
    if text is None:
        text = _strict(data, "gb18030")
    if text is None:
        text = _lenient(data)
    _must_be_text(data)
    return text


def as_utf8(data: bytes, declared: str | None = None) -> bytes:
    """The same text as utf-8 without a mark, for a parser that takes bytes. Raises Unreadable as ``decode``."""
    if b"\0" not in data and not data.startswith(_MARK_BYTES) and _is_utf8(data):
        _must_be_text(data)
        return data
    return decode(data, declared).encode("utf-8", "replace")


def _is_utf8(data: bytes) -> bool:
    """Told piece by piece: the memory for a whole text that nobody needs takes longer than decoding it."""
    at, view = 0, memoryview(data)
    try:
        while at < len(data):
            piece = view[at : at + _PIECE]
            at += codecs.utf_8_decode(piece, "strict", at + _PIECE >= len(data))[1]
    except UnicodeDecodeError:
        return False
    return True


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _decode_marked(data: bytes, codec: str) -> str:
    """After a mark the codec is certain, so that a damaged character may be replaced."""
    text = data.decode(codec, "replace")
    if text.count("\ufffd") > max(2, len(text) * _REPLACED_AT_MOST):
        raise Unreadable(f"文件开头标明是 {codec} 编码，内容却不是，可能已损坏；{_CURE}")
    return text


def _decode_wide(data: bytes, declared: str | None) -> str:
    """utf-16 without a mark: no other text holds zero bytes, unless a few stray ones.

    The byte order that gives more ordinary characters wins.
    """
    few = data.count(b"\0") <= len(data) * 0.01
    rest = data.replace(b"\0", b"") if few else b""
    if few and _strict(rest, "utf-8") is not None:
        return decode(rest, declared)
    whole = data[: len(data) & ~1]
    best, codec = max((_ordinary(whole[:_SAMPLE], c), c) for c in ("utf-16-be", "utf-16-le"))
    text = _strict(whole, codec) if best > 0.8 else None
    if text is not None:
        return text
    if few:
        return decode(rest, declared)
    raise Unreadable(f"编码无法识别：内容不像文字，可能是改了扩展名的其他文件；{_CURE}")


def _ordinary(sample: bytes, codec: str) -> float:
    text = sample.decode(codec, "replace")
    return len(_LIKELY.findall(text)) / len(text) if text else 0.0


def _lenient(data: bytes) -> str:
    texts = [data.decode(codec, "replace") for codec in ("utf-8", "gb18030")]
    text = min(texts, key=lambda t: t.count("\ufffd"))
    if text.count("\ufffd") > max(min(4, len(text) * 0.005), len(text) * _REPLACED_AT_MOST):
        raise Unreadable(f"编码无法识别：既不是 UTF-8，也不是 GB18030 或 UTF-16；{_CURE}")
    return text


def _must_be_text(data: bytes) -> None:
    sample = data[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > max(8, len(sample) * 0.02):
        raise Unreadable(f"编码无法识别：内容里满是控制字符，不是文字；{_CURE}")
