"""The hashes that chain the log, and trying an exported file by them. Knows no database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

# The last line of an exported file says so.
FORMAT = "gongkai-log-1"

# GB/T 32905 where this machine's OpenSSL has it. Each hash says which it is, so that a chain may change from one to the other.
ALGORITHM = "sm3" if "sm3" in hashlib.algorithms_available else "sha256"


class Unknown(ValueError):
    """A hash of an algorithm this machine does not have."""


def digest(previous: str, content: dict[str, Any], algorithm: str) -> str:
    """The hash of an entry's content and the hash before: ``sm3:`` and 64 hex digits; for SHA-256 the digits alone.

    Raises Unknown when this machine does not have the algorithm.
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    try:
        made = hashlib.new(algorithm, (previous + text).encode("utf-8")).hexdigest()
    except ValueError:
        raise Unknown(f"本机没有 {algorithm.upper()} 算法，不能验证；请换一台有国密算法的机器。") from None
    return made if algorithm == "sha256" else f"{algorithm}:{made}"


def algorithm_of(hash_: str) -> str:
    """The algorithm a hash names."""
    return hash_.partition(":")[0] if ":" in hash_ else "sha256"


def wrong_in(file: Iterable[bytes]) -> Iterator[tuple[int, str]]:
    """What is wrong in an exported file: the line's number and what, in Chinese. Needs no platform.

    Entries that follow each other are also tried as a chain; with filters there are gaps, which is no fault.
    """
    sealed, count, seal = hashlib.sha256(), 0, None
    ends: dict[Any, tuple[int, str]] = {}
    for number, line in enumerate(file, start=1):
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if seal is not None or not isinstance(row, dict):
            yield number, "不是导出的日志行"
            continue
        if row.get("format") == FORMAT:
            seal = row
            continue
        sealed.update(line)
        count += 1
        yield from ((number, words) for words in _wrong_in(row, ends))
    if seal is None:
        yield count + 1, "文件没有封存行，末尾被截去"
    elif (seal.get("entries"), seal.get("sha256")) != (count, sealed.hexdigest()):
        yield count + 1, "封存行与内容不符，文件被改动"


def _wrong_in(row: dict[str, Any], ends: dict[Any, tuple[int, str]]) -> Iterator[str]:
    previous, hash_, number = str(row.pop("previous", "")), str(row.pop("hash", "")), row.get("number")
    row.pop("organ_name", None)
    if not isinstance(number, int):
        yield "没有序号"
        return
    try:
        if digest(previous, row, algorithm_of(hash_)) != hash_:
            yield f"第 {number} 条的内容被改动"
    except Unknown as error:
        yield str(error)
    before = ends.get(row.get("organ"))
    if before is not None and before[0] == number - 1 and before[1] != previous:
        yield f"第 {number} 条与前一条接不上"
    ends[row.get("organ")] = (number, hash_)
