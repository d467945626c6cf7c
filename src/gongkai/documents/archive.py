"""Zip containers opened without trusting what they say about themselves: docx, xlsx, and a zip of reports.

Limits are those of the command line contract: 500 MB unpacked, 10,000 members. Nothing is ever written to disk.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator

from gongkai.documents.blocks import Unreadable
from gongkai.documents.names import printable, short

MAX_UNPACKED = 500 * 2**20
MAX_MEMBERS = 10_000
MAX_RATIO = 300
"""Unpacked size to packed size. Office XML full of empty cells reaches about 100; deflate can do 1,000."""
RATIO_FROM = 16 * 2**20
"""Members smaller than this when unpacked are let through whatever their ratio: they do no harm."""
MAX_DEPTH = 1
"""A zip inside the zip is opened; a zip inside that one is not."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNICODE_NAME = 0x0800
_ENCRYPTED = 0x0001
_CHUNK = 2**20
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)

BROKEN = "文件的压缩结构已损坏或不完整，无法打开；请重新取得文件，或在原软件中打开后另存一份再读。"
LOCKED = "文件设有打开密码，无法读取；请取消密码后另存一份再读。"


class SafeZip:
    """The members of a zip by name, each read into memory under the limits. Made by ``open_members``."""

    def __init__(self, container: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> None:
        self._container = container
        self._members = members

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        """Names of all files in the order of the archive, decoded, with ``/`` between folders."""
        return list(self._members)

    def locked(self, name: str) -> bool:
        """Whether the member needs a password."""
        return bool(self._members[name].flag_bits & _ENCRYPTED)

    def link(self, name: str) -> bool:
        """Whether the member is a symbolic link, whose content is a path and not a document."""
        return stat.S_ISLNK(self._members[name].external_attr >> 16)

    def read(self, name: str, *, limit: int = MAX_UNPACKED) -> bytes:
        """The content of a member, at most ``limit`` bytes.

        Counts the bytes that come out, whatever the header claims. Raises Unreadable when there are more, when the
        member is locked or damaged, and when it is packed in a way other than deflate; KeyError for an unknown name.
        """
        info = self._members[name]
        if info.flag_bits & _ENCRYPTED:
            raise Unreadable(LOCKED)
        if info.compress_type not in _METHODS:
            raise Unreadable(
                f"压缩包里的“{short(name)}”用了不常见的压缩方法，无法解开；请用普通方式重新压缩为 zip 后再读。"
            )
        if info.file_size > limit:
            raise Unreadable(_too_big(name, limit))
        pieces, left = [], limit
        try:
            with self._container.open(info) as stream:
                while piece := stream.read(min(_CHUNK, left + 1)):
                    pieces.append(piece)
                    left -= len(piece)
                    if left < 0:
                        raise Unreadable(_too_big(name, limit))
        except _BROKEN as error:
            raise Unreadable(BROKEN) from error
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def open_members(data: bytes) -> SafeZip:
    """Open a zip held in memory.

    Raises Unreadable when it is damaged, has more than MAX_MEMBERS members, says it unpacks to more than MAX_UNPACKED
    bytes, holds a member packed tighter than MAX_RATIO, or a name that points out of the archive.
    """
    if _members_claimed(data) > MAX_MEMBERS:
        raise Unreadable(f"压缩包里的文件超过 {MAX_MEMBERS} 个，不能一次读取；请分成几个压缩包再读。")
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise Unreadable(BROKEN) from error
    members: dict[str, zipfile.ZipInfo] = {}
    total = 0
    for info in container.infolist():
        name = _name(info)
        if name.endswith("/"):
            continue
        if ".." in name.split("/") or name[1:2] == ":":
            raise Unreadable("压缩包里有指向包外位置的文件名（含“..”或盘符），可能是恶意文件，已拒绝读取。")
        total += info.file_size
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise Unreadable(f"压缩包里的“{short(name)}”解开后膨胀 {MAX_RATIO} 倍以上，疑似压缩炸弹，已拒绝读取。")
        members[name] = info
    if total > MAX_UNPACKED:
        raise Unreadable(
            f"压缩包解开后超过 {MAX_UNPACKED // 2**20} MB，不能读取；请删去其中的图片或分成几个压缩包再读。"
        )
    return SafeZip(container, members)


def members(data: bytes) -> Iterator[tuple[str, bytes | Unreadable]]:
    """The files of a zip of reports, as (name, content) in the order of the archive; folders stay in the name.

    A member that cannot be read comes as its Unreadable, so that it does not stop the others. Folders, links, hidden
    files, ``~$`` lock files and ``__MACOSX`` are left out. A zip inside is opened and its files named
    ``inner.zip/name``; deeper ones are refused. Raises Unreadable when the archive itself is refused or the whole,
    inner archives included, unpacks past MAX_UNPACKED or MAX_MEMBERS.
    """
    return _members(data, _Budget(), 0)


class _Budget:
    """What may still be unpacked, shared by an archive and those inside it."""

    def __init__(self) -> None:
        self.size = MAX_UNPACKED
        self.count = MAX_MEMBERS

    def spend(self, size: int) -> None:
        self.size -= size
        self.count -= 1
        if self.size < 0 or self.count < 0:
            raise _OverBudget(
                f"压缩包连同内层压缩包解开后超过 {MAX_UNPACKED // 2**20} MB 或 {MAX_MEMBERS} 个文件；请分成几个压缩包再读。"
            )


class _OverBudget(Unreadable):
    """The whole is too much: unlike a bad member, this ends the reading."""


def _members(data: bytes, budget: _Budget, depth: int) -> Iterator[tuple[str, bytes | Unreadable]]:
    container = open_members(data)
    for name in container.names():
        if _uninteresting(name) or container.link(name):
            continue
        try:
            content = container.read(name)
        except Unreadable as error:
            yield name, error
            continue
        budget.spend(len(content))
        if not _is_plain_zip(content):
            yield name, content
        elif depth >= MAX_DEPTH:
            yield name, Unreadable(f"压缩包里的“{short(name)}”又是多层压缩包，不再逐层解开；请先解压再读。")
        else:
            yield from _inner(name, content, budget, depth + 1)


def _inner(name: str, content: bytes, budget: _Budget, depth: int) -> Iterator[tuple[str, bytes | Unreadable]]:
    try:
        for inner, found in _members(content, budget, depth):
            yield f"{name}/{inner}", found
    except _OverBudget:
        raise
    except Unreadable as error:
        yield name, error


def _is_plain_zip(content: bytes) -> bool:
    """Whether a member is an archive of files rather than an office document, which is a zip too.

    Office documents carry a list of content types or a ``mimetype``; a damaged one is left to its own reader.
    """
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        names = set(open_members(content).names())
    except Unreadable:
        return False
    return not names & {"[Content_Types].xml", "word/document.xml", "xl/workbook.xml", "mimetype", "OFD.xml"}


def _uninteresting(name: str) -> bool:
    parts = name.split("/")
    if any(part == "__MACOSX" or part.startswith((".", "~$")) for part in parts):
        return True
    return parts[-1].lower() in {"thumbs.db", "desktop.ini"}


def _name(info: zipfile.ZipInfo) -> str:
    """The name as its maker meant it: Windows tools write GB18030 or UTF-8 without saying so."""
    name = info.filename
    if not info.flag_bits & _UNICODE_NAME and not name.isascii():
        name = _unicode_extra(info) or _redecoded(name)
    return printable(name.replace("\\", "/").lstrip("/"))


def _redecoded(name: str) -> str:
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _unicode_extra(info: zipfile.ZipInfo) -> str:
    """The UTF-8 name some packers put into extra field 0x7075, or ``""``."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == 0x7075 and size > 5:
            return extra[9 : 4 + size].decode("utf-8", errors="replace")
        extra = extra[4 + size :]
    return ""


def _members_claimed(data: bytes) -> int:
    """How many entries the central directory has, counted before zipfile makes an object of each."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or end + 22 > len(data):
        return 0
    (size,) = struct.unpack_from("<L", data, end + 12)
    return data.count(b"PK\x01\x02", max(0, end - size) if size != 0xFFFFFFFF else 0, end)


def _too_big(name: str, limit: int) -> str:
    return f"压缩包里的“{short(name)}”解开后超过 {limit // 2**20} MB，不能读取；请删去不需要的内容后再读。"
