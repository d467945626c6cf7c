"""Files by their hash. What people upload is distrusted: type by content, size, archives, macros, then stored unreadable
by address; it comes back only through the gate and as a download."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from gongkai.web.organs import vault

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 10

# What an applicant may send, by content: the words shown, the type sent back, the endings that may name it.
TYPES: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "pdf": ("PDF", "application/pdf", (".pdf",)),
    "docx": ("Word 文档", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    "xlsx": ("Excel 表格", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
    "png": ("图片", "image/png", (".png",)),
    "jpg": ("图片", "image/jpeg", (".jpg", ".jpeg")),
    "text": ("文本", "text/plain; charset=utf-8", (".txt",)),
}


_ENDINGS = tuple(ending for _, _, endings in TYPES.values() for ending in endings)
_TAKEN = "可以提交 PDF（pdf）、Word（docx）、Excel（xlsx）、图片（jpg、png）和文本（txt）"
# What people have in hand most often that is not taken, and what to make of it.
_INSTEAD = (
    (("doc", "wps", "rtf", "odt"), "请另存为 docx"),
    (("xls", "et", "csv", "ods"), "请另存为 xlsx"),
    (("ppt", "pptx", "dps", "ofd"), "请导出为 PDF"),
    (("heic", "gif", "bmp", "tif", "tiff", "webp"), "请转为 jpg 或者 png"),
    (("zip", "rar", "7z", "gz"), "请解压以后逐个提交"),
)


class Refused(ValueError):
    """An upload that is not taken; the message is one Chinese sentence: what, why, how to mend."""


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload that was looked at: safe name, kind (a key of TYPES), bytes."""

    name: str
    kind: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash of the content in hex."""
        return hashlib.sha256(self.content).hexdigest()


def safe_name(name: str) -> str:
    """The last part of a name without control and direction characters, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*\u202a\u202b\u202c\u202d\u202e')
    stem, dot, ending = clean.rpartition(".")
    return (f"{stem[:110]}.{ending[:8]}" if dot and stem else clean[:120]) or "附件"


def inspect(name: str, content: bytes) -> Upload:
    """Look at an upload. Raises Refused when its size, kind or inside will not do."""
    from gongkai.documents.blocks import Unreadable
    from gongkai.documents.sniff import sniff

    shown = safe_name(name)
    if not content:
        raise Refused(f"附件「{shown}」是空文件，请重新选择。")
    if len(content) > MAX_BYTES:
        raise Refused(f"附件「{shown}」超过 20 MB，请压缩图片或分开提交。")
    if not shown.lower().endswith(_ENDINGS):
        raise Refused(_not_taken(shown))
    try:
        kind = sniff(content, shown)
    except Unreadable as error:
        # The readers were made for reports, which an enclosure need not be.
        raise Refused(f"附件「{shown}」不能接收：{str(error).replace('，不是年度报告', '')}") from None
    if kind not in TYPES:
        raise Refused(_not_taken(shown))
    if not shown.lower().endswith(TYPES[kind][2]):
        right = "、".join(e.lstrip(".") for e in TYPES[kind][2])
        raise Refused(
            f"附件「{shown}」的内容是{TYPES[kind][0]}，与文件名不符；请从原来的程序重新导出，扩展名应为 {right}。"
        )
    if not _whole(kind, content):
        raise Refused(f"附件「{shown}」不完整或者不是真正的{TYPES[kind][0]}，打不开；请重新导出或者拍照后提交。")
    if kind in ("docx", "xlsx") and _has_macros(content):
        raise Refused(f"附件「{shown}」含有宏，不能接收；请另存为不含宏的文件。")
    return Upload(shown, kind, content)


def _not_taken(shown: str) -> str:
    """That a kind of file is not taken, what is, and what to make of this one."""
    ending = shown.lower().rpartition(".")[2]
    instead = next((f"，{words}" for endings, words in _INSTEAD if ending in endings), "")
    return f"附件「{shown}」的类型不能接收{instead}；{_TAKEN}。"


# What stands at the end of a whole file: readers allow a little rubbish behind it.
_ENDS = {"pdf": b"%%EOF", "png": b"IEND", "jpg": b"\xff\xd9"}


def _whole(kind: str, content: bytes) -> bool:
    """Whether a file that begins like a PDF or a picture also ends like one: a name and five bytes make no document."""
    return kind not in _ENDS or _ENDS[kind] in content[-4096:]


def _has_macros(content: bytes) -> bool:
    from gongkai.documents.archive import open_members

    return any("vbaproject" in name.lower() for name in open_members(content).names())


def keep(content: bytes, *, root: Path | None = None) -> str:
    """Store bytes, encrypted; returns the SHA-256 of what was given in hex. Written to a temporary file first and made
    durable, so that a crash leaves the whole file or none. Storing the same bytes twice keeps one. ``root`` is another
    folder than that of the platform's files."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest, root)
    if path.exists():
        path.touch()  # it is wanted again, whatever is swept meanwhile
        return digest
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Named by chance: two threads may store the same bytes at once.
    temporary = path.with_name(f".{digest}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(vault.seal_bytes(content))
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError:  # a full disk must not be filled further with halves
        temporary.unlink(missing_ok=True)
        raise
    return digest


def fetch(digest: str, *, root: Path | None = None) -> bytes:
    """The bytes again. ValueError when the file was changed; FileNotFoundError when it is gone."""
    try:
        content = vault.unseal_bytes(_path(digest, root).read_bytes())
    except ValueError:
        content = b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"文件 {digest[:12]} 的内容与登记时不同，请联系系统管理员。")
    return content


def sweep(root: Path, *, wanted: Collection[str], before: datetime) -> int:
    """Remove from a folder of its own what nothing refers to and was stored before a moment; how many files."""
    gone = 0
    for path in root.glob("*/*"):
        if path.name not in wanted and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _path(digest: str, root: Path | None = None) -> Path:
    if len(digest) != 64 or not all(c in "0123456789abcdef" for c in digest):
        raise ValueError("not a SHA-256")
    return (root or Path(settings.MEDIA_ROOT)) / digest[:2] / digest
