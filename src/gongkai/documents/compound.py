"""The directory of an OLE2 compound file, the container of .doc, .xls and of encrypted office documents.

Only what is needed to tell what is inside: the names at the top level and the first bytes of a stream.
Layout as published by Microsoft in [MS-CFB].
"""

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LAST_SECTOR = 0xFFFFFFFA
_NO_ENTRY = 0xFFFFFFFF
_ENTRY = 128
_MAX_ENTRIES = 20_000


class Compound:
    """An OLE2 file held in memory. ValueError when its directory cannot be followed."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC) or len(data) < 512:
            raise ValueError("no compound file")
        self._data = data
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise ValueError(f"sector size 2**{shift}")
        self._size = 1 << shift
        self._cutoff = struct.unpack_from("<L", data, 56)[0]
        self._fat = self._fat_sectors()
        self._streams = self._top_level()

    def names(self) -> set[str]:
        """Names of the streams and storages directly under the root."""
        return set(self._streams)

    def head(self, name: str) -> bytes:
        """The first sector (512 or 4096 bytes) of a top-level stream; empty when it lies in the mini stream."""
        start, size = self._streams[name]
        return b"" if size < self._cutoff else self._sector(start)[:size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        piece = self._data[at : at + self._size]
        if not piece:
            raise ValueError(f"sector {number} lies behind the end")
        return piece

    def _fat_sectors(self) -> list[int]:
        sectors = list(struct.unpack_from("<109L", self._data, 76))
        following, count = struct.unpack_from("<LL", self._data, 68)
        width = self._size // 4
        for _ in range(min(count, len(self._data) // self._size)):
            if following >= _LAST_SECTOR:
                break
            entries = struct.unpack(f"<{width}L", self._sector(following).ljust(self._size, b"\xff"))
            sectors.extend(entries[:-1])
            following = entries[-1]
        return sectors

    def _chain(self, sector: int) -> Iterator[bytes]:
        width = self._size // 4
        seen: set[int] = set()
        while sector < _LAST_SECTOR:
            if sector in seen or len(seen) * self._size > _MAX_ENTRIES * _ENTRY:
                raise ValueError("the directory has no end")
            seen.add(sector)
            yield self._sector(sector)
            which, place = divmod(sector, width)
            if which >= len(self._fat) or self._fat[which] >= _LAST_SECTOR:
                raise ValueError(f"sector {sector} is in no allocation table")
            table = self._sector(self._fat[which]).ljust(self._size, b"\xff")
            sector = struct.unpack_from("<L", table, place * 4)[0]

    def _top_level(self) -> dict[str, tuple[int, int]]:
        directory = b"".join(self._chain(struct.unpack_from("<L", self._data, 48)[0]))
        if len(directory) < _ENTRY:
            raise ValueError("no directory")
        found: dict[str, tuple[int, int]] = {}
        waiting, seen = [struct.unpack_from("<L", directory, 76)[0]], set()
        while waiting:
            number = waiting.pop()
            at = number * _ENTRY
            if number == _NO_ENTRY or number in seen or at + _ENTRY > len(directory):
                continue
            seen.add(number)
            length = struct.unpack_from("<H", directory, at + 64)[0]
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
            left, right = struct.unpack_from("<LL", directory, at + 68)
            start, size = struct.unpack_from("<LL", directory, at + 116)
            found[name] = (start, size)
            waiting += (left, right)
        return found
