"""What the user named on the command line, as single documents: files, folders, archives, standard input."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING

from gongkai.cli.faults import Refused
from gongkai.cli.saving import reason

if TYPE_CHECKING:
    from gongkai.documents.archive import SafeZip

MAX_BYTES = 50 * 2**20
SUFFIXES = frozenset(
    [
        ".docx",
        ".docm",
        ".doc",
        ".wps",
        ".wpt",
        ".rtf",
        ".odt",
        ".html",
        ".htm",
        ".shtml",
        ".mht",
        ".pdf",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
        ".bmp",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".et",
        ".txt",
        ".md",
        ".zip",
    ]
)
_NOT_OURS = ("~$", ".", "__MACOSX")


@dataclass(frozen=True, slots=True)
class Item:
    """One document: a path (``-`` is standard input) and, in an archive, the stored name of its member."""

    path: str
    member: str | None = None

    @property
    def name(self) -> str:
        """The name to show: the path, with the member behind it."""
        if self.path == "-":
            return "标准输入"
        from gongkai.documents.names import printable

        return printable(self.path if self.member is None else f"{self.path}/{self.member}")

    @property
    def file_name(self) -> str:
        """The bare file name, from which the reader may guess a format."""
        if self.path == "-":
            return ""
        return PurePosixPath(self.member or Path(self.path).name).name

    def content(self) -> bytes:
        """The bytes. Raises Refused when there is no such file or it is larger than 50 MB, Unreadable when the archive or the
        member is damaged or locked."""
        if self.path == "-":
            return _bounded(sys.stdin.buffer.read(MAX_BYTES + 1), self.name)
        if self.member is None:
            return _file_content(self.path, self.name)
        return _archive(self.path, Path(self.path).stat().st_mtime_ns).read(self.member, limit=MAX_BYTES)


def _file_content(path: str, name: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return _bounded(file.read(MAX_BYTES + 1), name)
    except OSError as error:
        raise Refused(f"不能打开 {name}：{reason(error)}。") from error


def _bounded(content: bytes, name: str) -> bytes:
    if len(content) > MAX_BYTES:
        raise Refused(f"{name} 超过 50 MB，不像年度报告；请只保留报告正文后再读。")
    return content


@lru_cache(maxsize=1)
def _archive(path: str, _changed: int) -> "SafeZip":
    """An archive, kept open while its members are read one after the other."""
    from gongkai.documents.archive import open_members

    return open_members(_file_content(path, path))


def items(paths: Iterable[str], *, but: str | None = None) -> Iterator[Item]:
    """Every document under the given paths, in a stable order, each once, without the file ``but`` (a list of names).

    Folders are searched through; in them, and in archives, only files with the suffix of a document count, and lock files
    and hidden files do not. A path that does not exist, or an archive that is refused, is yielded as it is.
    """
    seen: set[Item] = set()
    left_out = Path(but).resolve() if but else None
    for path in paths:
        for item in _under(path):
            if item not in seen and (left_out is None or Path(item.path).resolve() != left_out):
                seen.add(item)
                yield item


def _under(path: str) -> Iterator[Item]:
    place = Path(path)
    if path != "-" and place.is_dir():
        for found in sorted(place.rglob("*")):
            if _is_document(found.relative_to(place)) and found.is_file():
                yield from _file(str(found))
    else:
        yield from _file(path)


def _file(path: str) -> Iterator[Item]:
    if path.lower().endswith(".zip"):
        yield from _members(path)
    else:
        yield Item(path)


def _members(path: str) -> Iterator[Item]:
    from gongkai.documents.blocks import Unreadable

    try:
        names = _archive(path, Path(path).stat().st_mtime_ns).names()
    except (Refused, Unreadable, OSError):
        yield Item(path)  # reading it says why
        return
    found = [name for name in sorted(names) if _is_document(PurePosixPath(name))]
    yield from (Item(path, name) for name in found) if found else (Item(path),)


def _is_document(place: PurePath) -> bool:
    return place.suffix.lower() in SUFFIXES and not any(part.startswith(_NOT_OURS) for part in place.parts)


def lines(path: str) -> list[str]:
    """The lines of a list (one organ a line), without blank ones and ``#`` remarks. Raises Refused."""
    content = Item(path).content()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused(f"{path} 不是文本文件；名单请存成纯文本，一行一个机关。")
    stripped = (line.strip().strip("\u3000") for line in text.splitlines())
    return [line for line in stripped if line and not line.startswith("#")]
